// osTicket's plugin with a provider that it talks to without Keycloak.
// Sources: as for osticket-steps.ts.

import type { Spec } from "../spec/schema.ts";
import { codeSpan } from "./markdown.ts";
import { osticketForm, osticketFormFile } from "./osticket-form.ts";
import { PLUGIN_STEP, USER_STEP } from "./osticket-steps.ts";
import { interfacesOf } from "./standard.ts";
import type { DirectRenderer } from "./types.ts";

export const osticketDirect = (spec: Spec): DirectRenderer => ({
  reads: "userinfo",
  authentication: "client_secret_post",
  render: (_, { key, issuer }) => {
    const interfaces = interfacesOf(key, spec);
    const file = osticketFormFile(
      key,
      `${issuer.title}, ${codeSpan(issuer.place)}`,
      osticketForm(issuer, spec.url, interfaces),
    );
    return {
      files: [file],
      steps: [
        PLUGIN_STEP,
        `Add an instance of the plugin, of the kind \`OAuth2 - Other\`, and fill its form in field by field from ` +
          `${codeSpan(file.name)}. That file holds the client's secret: delete it afterwards.`,
        ...(interfaces.includes("agents")
          ? [
              `Create every agent in osTicket beforehand, as the plugin creates none: with exactly the address that the person ` +
                `has at ${issuer.title}, and with Authentication Backend left at \`Use any available backend\`.`,
            ]
          : []),
        ...(interfaces.includes("customers") ? [USER_STEP] : []),
        "Log in once from a browser of its own before you close the window in which you are logged in as an administrator. " +
          "osTicket says nothing of a login that failed: it shows the login page again.",
      ],
      notices: [
        `People are matched by the claim ${codeSpan(issuer.claims.email)} alone: a changed address is another person to osTicket, ` +
          "and who gets an agent's address becomes that agent.",
        "`Scopes` has blanks between the scopes and not the plugin's commas, as OpenID Connect has them.",
        "The plugin sends neither a PKCE challenge nor a nonce and reads no ID token: it believes what userinfo says.",
        "The plugin knows no logout at the provider: who logs out of osTicket is in again by one click as long as the session " +
          "over there lasts.",
        ...(issuer.userInfoUrl === null
          ? [
              "The provider has no `userInfoUrl` in the spec, which the plugin cannot do without: its Resource Details Endpoint is empty.",
            ]
          : []),
      ],
    };
  },
});
