// The spec for realms that were read, and the addresses of the helpdesks in it.

import { coverUrls } from "../../infra/diagnostics/cover.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { type Exported, exportSpec } from "../../infra/export/export-spec.ts";
import type { PartialModel } from "../../infra/model/canonical.ts";
import { helpdesksOf, isSeveral, modelOfHelpdesk } from "../../infra/model/helpdesks.ts";
import type { Model } from "../../infra/model/types.ts";
import type { Asked } from "./layout.ts";

/**
 * The spec for what was read, with the URL of each helpdesk that explains most.
 *
 * @throws Failure `layout-unclear`
 */
export function searched(live: PartialModel, { several, urls }: Asked): Exported {
  if (!several) return alone(live, urls.get(live.key), "");
  const found = Object.keys(helpdesksOf(live)).flatMap((key) => {
    const { model } = alone(modelOfHelpdesk(live as Model, key), urls.get(key), key);
    return Object.values(helpdesksOf(model)).map((helpdesk) => [key, helpdesk] as const);
  });
  const exported = exportSpec(withUrls(live, Object.fromEntries(found)));
  if (exported === undefined) throw unclear("The helpdesks that are named do not go together in a spec");
  return exported;
}

/** @param key - of the helpdesk, where it is one of several */
function alone(live: PartialModel, url: string | undefined, key: string): Exported {
  const exported = exportSpec(live, url === undefined ? undefined : [url]);
  if (exported !== undefined) return exported;
  const reason =
    url === undefined ? "No client has an address that could be it" : `A spec does not take ${url}`;
  const [whose, name] = key === "" ? ["", ""] : [` of ${key}`, `${key}=`];
  throw new Failure("layout-unclear", `The helpdesk's URL${whose} is not known. ${coverUrls(reason)}.`, {
    hint: `name it: --url ${name}https://desk.example`,
  });
}

/** What was read, with what only a spec knows: where each helpdesk is. */
export function withUrls(model: PartialModel, helpdesks: PartialModel["helpdesks"]): PartialModel {
  return isSeveral(model) ? { ...model, helpdesks } : { ...model, ...helpdesks?.[model.key] };
}

export const unclear = (what: string): Failure =>
  new Failure("layout-unclear", `${what}.`, { hint: "name the helpdesks and their realms otherwise" });
