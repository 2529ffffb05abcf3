// A hash that is quick to try.

import { passwordPolicy } from "../../password-policy.ts";
import { place, realmsOf } from "../../places.ts";
import { owaspHashing, threat } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

/** Fewest rounds by algorithm; pbkdf2 is with SHA-1. */
const ROUNDS = new Map([
  ["argon2", 5],
  ["pbkdf2", 1_300_000],
  ["pbkdf2-sha256", 600_000],
  ["pbkdf2-sha512", 210_000],
]);

export const passwordHashWeak = rule({
  code: "password-hash-weak",
  severity: weight("medium"),
  summary: "Weak password hash",
  reason:
    "Who gets hold of Keycloak's database tries passwords against the hashes. Few rounds make that cheap. Without a word in the policy Keycloak takes Argon2, with enough of them.",
  references: [threat("Password database compromised"), owaspHashing],
  check: (model) =>
    realmsOf(model).flatMap(({ key, realm }) => {
      const policy = passwordPolicy(realm.passwordPolicy);
      const algorithm = policy?.get("hashAlgorithm") ?? "argon2";
      const least = ROUNDS.get(algorithm);
      const rounds = Number.parseInt(policy?.get("hashIterations") ?? "", 10);
      // Without a number Keycloak takes enough rounds of its own.
      if (least === undefined || !(rounds < least)) return [];
      const detail = `The realm ${realm.realm} keeps passwords by ${algorithm} with ${rounds} rounds.`;
      return [
        place(
          [key, "passwordPolicy"],
          detail,
          "leave hashAlgorithm and hashIterations out of passwordPolicy",
        ),
      ];
    }),
});
