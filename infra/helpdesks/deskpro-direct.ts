// Deskpro with a provider that it talks to without Keycloak.
// Sources: as for deskpro.ts.

import type { Spec } from "../spec/schema.ts";
import { APP_ID_KEYS, type App, PEOPLE } from "./deskpro-callbacks.ts";
import { appsOf, deskproFile } from "./deskpro-form.ts";
import { appStep, automaticStep, HTTPS_STEP } from "./deskpro-steps.ts";
import { codeSpan } from "./markdown.ts";
import type { DirectRenderer } from "./types.ts";

export const deskproDirect = (spec: Spec): DirectRenderer => ({
  reads: "standard names",
  authentication: "client_secret_post",
  render: (model, { key, issuer }) => {
    const apps = appsOf(model, spec).filter((app) => app.key === key);
    return {
      files: [
        deskproFile(
          apps.map((app) => ({ ...app, issuer })),
          model.url,
        ),
      ],
      steps: [
        HTTPS_STEP,
        ...apps.map(appStep),
        ...apps.flatMap((app) => waitingStep(app)),
        automaticStep(issuer.title),
      ],
      notices: [
        "The vendor names no claims, no scopes and no algorithms: that Deskpro asks for `openid profile email`, reads `email`, " +
          "`given_name` and `family_name`, and takes RS256, is inferred.",
        `That Deskpro knows people by their address is inferred, too: who may change an address at ${issuer.title} may become ` +
          "another person in Deskpro.",
        ...(issuer.issuer.endsWith("/")
          ? [
              "Provider URL is the issuer as the provider has it, its slash at the end included; if Deskpro does not find the " +
                "provider by it, leave the slash out.",
            ]
          : []),
        "The vendor's text has Auth0 for the provider, and is read here for every other one.",
        `Deskpro reads no groups: whoever ${codeSpan(issuer.place)} lets in gets in, so give the application there only to ` +
          "those who are to.",
      ],
    };
  },
});

function waitingStep({ at, id }: App): string[] {
  if (id !== undefined) return [];
  return [
    `The app's Callback URL for ${PEOPLE[at]} shows its APP_ID once it is installed (Manage > Configuration Settings): write it ` +
      `into the spec as \`config: { ${APP_ID_KEYS[at]}: NUMBER }\` and render again, or register that URL at the provider.`,
  ];
}
