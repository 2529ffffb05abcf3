// One realm for everybody has an address for each interface: for a difference in them, which interfaces there are.

import { otoboRedirectUri } from "../helpdesks/otobo-settings.ts";
import type { PartialModel } from "../model/canonical.ts";
import type { Difference } from "../model/diff.ts";
import type { Edit } from "./edit.ts";

/** Undefined where the server's one address is not an interface's. */
export function proposeForOtobo(
  { segments }: Difference,
  { url = "", realms }: PartialModel,
): Edit | undefined {
  if (segments.slice(0, 4).join("/") !== "people/clients/app/redirectUris") return undefined;
  const [uri, ...others] = realms.people?.clients["app"]?.redirectUris ?? [];
  if (uri === undefined || others.length > 0) return undefined;
  const found = (["agents", "customers"] as const).find((at) => otoboRedirectUri(url, at) === uri);
  return found === undefined ? undefined : { path: ["interfaces"], value: [found] };
}
