// For one difference of realms that several helpdesks share: what to write, as one helpdesk would write it that had
// them alone, and then where that stands beside others.

import type { PartialModel } from "../model/canonical.ts";
import type { Difference } from "../model/diff.ts";
import { helpdeskOf, helpdesksOf, modelOfHelpdesk, partOf } from "../model/helpdesks.ts";
import type { Model, RealmKey } from "../model/types.ts";
import type { Path } from "../spec/source.ts";
import type { Edit } from "./edit.ts";
import { LIST } from "./listed.ts";
import { propose } from "./propose.ts";
import { proposeConfig } from "./propose-config.ts";

/** Edits that may say the difference: none, one, or one for each helpdesk that could. */
export function proposeSeveral(difference: Difference, live: PartialModel): Edit[] {
  const edits = Object.keys(helpdesksOf(live)).flatMap((key) => {
    const own = asOf(difference, key, live);
    if (own === undefined) return [];
    const view = modelOfHelpdesk(live as Model, key);
    const realm = view.realms[own.segments[0] as RealmKey];
    const edit = proposeConfig(own, view) ?? propose(own, realm);
    return edit === undefined ? [] : [beside(edit, key)];
  });
  // What all share is said once.
  return [...new Map(edits.map((edit) => [JSON.stringify(edit), edit])).values()];
}

/** The difference with the names of one helpdesk; undefined where it is another one's. */
function asOf(difference: Difference, key: string, live: PartialModel): Difference | undefined {
  const { segments } = difference;
  const [, part, , inner] = segments;
  const at = part === "clients" ? 2 : inner === "clientRoles" ? 4 : undefined;
  const name = at === undefined ? undefined : segments[at];
  if (name === undefined) return difference;
  if (helpdeskOf(live, name) !== key) return undefined;
  return { ...difference, segments: segments.map((one, index) => (index === at ? partOf(one) : one)) };
}

const OF_HELPDESK = ["clients", "roles", "loginRole"];

/** The edit of one helpdesk's spec where it stands in a list. */
function beside(edit: Edit, key: string): Edit {
  const [first, part, name, inner] = edit.path.map(String);
  if (first === "config" || first === "interfaces") return { ...edit, path: [LIST, key, ...edit.path] };
  if (OF_HELPDESK.includes(part ?? "")) return { ...edit, path: [LIST, key, ...edit.path] };
  const role = (one: unknown) => `${key}/${String(one)}`;
  if (part === "users" && inner === "roles" && "entry" in edit)
    return { path: edit.path, entry: role(edit.entry) };
  const at =
    part === "ldap" && name === "roles" ? 3 : part === "identityProviders" && inner === "roles" ? 4 : -1;
  const path: Path = edit.path.map((one, index) => (index === at ? role(one) : one));
  return { ...edit, path };
}
