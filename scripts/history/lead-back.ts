// The text of the spec that leads back to a snapshot, with all that it does not say at its head.

import { coverUrls } from "../../infra/diagnostics/cover.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { isMapping, type Plain } from "../../infra/export/edit.ts";
import { keyed, LIST } from "../../infra/export/listed.ts";
import { type Present, type WayBack, wayBack, withoutPeople } from "../../infra/export/way-back.ts";
import { expandSpec } from "../../infra/helpdesks/index.ts";
import { describeDifference } from "../../infra/model/describe.ts";
import { diffModels } from "../../infra/model/diff.ts";
import { isSeveral, type LoginRoles } from "../../infra/model/helpdesks.ts";
import { realmNames } from "../../infra/model/realm-names.ts";
import type { RealmKey } from "../../infra/model/types.ts";
import { REALM_KEYS } from "../../infra/spec/layout.ts";
import { loadSpec } from "../../infra/spec/load.ts";
import { valueAt } from "../../infra/spec/translate.ts";
import { writeSpec } from "../../infra/spec/write.ts";
import { listed, notesOn, secretsOf } from "../export/export-realms.ts";
import { type Snapshot, underHeadOf } from "./snapshot.ts";

export interface LeadingBack {
  readonly text: string;
  /** What the snapshot has and the spec does not say, a sentence each. */
  readonly rest: readonly string[];
  /** What is left for a person to do or to look at, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * The spec that leads back, with the people and references of the present one as far as they go with it.
 *
 * @param shown - path of the present spec, as the person gave it
 * @throws Failure `layout-unclear` where no address is known for the helpdesk.
 */
export function leadBack(snapshot: Snapshot, present: Present, shown: string): LeadingBack {
  if (isSeveral(snapshot.model) !== isSeveral(present.model)) {
    const [then, now] = isSeveral(snapshot.model)
      ? ["several helpdesks", "one"]
      : ["one helpdesk", "several"];
    throw new Failure("layout-unclear", `The snapshot is of ${then}, and ${shown} is for ${now}.`, {
      hint: "compare the snapshot with `deskrealm history SPEC --diff`, and write what differs into the spec",
    });
  }
  const found = wayBack(snapshot.model, present);
  if (found === undefined) {
    throw new Failure("layout-unclear", "The helpdesk's URL at that time is not known.", {
      hint: `write it into ${shown}`,
    });
  }
  const { id, server } = snapshot;
  const past = underHeadOf(found.model, snapshot.model);
  const sides = {
    from: { model: found.model, label: "in this spec" },
    to: { model: past, label: "in the snapshot" },
  };
  const rest = found.rest.map((one) => coverUrls(describeDifference(one, sides)));
  const notes = notesFor(found, present, shown);
  const text = writeSpec(found.spec, [
    `Leads back to the snapshot ${id} of ${realmNames(past).join(" and ")} on ${server}.`,
    `People, and what no server holds, are as in ${shown}.`,
    ...listed("In the snapshot, and not in this spec", rest),
    ...listed("To be looked at", notes),
  ]);
  demandMeaning(text, found, present);
  return { text, rest, notes };
}

function notesFor(found: WayBack, { data, loginRoles }: Present, shown: string): string[] {
  return [
    ...notesOn(found, secretsOf(data)),
    ...found.unfit.map((path) => `${path} of ${shown} does not go with that time, and was left out`),
    ...found.writtenOut.map(
      (name) => `${name} of ${shown} is not in this spec, which has that time's values`,
    ),
    ...rolesIn(found.spec).flatMap(({ place, roles }) => {
      const known = [
        ...(rolesIn(data).find((one) => one.place === place)?.roles ?? []),
        loginRoleAt(place, loginRoles),
      ];
      return roles
        .filter((role) => !known.includes(role))
        .map(
          (role) =>
            `${place}.roles has ${role}, which ${shown} has not: leave it out if the helpdesk made it`,
        );
    }),
  ];
}

/** Roles of each helpdesk's realms, by places such as `agents` or `helpdesks.KEY.agents`. */
function rolesIn(spec: Plain): { place: string; roles: readonly unknown[] }[] {
  const { [LIST]: list } = keyed(spec);
  const all = isMapping(list)
    ? Object.entries(list).map(([key, one]) => [`${LIST}.${key}.`, one] as const)
    : [["", spec] as const];
  return all.flatMap(([before, one]) =>
    REALM_KEYS.flatMap((key) => {
      const roles = valueAt(one, [key, "roles"]);
      return Array.isArray(roles) ? [{ place: `${before}${key}`, roles }] : [];
    }),
  );
}

function loginRoleAt(place: string, roles: LoginRoles): string | undefined {
  const [realm, helpdesk] = place.split(".").toReversed() as [RealmKey, string?];
  return helpdesk === undefined ? roles[realm] : roles[`${realm}.${helpdesk}`];
}

/** The text means what was searched for: else it is not handed out. */
function demandMeaning(text: string, { model }: WayBack, { values }: Present): void {
  const { value } = loadSpec(text, "the spec that leads back", values);
  const meant = value === undefined ? undefined : withoutPeople(expandSpec(value.spec).model);
  if (meant === undefined || diffModels(model, meant).length > 0)
    throw new TypeError("The written spec does not mean what was searched for");
}
