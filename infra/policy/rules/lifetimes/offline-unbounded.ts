// Offline sessions without an end.

import { place, realmsOf } from "../../places.ts";
import { adminGuide, rfc9700 } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const offlineUnbounded = rule({
  code: "offline-unbounded",
  severity: weight("low"),
  summary: "Offline session without an end",
  reason:
    "An offline token that is used now and then is good forever: a person who left, or a thief, keeps it alive.",
  references: [adminGuide("Managing user sessions: Offline access"), rfc9700("4.14")],
  check: (model) =>
    realmsOf(model)
      .filter(({ realm }) => !realm.sessions.offlineSessionMaxLifespanEnabled)
      .map(({ key, realm }) =>
        place(
          [key, "sessions", "offlineSessionMaxLifespanEnabled"],
          `Offline sessions of the realm ${realm.realm} never end while they are used.`,
          "set sessions.offlineMax, for example to 60d",
        ),
      ),
});
