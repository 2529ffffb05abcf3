// Groups of a directory that become Keycloak's without a choice.

import { isTop } from "../../../model/dn.ts";
import type { MapperModel } from "../../../model/types.ts";
import { mappersOf, place } from "../../places.ts";
import { adminGuide } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

/** What is wrong with a mapper of groups, as a clause, and where. */
function flawOf({ config }: MapperModel): readonly [setting: string, flaw: string, fix: string] | undefined {
  if (config["preserve.group.inheritance"] === "true")
    return [
      "preserve.group.inheritance",
      "keeps the tree of groups, and a sync fails at the first group with two parents",
      "set preserve.group.inheritance to false",
    ];
  const dn = config["groups.dn"] ?? "";
  return isTop(dn) && (config["groups.ldap.filter"] ?? "") === ""
    ? ["groups.dn", `brings every group below ${dn} into the realm`, "narrow ldap.groups by a DN or a filter"]
    : undefined;
}

export const directoryGroupsWide = rule({
  code: "directory-groups-wide",
  severity: weight("medium"),
  summary: "All groups of a directory, or their tree",
  reason:
    "Groups of other departments come along, with names that may mean something else here, and whoever may make a group in the directory makes one in the realm.",
  references: [adminGuide("Using external storage: LDAP mappers")],
  check: (model) =>
    mappersOf(model, "group-ldap-mapper").flatMap(({ at, directory, mapper }) => {
      const [setting = "", flaw = "", fix = ""] = flawOf(mapper) ?? [];
      if (flaw === "") return [];
      const detail = `The mapper ${at.at(-1)} of the directory ${directory.name} ${flaw}.`;
      return [place([...at, "config", setting], detail, fix)];
    }),
});
