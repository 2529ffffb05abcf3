// Realms broken in one point: for each check of `verify` a change at a real Keycloak that it alone sees.

import { OWNER_ATTRIBUTE } from "../../infra/model/mark.ts";
import type { CheckName } from "../../scripts/verify/check.ts";
import { attributeOf } from "./hand.ts";
import {
  browserFlow,
  type Change,
  clientWith,
  mapper,
  profileWith,
  realmWith,
  serviceAccount,
  withoutRole,
  withoutScope,
  withoutServiceAccount,
} from "./undoable.ts";

export interface BrokenRealm {
  readonly by: Change;
  /** The one check that fails. */
  readonly check: CheckName;
  readonly why: RegExp;
  readonly hint: RegExp;
  /** Of the realm with a frontend URL, whose client is confidential and must send a PKCE challenge. */
  readonly strict?: true;
}

const UP = /^bring the realm up to the spec with `up`, or look with `drift`/;
const API_UP = /^bring the service account up to the spec with `up`$/;
const MAPPER = /^take away the mapper that changes aud or azp, from otrs-app or one of its client scopes$/;
const ROLES_BEYOND = /^take away the service account's roles beyond manage-clients, manage-users, /;

/** By what is broken. */
export const BROKEN_REALMS: Readonly<Record<string, BrokenRealm>> = {
  "another stack's mark": {
    by: realmWith({}, { [OWNER_ATTRIBUTE]: "deskrealm/other" }),
    check: "owner",
    why: /^it belongs to deskrealm\/other$/,
    hint: /^say --probe to make a probe person there all the same$/,
  },
  "a realm that is switched off": {
    by: realmWith({ enabled: false }),
    check: "discovery",
    why: /^the realm is switched off$/,
    hint: /^switch it on with `up`$/,
  },
  "another frontend URL": {
    strict: true,
    by: realmWith({}, { frontendUrl: "http://localhost:1" }),
    check: "discovery",
    why: /^the issuer is http:\/\/localhost:1\/realms\/\S+, and not http:\/\/localhost:\d+\/realms\/\S+$/,
    hint: /^bring the realm's frontend URL up to the spec with `up`$/,
  },
  "a password policy that no password meets": {
    by: realmWith({ passwordPolicy: "length(64)" }),
    check: "probe",
    why: /: 400 \(Invalid password: minimum length 64\.\)\.$/,
    hint: /^look at the realm's password policy and user profile; the probe's password has 28 characters$/,
  },
  "a client that is switched off": {
    by: clientWith("otrs-app", { enabled: false }),
    check: "login",
    why: /^Keycloak stopped the login: Client disabled\.$/,
    hint: /^check the client id, whether the client is switched on, and the redirect URI$/,
  },
  "a redirect URI that is gone": {
    by: clientWith("otrs-app", { redirectUris: ["https://other.example/"] }),
    check: "login",
    why: /^Keycloak stopped the login: Invalid parameter: redirect_uri$/,
    hint: /^check the client id, whether the client is switched on, and the redirect URI$/,
  },
  "an ID token for another client": {
    by: mapper("otrs-app", "oidc-hardcoded-claim-mapper", {
      "claim.name": "aud",
      "claim.value": "otrs-api",
      "jsonType.label": "String",
      "access.token.claim": "false",
      "id.token.claim": "true",
    }),
    check: "login",
    why: /^The client refused the ID token: unexpected JWT "aud" \(audience\) claim value$/,
    hint: /^look at the mappers of the client and of its client scopes$/,
  },
  "a PKCE challenge that is demanded": {
    by: clientWith("otrs-app", {}, { "pkce.code.challenge.method": "S256" }),
    check: "challenge",
    why: /^Keycloak refused it: Missing parameter: code_challenge_method$/,
    hint: UP,
  },
  "a PKCE challenge that is not demanded": {
    strict: true,
    by: clientWith("otrs-app", {}, { "pkce.code.challenge.method": "" }),
    check: "challenge",
    why: /^Keycloak answered with the page "Sign in/,
    hint: UP,
  },
  "tokens that the helpdesk cannot check": {
    by: clientWith("otrs-app", {}, { "access.token.signed.response.alg": "HS256" }),
    check: "signature",
    why: /^the access token: Unsupported "alg" value/,
    hint: UP,
  },
  "an ID token for others, too": {
    by: mapper("otrs-app", "oidc-audience-mapper", {
      "included.client.audience": "otrs-api",
      "id.token.claim": "true",
      "access.token.claim": "false",
    }),
    check: "audience",
    why: /^aud of the ID token is (otrs-app, otrs-api|otrs-api, otrs-app)$/,
    hint: MAPPER,
  },
  "tokens issued to another client": {
    by: mapper("otrs-app", "oidc-hardcoded-claim-mapper", {
      "claim.name": "azp",
      "claim.value": "otrs-api",
      "jsonType.label": "String",
      // Keycloak copies it from the access token into the ID token.
      "access.token.claim": "true",
      "id.token.claim": "false",
    }),
    check: "audience",
    why: /^azp of the access token is otrs-api, azp of the ID token is otrs-api$/,
    hint: MAPPER,
  },
  "roles that are not in the token": {
    by: withoutScope("otrs-app", "roles"),
    check: "roles",
    why: /^resource_access\.otrs-app\.roles is empty$/,
    hint: UP,
  },
  "the gate's role deleted": {
    by: withoutRole("otrs-app", "Customer User"),
    check: "roles",
    why: /^resource_access\.otrs-app\.roles is empty$/,
    hint: UP,
  },
  "names that are not in the tokens": {
    by: withoutScope("otrs-app", "profile"),
    check: "claims",
    why: /^missing or wrong: given_name in the access token, family_name in the access token, given_name in the ID token/,
    hint: UP,
  },
  "people who may edit their customer id": {
    by: profileWith((config) => {
      attributeOf(config, "customerid").permissions.edit = ["admin", "user"];
    }),
    check: "attributes",
    why: /^a person changed their own customerid$/,
    hint: UP,
  },
  "no way back after a logout": {
    by: clientWith("otrs-app", {}, { "post.logout.redirect.uris": "https://other.example/" }),
    check: "logout",
    why: /^Keycloak did not lead back to http:\/\/127\.0\.0\.1:3001\/otrs\/$/,
    hint: UP,
  },
  "any redirect URI": {
    by: clientWith("otrs-app", { redirectUris: ["*"] }),
    check: "redirect",
    why: /^https:\/\/\w+\.invalid\/ was taken: Keycloak answered with the page "Sign in/,
    hint: UP,
  },
  "the implicit flow": {
    by: clientWith("otrs-app", { implicitFlowEnabled: true }),
    check: "implicit",
    why: /^otrs-app may use it: Keycloak answered with the page "Sign in/,
    hint: UP,
  },
  "direct grants": {
    by: clientWith("otrs-app", { directAccessGrantsEnabled: true }),
    check: "direct-grant",
    why: /^otrs-app may log people in with a password$/,
    hint: UP,
  },
  "direct grants of the helpdesk's own account": {
    by: clientWith("otrs-api", { directAccessGrantsEnabled: true }),
    check: "direct-grant",
    why: /^otrs-api may log people in with a password$/,
    hint: UP,
  },
  "no service account": {
    by: withoutServiceAccount("otrs-api"),
    check: "api-token",
    why: /: the login was refused with 401 \(Client not enabled to retrieve service account\)\.$/,
    hint: API_UP,
  },
  "a service account that sees no users": {
    by: serviceAccount("otrs-api", { takes: ["view-users", "manage-users", "query-users"] }),
    check: "api-users",
    why: /^GET \S+\/users\?\S+: 403 /,
    hint: API_UP,
  },
  "a service account that changes no users": {
    by: serviceAccount("otrs-api", { takes: ["manage-users"] }),
    check: "api-manage",
    why: /^PUT \S+\/users\/\S+: 403 /,
    hint: API_UP,
  },
  "a service account that sees no clients": {
    by: serviceAccount("otrs-api", { takes: ["view-clients", "manage-clients"] }),
    check: "api-clients",
    why: /^GET \S+\/clients\?\S+: 403 /,
    hint: API_UP,
  },
  // Not to be seen on Keycloak 26.2, which shows its version to accounts without that role, too.
  "a service account that sees no version": {
    by: serviceAccount("otrs-api", { takes: ["view-system"] }),
    check: "api-version",
    why: /^systemInfo is empty: view-system is missing$/,
    hint: API_UP,
  },
  "a service account that may do everything": {
    by: serviceAccount("otrs-api", { gives: ["realm-admin"] }),
    check: "api-limits",
    why: /^it may change the realm's settings and change identity providers and log in as other people$/,
    hint: ROLES_BEYOND,
  },
  "a service account that may change the realm": {
    by: serviceAccount("otrs-api", { gives: ["manage-realm"] }),
    check: "api-limits",
    why: /^it may change the realm's settings$/,
    hint: ROLES_BEYOND,
  },
  "a service account that may change identity providers": {
    by: serviceAccount("otrs-api", { gives: ["manage-identity-providers"] }),
    check: "api-limits",
    why: /^it may change identity providers$/,
    hint: ROLES_BEYOND,
  },
  "a service account that may log in as anybody": {
    by: serviceAccount("otrs-api", { gives: ["impersonation"] }),
    check: "api-limits",
    why: /^it may log in as other people$/,
    hint: ROLES_BEYOND,
  },
  "a login that asks for no password": {
    by: browserFlow("auth-username-form"),
    check: "password",
    why: /^Keycloak let the person in with a wrong password$/,
    hint: /^bind a browser flow that asks for the password to the realm, and no other one to otrs-app$/,
  },
};
