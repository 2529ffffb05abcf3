// A directory that is there and lets nobody in.

import { place, realmsOf } from "../../places.ts";
import { adminGuide } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const directoryDisabled = rule({
  code: "directory-disabled",
  severity: weight("low"),
  summary: "Disabled directory",
  reason:
    "Nobody who was imported from it can log in, and nothing of them is brought up to date. It is a state for an emergency, and easily forgotten.",
  references: [adminGuide("Using external storage: Adding LDAP user federation providers")],
  check: (model) =>
    realmsOf(model).flatMap(({ key, realm }) =>
      Object.entries(realm.federations)
        .filter(([, { enabled }]) => !enabled)
        .map(([name, directory]) =>
          place(
            [key, "federations", name, "enabled"],
            `The directory ${directory.name} of the realm ${realm.realm} is disabled.`,
            "leave ldap.enabled out, once its people may log in again",
          ),
        ),
    ),
});
