// osTicket with its plugin auth-oauth2: what the plugin's code reads and checks.
// Sources: the plugin's code; authentik's page on osTicket for the names of the form's fields.

import { preset } from "../model/explained.ts";
import type { Spec } from "../spec/schema.ts";
import type { ProductClient, StandardProduct } from "./standard.ts";
import { expandStandard, type Place } from "./standard.ts";
import type { Expansion, HelpdeskLogin } from "./types.ts";

const CALLBACK = "/api/auth/oauth2";

export const expandOsticket = (spec: Spec): Expansion => expandStandard(OSTICKET, spec);

const OSTICKET: StandardProduct = {
  product: "osticket",
  client,
  login,
  accepted: [
    {
      rule: "pkce-not-demanded",
      at: "clients/app/pkce",
      reason: "the plugin sends no challenge: demanded, every login would fail",
    },
  ],
  people: () => ({ columns: {}, otherColumns: [], required: ["email"] }),
  render: () => ({ files: [], steps: [], notices: [] }),
};

function client({ spec: { url } }: Place): ProductClient {
  return {
    standardFlow: preset(true, "vendor", "the plugin asks for a code"),
    pkce: preset(null, "vendor", "the plugin sends no challenge"),
    redirectUris: preset([`${url}${CALLBACK}`], "vendor", "the plugin's callback, below osTicket's own path"),
    webOrigins: preset([], "deskrealm", "no page of osTicket calls Keycloak"),
    postLogoutRedirectUris: preset([], "deskrealm", "osTicket does not log out at Keycloak"),
    backchannelLogoutUrl: preset(null, "vendor", "the plugin has none"),
    idTokenAlgorithm: preset(null, "keycloak", "the plugin reads no ID token"),
    mappers: {},
  };
}

function login(_: HelpdeskLogin["interface"], { spec: { url } }: Place) {
  return {
    redirectUri: `${url}${CALLBACK}`,
    authentication: "client_secret_post",
    pkce: false,
    nonce: false,
    scopes: ["email", "profile"],
    reads: ["userinfo"],
    claims: { email: "email", given_name: "firstName", family_name: "lastName" },
    roles: null,
    gate: null,
    algorithms: null,
  } as const;
}
