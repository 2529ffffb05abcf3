// A directory that Keycloak may write to, with no end in sight.

import { directoriesOf, place } from "../../places.ts";
import { adminGuide, otrsTutorial } from "../../references.ts";
import { rule, weight } from "../../rule.ts";
import { dayOf } from "../../window.ts";

export const directoryWritable = rule({
  code: "directory-writable",
  severity: weight("high"),
  summary: "Directory that is writable without an end",
  reason:
    "Whoever may edit people in Keycloak edits the directory of the whole organisation, and who deletes a person there deletes the entry that everything else logs in by. The vendor's text has it read-only.",
  references: [
    otrsTutorial("Migrate System Authentication to Keycloak"),
    adminGuide("Using external storage: Storage mode"),
  ],
  check: (model, { today }) =>
    directoriesOf(model).flatMap(({ at, directory: { name, editMode, writableUntil } }) => {
      if (editMode !== "WRITABLE") return [];
      const isOver = writableUntil !== null && dayOf(writableUntil) < today;
      if (writableUntil !== null && !isOver) return [];
      const since = isOver ? `, and was to be only until ${writableUntil}` : "";
      return [
        place(
          [...at, "editMode"],
          `The directory ${name} is writable${since}.`,
          "let Deskrealm close it: deskrealm up; for a time of writing, give ldap.edit an end",
        ),
      ];
    }),
});
