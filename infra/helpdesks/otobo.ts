// OTOBO 11: agents at index.pl, customers at customer.pl, people's data from the ID token alone.
// Sources: OTOBO's code (Kernel/System/OpenIDConnect.pm and the two modules that use it); the article
// 'Integrating OpenID Connect in OTOBO' for the configuration's names.

import { preset } from "../model/explained.ts";
import type { Spec } from "../spec/schema.ts";
import { renderOtobo } from "./otobo-config.ts";
import { otoboDirect } from "./otobo-direct.ts";
import { otoboPeople } from "./otobo-people.ts";
import { OTOBO_ROLES, otoboRedirectUri, otoboUid } from "./otobo-settings.ts";
import { ONLY_ADMIN, PLAIN_PROFILE } from "./profile.ts";
import {
  expandStandard,
  type Place,
  type ProductClient,
  rolesClaim,
  type StandardProduct,
} from "./standard.ts";
import type { Expansion, HelpdeskLogin, PersonField } from "./types.ts";

const UIDS: Readonly<Record<ReturnType<typeof otoboUid>, PersonField>> = {
  email: "email",
  preferred_username: "username",
  sub: "id",
};

export const expandOtobo = (spec: Spec): Expansion => expandStandard(OTOBO, spec);

const OTOBO: StandardProduct = {
  product: "otobo",
  client,
  profile: () => ({
    ...PLAIN_PROFILE,
    emailEdit: preset(
      ONLY_ADMIN,
      "deskrealm",
      "OTOBO knows people by their address: who changed it could become another one",
    ),
  }),
  login,
  accepted: [
    {
      rule: "pkce-not-demanded",
      at: "clients/app/pkce",
      reason: "OTOBO sends no challenge: demanded, every login would fail",
    },
  ],
  people: otoboPeople,
  render: renderOtobo,
  direct: otoboDirect,
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
    postLogoutRedirectUris: preset(
      [url],
      "deskrealm",
      "for links of your own: OTOBO names no address itself",
    ),
    backchannelLogoutUrl: preset(null, "vendor", "OTOBO has none"),
    idTokenAlgorithm: preset(
      "RS256",
      "vendor",
      "OTOBO dies of PS256, and of keys that it has not seen, as ES256 brings",
    ),
    mappers: hasRoles
      ? { "otobo-roles": rolesClaim(OTOBO_ROLES, clientId, "RoleMap reads roles from the ID token") }
      : {},
  };
}

function login(at: HelpdeskLogin["interface"], { spec, key }: Place) {
  const hasRoles = at === "agents" && (spec[key]?.roles ?? []).length > 0;
  const uid = otoboUid(spec);
  return {
    redirectUri: otoboRedirectUri(spec.url, at),
    authentication: "client_secret_basic",
    pkce: false,
    nonce: true,
    scopes: ["profile", "email"],
    reads: ["ID token"],
    claims: { [uid]: UIDS[uid], email: "email", given_name: "firstName", family_name: "lastName" },
    roles: hasRoles ? [OTOBO_ROLES] : null,
    gate: null,
    algorithms: ["RS256"],
  } as const;
}
