// Where the text on OTOBO is wrong or silent, and what was chosen. Sources: the article 'Integrating OpenID
// Connect in OTOBO', and OTOBO's code, Kernel/System/OpenIDConnect.pm, …/Auth/OpenIDConnect.pm and
// …/CustomerAuth/OpenIDConnect.pm.

import type { SingleModel } from "../model/types.ts";
import type { Spec } from "../spec/schema.ts";
import { codeList, codeSpan } from "./markdown.ts";
import { agentRoles, type Entrance, otoboRedirectUri, otoboTtl, otoboUid } from "./otobo-settings.ts";

/** One sentence each; they hold no secret. */
export function otoboNotices(entrances: readonly Entrance[], model: SingleModel, spec: Spec): string[] {
  const agents = entrances.find(({ at }) => at === "agents");
  return [
    ...(entrances.some(({ at }) => at === "customers")
      ? [
          "`AutoCreateUser` and `UserMap` of the customers are left out: the article has them, and OTOBO 11.0 " +
            "reads neither.",
        ]
      : []),
    ...(agents === undefined ? [] : roleNotices(agents)),
    uidNotice(spec),
    "`Name` is set for each realm, which the article leaves out: OTOBO keeps what it has read of Keycloak under " +
      "it, so that two realms without one would get each other's addresses and keys.",
    "`UseNonce` is set, which the article leaves out: a stolen code is of no use then.",
    `OTOBO reads Keycloak's keys again only after ${otoboTtl(spec)} seconds (\`config.discoveryTtl\`), and ends each ` +
      "login before that with an error once the realm signs with a new key: after a change of keys, delete its cache.",
    "Logging out leads to Keycloak's bare page for it, as OTOBO says neither who it was nor where to go on: " +
      "Keycloak asks whether to log out, and after it there is no way back to OTOBO; whoever closes that page " +
      "stays logged in at Keycloak, and is let in again without a password.",
    ...logNotice(spec),
    ...addressNotices(entrances, model),
  ];
}

function roleNotices({ key, realm }: Entrance): string[] {
  const roles = agentRoles(realm);
  if (roles.length > 0)
    return [
      "`RoleMap` reads the claim `roles`, and not `groups` as in the article, which Keycloak does not bring. At " +
        "each login OTOBO takes away all roles that the token does not name: give agents their roles in Keycloak.",
    ];
  return [
    key === "people"
      ? `Realm ${codeSpan(realm.realm)} has no roles, and customers in it: \`UserMap\` is left out, or each of them ` +
        "would become an agent at `index.pl`; name roles in the spec (`people.roles`) to let OTOBO make agents."
      : `Realm ${codeSpan(realm.realm)} has no roles, so OTOBO makes an agent of everybody in it; name roles in ` +
        "the spec (`agents.roles`) to let only some in.",
  ];
}

function uidNotice(spec: Spec): string {
  const uid = otoboUid(spec);
  const other = "`config.usernameClaim` takes another";
  if (uid === "email")
    return (
      "`UID` is `email`, as in the article: it is how OTOBO's customer users are called by default, and what OTOBO's " +
      "own sample has, `sub`, is an id that nobody in OTOBO has as login. So only administrators may change " +
      `addresses in Keycloak; ${other}.`
    );
  return uid === "sub"
    ? `\`UID\` is \`sub\`, as in OTOBO's own sample: logins in OTOBO are then ids such as \`9dd07755-941e-…\`; ${other}.`
    : `\`UID\` is ${codeSpan(uid)}: logins in OTOBO are Keycloak's user names, which are in lower case; ${other}.`;
}

function logNotice(spec: Spec): string[] {
  if (spec.config?.logIdToken !== true) return [];
  return [
    "`LogIDToken` writes what people's tokens hold into OTOBO's log, where its `MinimumLogLevel` is `debug`: take it " +
      "out again after the search for an error.",
  ];
}

function addressNotices(entrances: readonly Entrance[], { url }: SingleModel): string[] {
  const realms = [...new Set(entrances.map(({ realm }) => realm))];
  const clients = realms.map(({ clients }) => clients["app"]?.clientId ?? "");
  const odd = clients.filter((id) => !/^[\w.~-]+$/.test(id));
  const missing = entrances
    .filter(
      ({ at, realm }) => realm.clients["app"]?.redirectUris.includes(otoboRedirectUri(url, at)) === false,
    )
    .map(({ at }) => otoboRedirectUri(url, at));
  return [
    ...(new URL(url).pathname === "/"
      ? [
          "The helpdesk's URL has no path, and OTOBO lives below `/otobo` unless its `ScriptAlias` says otherwise: " +
            "see that the spec's `url` is what people open.",
        ]
      : []),
    ...(odd.length === 0
      ? []
      : [
          `${codeList(odd)}: OTOBO puts the client's id into addresses as it is, so one of other characters than ` +
            "letters, digits, `.`, `_`, `~` and `-` may not arrive.",
        ]),
    ...missing.map((uri) => `The client does not let ${codeSpan(uri)} through, to which OTOBO leads back.`),
  ];
}
