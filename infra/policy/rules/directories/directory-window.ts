// A directory that Keycloak may write to for a time.

import { directoriesOf, place } from "../../places.ts";
import { adminGuide, otrsTutorial } from "../../references.ts";
import { rule, weight } from "../../rule.ts";
import { dayOf } from "../../window.ts";

export const directoryWindow = rule({
  code: "directory-window",
  severity: weight("medium"),
  summary: "Directory that is writable for a time",
  reason:
    "The vendor advises it while people move, and read-only afterwards. Until then whoever may edit people in Keycloak edits the directory, and who deletes a person there deletes the entry that everything else logs in by.",
  references: [
    otrsTutorial("Migrate System Authentication to Keycloak"),
    adminGuide("Using external storage: Storage mode"),
  ],
  check: (model, { today }) =>
    directoriesOf(model).flatMap(({ at, directory: { name, writableUntil } }) => {
      if (writableUntil === null || dayOf(writableUntil) < today) return [];
      const detail = `The directory ${name} is writable until ${writableUntil}.`;
      return [place([...at, "writableUntil"], detail, "take ldap.edit out once the people have moved")];
    }),
});
