// For a difference in a client's addresses: the product's own key that they come from, and not a list of them.

import { APP_ID_KEYS, callbacksOf, readCallback } from "../helpdesks/deskpro-callbacks.ts";
import { otoboRedirectUri } from "../helpdesks/otobo-settings.ts";
import type { PartialModel } from "../model/canonical.ts";
import type { Difference } from "../model/diff.ts";
import type { RealmKey } from "../model/types.ts";
import type { Edit } from "./edit.ts";

/** Undefined where no such key says all of the server's addresses. */
export function proposeConfig(difference: Difference, live: PartialModel): Edit | undefined {
  const [key, part, client, property] = difference.segments;
  const uris = live.realms[key as RealmKey]?.clients["app"]?.redirectUris ?? [];
  if (part !== "clients" || client !== "app" || uris.length === 0) return undefined;
  const ofAddresses = property === "redirectUris";
  // The login page and the origin come with the first APP_ID.
  const ofFirst = property === "standardFlow" || property === "webOrigins";
  if (live.product === "deskpro" && (ofAddresses || ofFirst))
    return appId(live.url ?? "", uris, ofAddresses ? String(difference.to) : uris[0]);
  if (live.product === "otobo" && ofAddresses && key === "people") return oneInterface(live.url ?? "", uris);
  return undefined;
}

function appId(url: string, uris: readonly string[], uri = ""): Edit | undefined {
  const read = uris.map((one) => readCallback(url, one));
  const meant = read.flatMap((one) => (one === undefined ? [undefined] : callbacksOf(url, one.at, one.id)));
  const found = readCallback(url, uri);
  if (found === undefined || new Set(meant).size !== uris.length) return undefined;
  return { path: ["config", APP_ID_KEYS[found.at]], value: found.id };
}

function oneInterface(url: string, [uri, ...others]: readonly string[]): Edit | undefined {
  const found = (["agents", "customers"] as const).find((at) => otoboRedirectUri(url, at) === uri);
  return found === undefined || others.length > 0 ? undefined : { path: ["interfaces"], value: [found] };
}
