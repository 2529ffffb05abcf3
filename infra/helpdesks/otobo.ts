// OTOBO 11: agents at index.pl, customers at customer.pl, people's data from the ID token alone.
// Sources: OTOBO's code; the article 'Integrating OpenID Connect in OTOBO' for the configuration's names.

import { preset } from "../model/explained.ts";
import type { Spec } from "../spec/schema.ts";
import {
  expandStandard,
  type Place,
  type ProductClient,
  rolesClaim,
  type StandardProduct,
} from "./standard.ts";
import type { Expansion, HelpdeskLogin } from "./types.ts";

const PAGES = { agents: "index.pl", customers: "customer.pl" } as const;

/** Claim of the ID token that holds an agent's roles. */
export const OTOBO_ROLES = "roles";

export const expandOtobo = (spec: Spec): Expansion => expandStandard(OTOBO, spec);

/** Where Keycloak sends people back to; the query is part of it. */
export const otoboRedirectUri = (url: string, at: HelpdeskLogin["interface"]): string =>
  `${url}/${PAGES[at]}?Action=Login`;

const OTOBO: StandardProduct = {
  product: "otobo",
  client,
  login,
  accepted: [
    {
      rule: "pkce-not-demanded",
      at: "clients/app/pkce",
      reason: "OTOBO sends no challenge: demanded, every login would fail",
    },
  ],
  people: () => ({ columns: {}, otherColumns: [], required: ["email"] }),
  render: () => ({ files: [], steps: [], notices: [] }),
};

function client({ spec: { url, ...spec }, key, interfaces, clientId }: Place): ProductClient {
  const hasRoles = (spec[key]?.roles ?? []).length > 0;
  return {
    standardFlow: preset(true, "vendor", "ResponseType is code"),
    pkce: preset(null, "vendor", "OTOBO sends no challenge"),
    redirectUris: preset(
      interfaces.map((at) => otoboRedirectUri(url, at)).sort(),
      "vendor",
      "RedirectURI of the interface, with its query",
    ),
    webOrigins: preset([], "deskrealm", "no page of OTOBO calls Keycloak"),
    postLogoutRedirectUris: preset([url], "deskrealm", "the helpdesk's URL"),
    backchannelLogoutUrl: preset(null, "vendor", "OTOBO has none"),
    idTokenAlgorithm: preset("RS256", "vendor", "OTOBO dies of keys of elliptic curves and of PS256"),
    mappers: hasRoles
      ? { "otobo-roles": rolesClaim(OTOBO_ROLES, clientId, "RoleMap reads roles from the ID token") }
      : {},
  };
}

function login(at: HelpdeskLogin["interface"], { spec, key }: Place) {
  const hasRoles = at === "agents" && (spec[key]?.roles ?? []).length > 0;
  return {
    redirectUri: otoboRedirectUri(spec.url, at),
    authentication: "client_secret_basic",
    pkce: false,
    nonce: true,
    scopes: ["profile", "email"],
    reads: ["ID token"],
    claims: { email: "email", given_name: "firstName", family_name: "lastName" },
    roles: hasRoles ? [OTOBO_ROLES] : null,
    gate: null,
    algorithms: ["RS256"],
  } as const;
}
