// Refresh tokens that work again and again.

import type { RealmModel } from "../../../model/types.ts";
import { place, realmsOf } from "../../places.ts";
import { rfc9700, threat } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

const hasPublicClient = ({ clients }: RealmModel): boolean =>
  Object.values(clients).some(
    ({ enabled, access, standardFlow }) => enabled && access === "public" && standardFlow,
  );

export const refreshTokenReuse = rule({
  code: "refresh-token-reuse",
  severity: weight("medium"),
  summary: "Refresh token of a public client that works again and again",
  reason:
    "A public client proves nothing when it refreshes: a refresh token that leaked gives new access tokens for the whole session, and nobody notices. Where each works once, the second use ends it.",
  references: [rfc9700("2.2.2"), rfc9700("4.14.2"), threat("Compromised access and refresh tokens")],
  check: (model) =>
    realmsOf(model)
      .filter(({ realm }) => !realm.tokens.revokeRefreshToken && hasPublicClient(realm))
      .map(({ key, realm }) =>
        place(
          [key, "tokens", "revokeRefreshToken"],
          `Refresh tokens of the public clients of the realm ${realm.realm} work until the session ends.`,
          "set tokens.revokeRefreshToken to true",
        ),
      ),
});
