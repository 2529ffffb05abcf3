// The form of one instance of osTicket's plugin auth-oauth2, field by field.
// Sources: the plugin's code (osTicket/osTicket-plugins, auth-oauth2/config.php and oauth2.php).

import type { RealmKey } from "../model/types.ts";
import type { Issuer, IssuerClaims } from "./issuer.ts";
import { codeSpan, markdownTable } from "./markdown.ts";
import type { Interface } from "./standard.ts";
import type { RenderedFile } from "./types.ts";

const TARGETS = {
  agents: "Agents Only",
  customers: "End Users Only",
  all: "Agents and End Users",
} as const;

/** Where Keycloak sends people back to, below osTicket's own path. */
export const osticketRedirectUri = (url: string): string => `${url}/api/auth/oauth2`;

/** Beside `openid`, without which Keycloak answers at its userinfo endpoint with 403. */
export const OSTICKET_SCOPES = ["email", "profile"] as const;

/** Fields of the form that name an attribute of userinfo, with the claim for each. */
const attributes = ({ email, firstName, lastName }: IssuerClaims) => ({
  "User Identifier": email,
  "Given Name": firstName,
  Surname: lastName,
  "Email Address": email,
});

/** What the plugin asks its administrator for, by the labels on the form. */
export interface OsticketForm {
  /** Name on the tab Instance. */
  readonly instance: string;
  /** The tab Config, in its order. */
  readonly config: Readonly<Record<string, string>>;
}

export function osticketForm(
  issuer: Issuer,
  helpdeskUrl: string,
  interfaces: readonly Interface[],
): OsticketForm {
  const target = interfaces.length > 1 ? "all" : (interfaces[0] ?? "all");
  return {
    instance: `${issuer.title} ${issuer.place}`,
    config: {
      Name: issuer.title,
      "Authentication Target": TARGETS[target],
      "Authentication Label": issuer.title,
      "Redirect URI": osticketRedirectUri(helpdeskUrl),
      "Client Id": issuer.clientId,
      "Client Secret": issuer.clientSecret,
      "Authorization Endpoint": issuer.authorizationUrl,
      "Token Endpoint": issuer.tokenUrl,
      "Resource Details Endpoint": issuer.userInfoUrl ?? "",
      // The plugin cuts at commas only and would send them on; OpenID Connect has blanks.
      Scopes: ["openid", ...issuer.scopes].join(" "),
      ...attributes(issuer.claims),
    },
  };
}

/** The form as a table to type from. It holds the client's secret. */
export function osticketFormFile(
  key: RealmKey,
  where: string,
  { instance, config }: OsticketForm,
): RenderedFile {
  const rows = (fields: Readonly<Record<string, string>>) =>
    markdownTable(
      ["Field", "Value"],
      Object.entries(fields).map(([field, value]) => [field, codeSpan(value)]),
    );
  const text = `# osTicket: the plugin's instance for ${where}

This file holds a client secret. Delete it once it is entered.

Admin Panel > Manage > Plugins > Oauth2 Client > Instances > Add New Instance > OAuth2 - Other

## Tab Instance

${rows({ Name: instance, Status: "Enabled" })}
## Tab Config

${rows(config)}`;
  return { name: `osticket-${key}.md`, text, secret: true };
}
