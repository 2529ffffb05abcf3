// Refresh tokens that work a few times more.

import { place, realmsOf } from "../../places.ts";
import { rfc9700 } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const refreshTokenMaxReuse = rule({
  code: "refresh-token-max-reuse",
  severity: weight("low"),
  summary: "Refresh token that may be used again",
  reason: "Each further use that is let through is one by which a thief goes unnoticed.",
  references: [rfc9700("4.14.2")],
  check: (model) =>
    realmsOf(model)
      .filter(({ realm }) => realm.tokens.revokeRefreshToken && realm.tokens.refreshTokenMaxReuse > 0)
      .map(({ key, realm }) =>
        place(
          [key, "tokens", "refreshTokenMaxReuse"],
          `A refresh token of the realm ${realm.realm} works ${realm.tokens.refreshTokenMaxReuse + 1} times.`,
          "set tokens.refreshTokenMaxReuse to 0",
        ),
      ),
});
