// EspoCRM from 7.3 on: its users, with teams by a group claim; it has no portal's login.
// Sources: the vendor's page 'OpenID Connect (OIDC) Authentication'; EspoCRM's code.

import { preset } from "../model/explained.ts";
import type { Spec } from "../spec/schema.ts";
import { PLAIN_PROFILE } from "./profile.ts";
import {
  expandStandard,
  type Place,
  type ProductClient,
  rolesClaim,
  type StandardProduct,
} from "./standard.ts";
import type { Expansion, PersonField } from "./types.ts";

/** Claim that holds the names of teams; EspoCRM looks for it at the top only. */
export const ESPOCRM_GROUPS = "groups";

const USER_NAME: Readonly<Record<string, PersonField>> = {
  sub: "id",
  preferred_username: "username",
  email: "email",
};

export const expandEspocrm = (spec: Spec): Expansion => expandStandard(ESPOCRM, spec);

export const usernameClaimOf = ({ config }: Spec) => config?.usernameClaim ?? "sub";
const sendsChallenge = ({ config }: Spec) => config?.version === "10";

const ESPOCRM: StandardProduct = {
  product: "espocrm",
  client,
  profile: ({ spec }) => ({
    ...PLAIN_PROFILE,
    longestUserName:
      usernameClaimOf(spec) === "preferred_username"
        ? preset(
            String(spec.config?.usernameLength ?? 50),
            "vendor",
            "EspoCRM's field userName holds no more",
          )
        : null,
  }),
  login,
  accepted: [
    {
      rule: "pkce-not-demanded",
      at: "clients/app/pkce",
      reason: "EspoCRM sends a challenge from version 10 on; config.version says which one it is",
    },
  ],
  people: () => ({ columns: {}, otherColumns: [], required: ["email"] }),
  render: () => ({ files: [], steps: [], notices: [] }),
};

function client({ spec, key, clientId }: Place): ProductClient {
  const { url } = spec;
  const hasTeams = (spec[key]?.roles ?? []).length > 0;
  return {
    standardFlow: preset(true, "vendor", "EspoCRM asks for a code"),
    pkce: sendsChallenge(spec)
      ? preset("S256", "vendor", "EspoCRM sends a challenge from version 10 on")
      : preset(null, "vendor", "EspoCRM before version 10 sends no challenge"),
    redirectUris: preset([`${url}/oauth-callback.php`], "vendor", "EspoCRM's Authorization Redirect URI"),
    webOrigins: preset([], "deskrealm", "no page of EspoCRM calls Keycloak"),
    postLogoutRedirectUris: preset([url], "vendor", "the address that EspoCRM names in its logout URL"),
    backchannelLogoutUrl:
      usernameClaimOf(spec) === "sub"
        ? preset(
            `${url}/api/v1/Oidc/backchannelLogout`,
            "vendor",
            "as in EspoCRM's code; its page says another",
          )
        : preset(null, "vendor", "EspoCRM finds the user by sub, and with another claim by nothing"),
    idTokenAlgorithm: preset("RS256", "vendor", "one of those that EspoCRM verifies with Keycloak's keys"),
    mappers: hasTeams
      ? {
          "espocrm-teams": rolesClaim(
            ESPOCRM_GROUPS,
            clientId,
            "EspoCRM maps a claim at the top to its teams",
          ),
        }
      : {},
  };
}

function login(_: unknown, { spec, key }: Place) {
  return {
    redirectUri: `${spec.url}/oauth-callback.php`,
    authentication: "client_secret_post",
    pkce: sendsChallenge(spec),
    nonce: true,
    scopes: ["profile", "email", "phone"],
    reads: ["ID token"],
    claims: {
      [usernameClaimOf(spec)]: USER_NAME[usernameClaimOf(spec)] ?? "id",
      email: "email",
      given_name: "firstName",
      family_name: "lastName",
    },
    roles: (spec[key]?.roles ?? []).length > 0 ? [ESPOCRM_GROUPS] : null,
    gate: null,
    algorithms: ["RS256", "RS384", "RS512"],
  } as const;
}
