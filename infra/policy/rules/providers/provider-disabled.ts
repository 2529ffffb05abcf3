// A provider that is there and lets nobody in.

import { place, realmsOf } from "../../places.ts";
import { adminGuide } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const providerDisabled = rule({
  code: "provider-disabled",
  severity: weight("low"),
  summary: "Disabled provider",
  reason: "Whoever logs in by it alone is locked out. It is a state for an emergency, and easily forgotten.",
  references: [adminGuide("Integrating identity providers")],
  check: (model) =>
    realmsOf(model).flatMap(({ key, realm }) =>
      Object.entries(realm.identityProviders)
        .filter(([, { enabled }]) => !enabled)
        .map(([alias]) =>
          place(
            [key, "identityProviders", alias, "enabled"],
            `The provider ${alias} of the realm ${realm.realm} is disabled.`,
            "leave enabled out, once its people may log in again",
          ),
        ),
    ),
});
