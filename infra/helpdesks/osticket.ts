// osTicket with its plugin auth-oauth2: what the plugin's code reads and checks.
// Sources: the plugin's code (osTicket/osTicket-plugins, auth-oauth2); authentik's page on osTicket.

import { preset } from "../model/explained.ts";
import type { RealmKey, SingleModel } from "../model/types.ts";
import { realmKeysOf } from "../spec/layout.ts";
import type { Spec } from "../spec/schema.ts";
import { keycloakIssuer } from "./issuer.ts";
import { codeSpan } from "./markdown.ts";
import { osticketDirect } from "./osticket-direct.ts";
import { OSTICKET_SCOPES, osticketForm, osticketFormFile, osticketRedirectUri } from "./osticket-form.ts";
import { osticketNotices, osticketSteps } from "./osticket-steps.ts";
import { ONLY_ADMIN, PLAIN_PROFILE } from "./profile.ts";
import type { ProductClient, StandardProduct } from "./standard.ts";
import { expandStandard, interfacesOf, type Place } from "./standard.ts";
import type { Expansion, HelpdeskLogin, RenderFacts, Rendering } from "./types.ts";

export const expandOsticket = (spec: Spec): Expansion => expandStandard(OSTICKET, spec);

const OSTICKET: StandardProduct = {
  product: "osticket",
  client,
  profile: () => ({
    ...PLAIN_PROFILE,
    emailEdit: preset(
      ONLY_ADMIN,
      "deskrealm",
      "osTicket matches people by address: who could change it would be whom they like",
    ),
  }),
  login,
  accepted: [
    {
      rule: "pkce-not-demanded",
      at: "clients/app/pkce",
      reason: "the plugin sends no challenge: demanded, every login would fail",
    },
  ],
  people,
  render,
  direct: osticketDirect,
};

/** Columns of its exports of users and agents, and of the tables `user_email` and `staff`. */
function people() {
  return {
    columns: { address: "email", firstname: "firstName", lastname: "lastName" },
    otherColumns: [
      ...["Name", "Organization", "Status", "Permissions", "Primary Department", "Phone Number"],
      ...["Internal Notes", "staff_id", "user_id", "dept_id", "role_id", "passwd", "backend", "isadmin"],
      ...["isactive", "created", "updated", "lastlogin"],
    ],
    required: ["email"],
  };
}

function render(model: SingleModel, spec: Spec, facts: RenderFacts): Rendering {
  const realms = realmKeysOf(spec).flatMap((key: RealmKey) => {
    const realm = model.realms[key];
    return realm === undefined ? [] : [{ key, realm, interfaces: interfacesOf(key, spec) }];
  });
  return {
    files: realms.map(({ key, realm, interfaces }) =>
      osticketFormFile(
        key,
        `realm ${codeSpan(realm.realm)}`,
        osticketForm(keycloakIssuer(key, realm, facts, { scopes: OSTICKET_SCOPES }), model.url, interfaces),
      ),
    ),
    steps: osticketSteps(realms),
    notices: osticketNotices(model, realms),
  };
}

function client({ spec: { url } }: Place): ProductClient {
  return {
    standardFlow: preset(true, "vendor", "the plugin asks for a code"),
    pkce: preset(null, "vendor", "the plugin sends no challenge"),
    redirectUris: preset(
      [osticketRedirectUri(url)],
      "vendor",
      "the plugin's callback, below osTicket's own path",
    ),
    webOrigins: preset([], "deskrealm", "no page of osTicket calls Keycloak"),
    postLogoutRedirectUris: preset([], "deskrealm", "osTicket does not log out at Keycloak"),
    backchannelLogoutUrl: preset(null, "vendor", "the plugin has none"),
    idTokenAlgorithm: preset(null, "keycloak", "the plugin reads no ID token"),
    mappers: {},
  };
}

function login(_: HelpdeskLogin["interface"], { spec: { url } }: Place) {
  return {
    redirectUri: osticketRedirectUri(url),
    authentication: "client_secret_post",
    pkce: false,
    nonce: false,
    scopes: OSTICKET_SCOPES,
    reads: ["userinfo"],
    claims: { email: "email", given_name: "firstName", family_name: "lastName" },
    roles: null,
    gate: null,
    algorithms: null,
  } as const;
}
