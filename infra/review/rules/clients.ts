// What differences of clients mean: where logins may go, and what the helpdesk's server may do.

import { quote, quotes, say, words } from "../phrase.ts";
import {
  client,
  type Effect,
  type Effects,
  entries,
  flag,
  type Row,
  type Subject,
  second,
  setting,
  verdict,
} from "../rule.ts";
import { show } from "../values.ts";

/** Roles of Keycloak's own clients that amount to the whole realm. */
const POWERFUL = new Set([
  "realm-admin",
  "manage-realm",
  "manage-users",
  "impersonation",
  "manage-authorization",
]);

const LOOKS: Effect = ["cosmetic", "low", "people see another text"];
const API: Effect = ["locks-out", "medium", "what the helpdesk's server does with it is refused"];

/** A code that is sent to an address which others can reach is a login for them. */
function redirect({ to, url }: Subject): Effect {
  const address = String(to);
  if (address.includes("*") && !address.startsWith(`${url}/`))
    return ["opens", "high", "it is a wildcard, and the code of a login goes to any address that matches"];
  if (/^http:\/\/(?!localhost[:/]|127\.|\[::1\])/.test(address))
    return ["opens", "high", "the code of a login travels in clear"];
  return sameOrigin(address, url)
    ? ["opens", "medium", "the code of a login goes there"]
    : ["opens", "high", "the code of a login goes to another host than the helpdesk's"];
}

function sameOrigin(address: string, url: string): boolean {
  return URL.canParse(address) && URL.canParse(url) && new URL(address).origin === new URL(url).origin;
}

/** A flow that a client may use or not. */
const flow = (field: string, code: string, noun: string, on: Effects, off: Effects): Row =>
  flag(
    `clients/*/${field}`,
    code,
    (subject) => say`whether ${client(subject)} may use ${words(noun)}`,
    [(subject) => say`${client(subject)} may now use ${words(noun)}`, on],
    [(subject) => say`${client(subject)} may no longer use ${words(noun)}`, off],
  );

const address = (field: string, code: string, noun: string, effect: Effect): Row =>
  setting(`clients/*/${field}`, code, (subject) => say`${words(noun)} of ${client(subject)}`, effect);

