// The form of one instance of osTicket's plugin auth-oauth2, field by field.
// Sources: the plugin's code (osTicket/osTicket-plugins, auth-oauth2/config.php and oauth2.php).

import type { RealmKey, RealmModel } from "../model/types.ts";
import { appSecret } from "./client-secret.ts";
import { codeSpan, markdownTable } from "./markdown.ts";
import { realmEndpoints } from "./realm-endpoints.ts";
import type { Interface } from "./standard.ts";
import type { RenderedFile, RenderFacts } from "./types.ts";

const TARGETS = {
  agents: "Agents Only",
  customers: "End Users Only",
  all: "Agents and End Users",
} as const;

/** Where Keycloak sends people back to, below osTicket's own path. */
export const osticketRedirectUri = (url: string): string => `${url}/api/auth/oauth2`;

/** Beside `openid`, without which Keycloak answers at its userinfo endpoint with 403. */
export const OSTICKET_SCOPES = ["email", "profile"] as const;

/** Fields of the form that name an attribute of userinfo, with Keycloak's claim for each. */
export const OSTICKET_ATTRIBUTES = {
  "User Identifier": "email",
  "Given Name": "given_name",
  Surname: "family_name",
  "Email Address": "email",
} as const;

/** What the plugin asks its administrator for, by the labels on the form. */
export interface OsticketForm {
  /** Name on the tab Instance. */
  readonly instance: string;
  /** The tab Config, in its order. */
  readonly config: Readonly<Record<string, string>>;
}

/** @throws Failure `secret-missing` */
export function osticketForm(
  key: RealmKey,
  realm: RealmModel,
  helpdeskUrl: string,
  interfaces: readonly Interface[],
  facts: RenderFacts,
): OsticketForm {
  const endpoints = realmEndpoints(realm, facts);
  const target = interfaces.length > 1 ? "all" : (interfaces[0] ?? "all");
  return {
    instance: `Keycloak ${realm.realm}`,
    config: {
      Name: "Keycloak",
      "Authentication Target": TARGETS[target],
      "Authentication Label": "Keycloak",
      "Redirect URI": osticketRedirectUri(helpdeskUrl),
      "Client Id": realm.clients["app"]?.clientId ?? "",
      "Client Secret": appSecret(key, realm, facts),
      "Authorization Endpoint": endpoints.authorization,
      "Token Endpoint": endpoints.token,
      "Resource Details Endpoint": endpoints.userinfo,
      // The plugin cuts at commas only and would send them on; Keycloak takes blanks.
      Scopes: ["openid", ...OSTICKET_SCOPES].join(" "),
      ...OSTICKET_ATTRIBUTES,
    },
  };
}

/** The form as a table to type from. It holds the client's secret. */
export function osticketFormFile(
  key: RealmKey,
  realm: RealmModel,
  { instance, config }: OsticketForm,
): RenderedFile {
  const rows = (fields: Readonly<Record<string, string>>) =>
    markdownTable(
      ["Field", "Value"],
      Object.entries(fields).map(([field, value]) => [field, codeSpan(value)]),
    );
  const text = `# osTicket: the plugin's instance for realm ${codeSpan(realm.realm)}

This file holds a client secret. Delete it once it is entered.

Admin Panel > Manage > Plugins > Oauth2 Client > Instances > Add New Instance > OAuth2 - Other

## Tab Instance

${rows({ Name: instance, Status: "Enabled" })}
## Tab Config

${rows(config)}`;
  return { name: `osticket-${key}.md`, text, secret: true };
}
