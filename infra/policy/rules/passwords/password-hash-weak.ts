// A hash that is quick to try.

import { passwordPolicy } from "../../password-policy.ts";
import { place, realmsOf } from "../../places.ts";
import { owaspHashing, threat } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

/** Fewest rounds by algorithm; pbkdf2 is with SHA-1, and weak with any. */
const ROUNDS = new Map([
  ["pbkdf2", Number.POSITIVE_INFINITY],
  ["pbkdf2-sha256", 600_000],
  ["pbkdf2-sha512", 210_000],
]);

export const passwordHashWeak = rule({
  code: "password-hash-weak",
  severity: weight("medium"),
  summary: "Weak password hash",
  reason:
    "Who gets hold of Keycloak's database tries passwords against the hashes. Few rounds, or SHA-1, make that cheap; without a word in the policy Keycloak takes Argon2.",
  references: [threat("Password database compromised"), owaspHashing],
  check: (model) =>
    realmsOf(model).flatMap(({ key, realm }) => {
      const policy = passwordPolicy(realm.passwordPolicy);
      const algorithm = policy?.get("hashAlgorithm") ?? "argon2";
      const least = ROUNDS.get(algorithm);
      if (least === undefined) return [];
      const rounds = Number.parseInt(policy?.get("hashIterations") ?? "", 10);
      // Without a number Keycloak takes enough rounds of its own.
      if (algorithm !== "pbkdf2" && !(rounds < least)) return [];
      const count = Number.isNaN(rounds) ? "" : ` with ${rounds} rounds`;
      const detail = `The realm ${realm.realm} keeps passwords by ${algorithm}${count}.`;
      return [
        place(
          [key, "passwordPolicy"],
          detail,
          "leave hashAlgorithm and hashIterations out of passwordPolicy",
        ),
      ];
    }),
});