export const CLIENT_ROWS: readonly Row[] = [
  entries(
    "clients/*",
    "client",
    "a client",
    [
      (value) => say`the client ${quote(clientId(value))} is new`,
      ["opens", "medium", "a further program can log people in or call Keycloak"],
    ],
    [
      (value) => say`the client ${quote(clientId(value))} goes`,
      ["locks-out", "high", "nobody gets into the helpdesk by it any more, and its roles go with it"],
    ],
  ),
  setting(
    "clients/*/clientId",
    "client-id",
    (subject) => say`the client id of ${quote(subject.names[0] ?? "")}`,
    ["locks-out", "high", "the helpdesk has to name the new one from the same moment on, or nobody gets in"],
  ),
  setting("clients/*/name", "client-name", (subject) => say`the name of ${client(subject)}`, LOOKS),
  flag(
    "clients/*/enabled",
    "client-enabled",
    (subject) => say`whether ${client(subject)} is enabled`,
    [(subject) => say`${client(subject)} is enabled again`, ["opens", "medium", "logins by it work again"]],
    [(subject) => say`${client(subject)} is disabled`, ["locks-out", "high", "nobody gets in by it"]],
  ),
  setting(
    "clients/*/access",
    "client-access",
    (subject) => say`the access type of ${client(subject)}`,
    ({ to }) =>
      to === "public"
        ? ["opens", "high", "it needs no secret any more, so anybody can act as the client"]
        : ["locks-out", "high", "the helpdesk needs the client's secret from the same moment on"],
  ),
  flow(
    "standardFlow",
    "client-standard-flow",
    "the login page (standard flow)",
    ["opens", "medium", "people can log in by it"],
    ["locks-out", "high", "nobody can log in by it any more"],
  ),
  flow(
    "implicitFlow",
    "client-implicit-flow",
    "the implicit flow",
    ["opens", "high", "tokens stand in addresses, where they leak"],
    ["locks-out", "medium", "a program that uses it gets no token any more"],
  ),
  flow(
    "directAccessGrants",
    "client-direct-grants",
    "passwords directly (direct access grants)",
    ["opens", "high", "passwords pass through the program, and no second factor is asked for"],
    ["locks-out", "medium", "a program that uses it gets no token any more"],
  ),
  flow(
    "serviceAccount",
    "client-service-account",
    "a service account",
    ["opens", "medium", "whoever has the client's secret can call Keycloak by itself"],
    ["locks-out", "high", "the helpdesk's server can no longer call Keycloak"],
  ),
  flow(
    "deviceAuthorizationGrant",
    "client-device-grant",
    "the device flow",
    ["opens", "medium", "people can be talked into letting a stranger's device in"],
    ["locks-out", "medium", "devices that use it get no token any more"],
  ),
  flag(
    "clients/*/consentRequired",
    "client-consent",
    (subject) => say`whether people are asked before ${client(subject)} gets their data`,
    [
      (subject) => say`people are asked before ${client(subject)} gets their data`,
      ["behaviour", "low", "there is one more step at the first login"],
    ],
    [
      (subject) => say`people are no longer asked before ${client(subject)} gets their data`,
      ["behaviour", "low", "there is one step less at the first login"],
    ],
  ),
  flag(
    "clients/*/fullScopeAllowed",
    "client-full-scope",
    (subject) => say`whether tokens of ${client(subject)} hold every role`,
    [
      (subject) => say`tokens of ${client(subject)} now hold every role of a person`,
      ["opens", "medium", "a token that leaks lets its finder do all that the person may"],
    ],
    [
      (subject) => say`tokens of ${client(subject)} no longer hold every role of a person`,
      ["locks-out", "medium", "the helpdesk may miss the roles that it lets people in by"],
    ],
  ),
  {
    pattern: "clients/*/pkce",
    code: "client-pkce",
    noun: (subject) => say`PKCE of ${client(subject)}`,
    tell: (subject) => {
      const { from, to } = subject;
      if (to === null)
        return verdict(say`${client(subject)} need no longer send a challenge (PKCE, it was ${show(from)})`, [
          "opens",
          "medium",
          "a code that is caught can be redeemed by whoever caught it",
        ]);
      const effect: Effect =
        to === "plain"
          ? ["opens", "medium", "a plain challenge protects no better than none"]
          : ["locks-out", "medium", "a helpdesk that sends no challenge gets nobody in"];
      return verdict(say`${client(subject)} must now send a challenge (PKCE) by ${show(to)}`, effect);
    },
  },
  entries(
    "clients/*/redirectUris",
    "client-redirect-uri",
    (subject) => say`the redirect addresses of ${client(subject)}`,
    [(uri, subject) => say`${client(subject)} may now redirect to ${show(uri)}`, redirect],
    [
      (uri, subject) => say`${client(subject)} may no longer redirect to ${show(uri)}`,
      ["locks-out", "medium", "a login that comes from there fails"],
    ],
  ),
  entries(
    "clients/*/webOrigins",
    "client-web-origin",
    (subject) => say`the web origins of ${client(subject)}`,
    [
      (origin, subject) => say`pages of ${show(origin)} may now call Keycloak as ${client(subject)}`,
      ({ to, url }) => [
        "opens",
        to === "*" || !sameOrigin(String(to), url) ? "high" : "medium",
        "scripts of these pages can use a person's login",
      ],
    ],
    [
      (origin, subject) => say`pages of ${show(origin)} may no longer call Keycloak as ${client(subject)}`,
      ["locks-out", "low", "scripts of these pages are refused"],
    ],
  ),
  entries(
    "clients/*/postLogoutRedirectUris",
    "client-post-logout-uri",
    (subject) => say`the addresses after a logout from ${client(subject)}`,
    [
      (uri, subject) => say`a logout from ${client(subject)} may now lead to ${show(uri)}`,
      ({ to, url }) => ["opens", sameOrigin(String(to), url) ? "low" : "medium", "people are led there"],
    ],
    [
      (uri, subject) => say`a logout from ${client(subject)} may no longer lead to ${show(uri)}`,
      ["behaviour", "low", "a logout that names it ends on an error page"],
    ],
  ),
  address("rootUrl", "client-root-url", "the root address", [
    "behaviour",
    "low",
    "relative addresses lead elsewhere",
  ]),
  address("baseUrl", "client-base-url", "the home address", [
    "behaviour",
    "low",
    "links to the helpdesk lead elsewhere",
  ]),
  address("adminUrl", "client-admin-url", "the address for Keycloak's own calls", [
    "behaviour",
    "medium",
    "Keycloak sends its calls there",
  ]),
  flag(
    "clients/*/frontchannelLogout",
    "client-frontchannel-logout",
    (subject) => say`front-channel logout of ${client(subject)}`,
    [
      (subject) => say`a logout calls ${client(subject)} by the browser`,
      ["behaviour", "low", "the helpdesk has to answer it"],
    ],
    [
      (subject) => say`a logout no longer calls ${client(subject)} by the browser`,
      ["lifetime", "low", "the helpdesk's own session may go on"],
    ],
  ),
  setting(
    "clients/*/backchannelLogoutUrl",
    "client-backchannel-logout",
    (subject) => say`the address that a logout calls for ${client(subject)}`,
    ["behaviour", "low", "the helpdesk has to answer there"],
    ["lifetime", "medium", "the helpdesk's own session goes on after a logout elsewhere"],
  ),
  setting(
    "clients/*/idTokenAlgorithm",
    "client-id-token-algorithm",
    (subject) => say`the algorithm that ID tokens of ${client(subject)} are signed with`,
    ["locks-out", "high", "a helpdesk that does not know the algorithm gets nobody in"],
  ),
  setting(
    "clients/*/userinfoAlgorithm",
    "client-userinfo-algorithm",
    (subject) => say`the algorithm that userinfo of ${client(subject)} is signed with`,
    ["locks-out", "high", "a helpdesk that expects plain JSON there, or a signature, gets nobody in"],
  ),
  entries(
    "clients/*/defaultScopes",
    "client-scope",
    (subject) => say`the default scopes of ${client(subject)}`,
    [
      (scope, subject) => say`tokens of ${client(subject)} now carry the scope ${show(scope)}`,
      ["opens", "low", "they say more about a person"],
    ],
    [
      (scope, subject) => say`tokens of ${client(subject)} no longer carry the scope ${show(scope)}`,
      ["locks-out", "medium", "the helpdesk may miss what it lets people in by"],
    ],
  ),
  entries(
    "clients/*/roles/*",
    "client-role",
    "a role",
    [
      (_, subject) => say`role ${second(subject)} of ${client(subject)} is new`,
      ["opens", "low", "people can be given it"],
    ],
    [
      (_, subject) => say`role ${second(subject)} of ${client(subject)} goes`,
      ({ names: [, role], loginRole }) =>
        role === loginRole
          ? ["locks-out", "high", "without it the helpdesk lets nobody in; whoever had it has it no longer"]
          : ["locks-out", "medium", "whoever had it has it no longer, also if it comes back"],
    ],
  ),
  setting(
    "clients/*/roles/*/description",
    "client-role-description",
    (subject) => say`the description of role ${second(subject)} of ${client(subject)}`,
    LOOKS,
  ),
  entries(
    "clients/*/serviceAccountRoles/*",
    "client-service-account-role",
    (subject) => say`the roles of the service account of ${client(subject)}`,
    [
      (role, subject) =>
        say`the service account of ${client(subject)} gets ${show(role)} of ${second(subject)}`,
      ({ to }) => [
        "opens",
        POWERFUL.has(String(to)) ? "high" : "medium",
        "whoever has the client's secret has it too",
      ],
    ],
    [
      (role, subject) =>
        say`the service account of ${client(subject)} loses ${show(role)} of ${second(subject)}`,
      API,
    ],
  ),
  entries(
    "builtInClientRoles/*",
    "built-in-client-role",
    (subject) => say`the roles that ${quotes(subject.names)} has besides Keycloak's own`,
    [
      (role, subject) => say`Keycloak's ${quotes(subject.names)} gets the role ${show(role)}`,
      ["behaviour", "low", "a service account can be given it"],
    ],
    [(role, subject) => say`Keycloak's ${quotes(subject.names)} loses the role ${show(role)}`, API],
  ),
];

const clientId = (value: unknown): string =>
  String((value as { readonly clientId?: unknown } | null)?.clientId ?? "");
