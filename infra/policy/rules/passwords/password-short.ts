// Short passwords.

import { passwordPolicy } from "../../password-policy.ts";
import { place, realmsOf } from "../../places.ts";
import { adminGuide, nistPasswords } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

const LEAST = 12;

export const passwordShort = rule({
  code: "password-short",
  severity: weight("medium"),
  summary: "Password policy that takes short passwords",
  reason:
    "Length is what makes a password hard to guess. A policy without length, or with a small one, takes passwords that lists hold in full.",
  references: [nistPasswords, adminGuide("Password policies")],
  check: (model) =>
    realmsOf(model).flatMap(({ key, realm }) => {
      const policy = passwordPolicy(realm.passwordPolicy);
      if (policy === null) return [];
      const written = policy.get("length");
      // Keycloak's own value where the parentheses are empty.
      const length = written === undefined ? 1 : Number.parseInt(written, 10) || 8;
      if (length >= LEAST) return [];
      const many = length === 1 ? "1 character" : `${length} characters`;
      const detail = `The realm ${realm.realm} takes passwords of ${many}.`;
      return [place([key, "passwordPolicy"], detail, `write length(${LEAST}) or more into passwordPolicy`)];
    }),
});
