// Deskpro: agents and users each by a connector of their own, whose APP_ID is known once it is installed.
// Source: the vendor's article 'OpenID Connect setup'. It names no claims: those here are inferred.

import { preset } from "../model/explained.ts";
import type { Spec } from "../spec/schema.ts";
import { expandStandard, type Place, type ProductClient, type StandardProduct } from "./standard.ts";
import type { Expansion, HelpdeskLogin } from "./types.ts";

export const expandDeskpro = (spec: Spec): Expansion => expandStandard(DESKPRO, spec);

/** Where Keycloak sends people back to; `null`: the connector has no APP_ID yet. */
export function deskproRedirectUri({ url, config }: Spec, at: HelpdeskLogin["interface"]): string | null {
  const id = at === "agents" ? config?.agentsAppId : config?.usersAppId;
  if (id === undefined) return null;
  return `${url}${at === "agents" ? "/agent" : ""}/login/authenticate-callback/${id}`;
}

const DESKPRO: StandardProduct = {
  product: "deskpro",
  client,
  login,
  accepted: [
    {
      rule: "pkce-not-demanded",
      at: "clients/app/pkce",
      reason: "the vendor does not say that Deskpro sends a challenge",
    },
  ],
  people: () => ({ columns: {}, otherColumns: [], required: ["email"] }),
  render: () => ({ files: [], steps: [], notices: [] }),
};

function client({ spec, interfaces }: Place): ProductClient {
  const { url } = spec;
  const known = interfaces.flatMap((at) => deskproRedirectUri(spec, at) ?? []).sort();
  return {
    standardFlow:
      known.length > 0
        ? preset(true, "inferred", "OpenID Connect with a client secret")
        : preset(false, "deskrealm", "nobody can log in before the connector's APP_ID is known"),
    pkce: preset(null, "inferred", "the vendor does not say that Deskpro sends a challenge"),
    redirectUris: preset(known, "vendor", "the callback of each connector, with its APP_ID"),
    webOrigins: preset([new URL(url).origin], "vendor", "the helpdesk's own domain"),
    postLogoutRedirectUris: preset([url], "vendor", "the helpdesk's own domain"),
    backchannelLogoutUrl: preset(null, "inferred", "the vendor names none"),
    idTokenAlgorithm: preset("RS256", "inferred", "what every client of OpenID Connect has to take"),
    mappers: {},
  };
}

function login(at: HelpdeskLogin["interface"], { spec }: Place) {
  return {
    redirectUri: deskproRedirectUri(spec, at),
    authentication: "client_secret_post",
    pkce: false,
    nonce: false,
    scopes: ["profile", "email"],
    reads: ["ID token", "userinfo"],
    claims: { email: "email", given_name: "firstName", family_name: "lastName" },
    roles: null,
    gate: null,
    algorithms: ["RS256"],
  } as const;
}
