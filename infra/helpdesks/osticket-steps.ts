// What is left to do on osTicket's side, and what its plugin leaves open.
// Sources: the plugin's code; osTicket's code (include/class.staff.php, include/class.client.php,
// include/class.auth.php); authentik's page 'Integrate with osTicket'.

import type { RealmKey, RealmModel, SingleModel } from "../model/types.ts";
import { codeList, codeSpan } from "./markdown.ts";
import { osticketRedirectUri } from "./osticket-form.ts";
import type { Interface } from "./standard.ts";

/** A realm with those who log in by it. */
export interface OsticketRealm {
  readonly key: RealmKey;
  readonly realm: RealmModel;
  readonly interfaces: readonly Interface[];
}

export const PLUGIN_STEP =
  "Install the plugin `auth-oauth2` (osTicket 1.17 or newer) into `include/plugins` and set it to Active " +
  "under Admin Panel > Manage > Plugins.";

/** Steps as Markdown paragraphs, without secrets. */
export function osticketSteps(realms: readonly OsticketRealm[]): string[] {
  const has = (at: Interface) => realms.some(({ interfaces }) => interfaces.includes(at));
  return [
    PLUGIN_STEP,
    ...realms.map(
      ({ key, realm }) =>
        `Add an instance of the plugin, of the kind \`OAuth2 - Other\`, for realm ${codeSpan(realm.realm)}, and fill ` +
        `its form in field by field from \`osticket-${key}.md\`. That file holds the client's secret: delete it afterwards.`,
    ),
    ...(has("agents") ? [agentStep(realms)] : []),
    ...(has("customers") ? [USER_STEP] : []),
    "Log in once from a browser of its own before you close the window in which you are logged in as an " +
      "administrator. osTicket says nothing of a login that failed: it shows the login page again.",
  ];
}

function agentStep(realms: readonly OsticketRealm[]): string {
  const names = realms
    .filter(({ interfaces }) => interfaces.includes("agents"))
    .map(({ realm }) => realm.realm);
  return (
    "Create every agent in osTicket beforehand (Admin Panel > Agents > Add New Agent), as the plugin creates none: " +
    `with exactly the email address that the person has in realm ${codeList(names)}, and with ` +
    "Authentication Backend left at `Use any available backend`. Department, role and permissions are given " +
    "there, too; Keycloak's roles are not read."
  );
}

export const USER_STEP =
  "End users are created at their first login, with address and name. Leave Registration Method under " +
  "Admin Panel > Settings > Users at Public or Private: where it is Disabled, the plugin creates nobody. A user who has " +
  "an account with the same address already gets into that one.";

/** One sentence each, without secrets. */
export function osticketNotices(model: SingleModel, realms: readonly OsticketRealm[]): string[] {
  const own = new URL(model.url).pathname;
  const callback = osticketRedirectUri(model.url);
  return [
    "The fields `Given Name` and `Surname` come filled in with `givenname` and `surname`, which Keycloak does not send: " +
      "with them people have their address for a name; authentik's page leaves them so.",
    "People are matched by address: `User Identifier` stays `email`. A user name that is a number " +
      "would be taken for the number of an agent. So nobody but an administrator may change an address in these realms.",
    "`Scopes` has blanks between the scopes, and `openid` among them: with commas Keycloak refuses the login, and " +
      "without `openid` it refuses what the plugin asks of it afterwards.",
    `\`Redirect URI\` is ${codeSpan(callback)}${own === "/" ? "" : `, with osTicket's own path ${codeSpan(own)}`}; ` +
      "Keycloak takes exactly that one.",
    "The plugin knows no logout at Keycloak: who logs out of osTicket is logged in again by one click as long as the " +
      "session in Keycloak lasts. Shorten `sessions` where computers are shared.",
    "The plugin sends neither a PKCE challenge nor a nonce and reads no ID token; its `state` alone ties a login to the browser.",
    ...(realms.length > 1
      ? [
          "Both instances answer at the same callback; the plugin knows from osTicket's session which one was asked.",
        ]
      : []),
    ...realms.flatMap(({ realm }) => {
      const app = realm.clients["app"];
      if (app === undefined || app.redirectUris.includes(callback)) return [];
      return [
        `The client ${codeSpan(app.clientId)} of realm ${codeSpan(realm.realm)} does not let ${codeSpan(callback)} through.`,
      ];
    }),
  ];
}
