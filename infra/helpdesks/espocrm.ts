// EspoCRM from 7.3 on: its users, with teams by a group claim; it has no portal's login.
// Sources: the vendor's page 'OpenID Connect (OIDC) Authentication'; EspoCRM's code.

import { preset } from "../model/explained.ts";
import type { SingleModel } from "../model/types.ts";
import { realmLayout } from "../spec/layout.ts";
import type { Spec } from "../spec/schema.ts";
import { espocrmDirect } from "./espocrm-direct.ts";
import { espocrmFiles } from "./espocrm-files.ts";
import {
  ESPOCRM_GROUPS,
  ESPOCRM_SCOPES,
  espocrmRedirectUri,
  espocrmSettings,
  sendsChallenge,
  teamsOf,
  usernameClaimOf,
  usernameLengthOf,
} from "./espocrm-settings.ts";
import { espocrmNotices, espocrmSteps } from "./espocrm-steps.ts";
import { keycloakIssuer } from "./issuer.ts";
import { codeSpan } from "./markdown.ts";
import { ONLY_ADMIN, PLAIN_PROFILE, type ProfilePreset } from "./profile.ts";
import {
  expandStandard,
  type Place,
  type ProductClient,
  rolesClaim,
  type StandardProduct,
} from "./standard.ts";
import type { Expansion, PersonField, RenderFacts, Rendering } from "./types.ts";

const USER_NAME: Readonly<Record<string, PersonField>> = {
  sub: "id",
  preferred_username: "username",
  email: "email",
};

export const expandEspocrm = (spec: Spec): Expansion => expandStandard(ESPOCRM, spec);

const ESPOCRM: StandardProduct = {
  product: "espocrm",
  client,
  profile,
  login,
  accepted: [
    {
      rule: "pkce-not-demanded",
      at: "clients/app/pkce",
      reason: "EspoCRM sends a challenge from version 10 on; config.version says which one it is",
    },
  ],
  people,
  render,
  direct: espocrmDirect,
};

/** Limits on what becomes EspoCRM's user name. */
function profile({ spec }: Place): ProfilePreset {
  const longest = preset(String(usernameLengthOf(spec)), "vendor", "EspoCRM's field userName holds no more");
  const claim = usernameClaimOf(spec);
  if (claim === "preferred_username") return { ...PLAIN_PROFILE, longestUserName: longest };
  if (claim === "sub") return PLAIN_PROFILE;
  const reason = "EspoCRM takes the address for the user name: who could change it would be whom they like";
  return { ...PLAIN_PROFILE, longestEmail: longest, emailEdit: preset(ONLY_ADMIN, "deskrealm", reason) };
}

/** Columns of EspoCRM's export of users, by their names and by their labels. */
function people() {
  return {
    columns: { userName: "username", emailAddress: "email", firstName: "firstName", lastName: "lastName" },
    otherColumns: [
      ...["id", "name", "type", "title", "isActive", "deleted", "salutationName", "middleName", "gender"],
      ...["phoneNumber", "phone", "defaultTeamName", "defaultTeamId", "teamsIds", "teamsNames", "rolesIds"],
      ...["rolesNames", "createdAt", "modifiedAt", "createdById", "createdByName", "lastAccess"],
    ],
    required: ["email"],
  };
}

function render({ realms }: SingleModel, spec: Spec, facts: RenderFacts): Rendering {
  const { agents } = realms;
  if (agents === undefined)
    throw new TypeError(`The model has no realm ${realmLayout("espocrm", "agents").realm}.`);
  const issuer = keycloakIssuer("agents", agents, facts, {
    scopes: ESPOCRM_SCOPES,
    rolesClaim: ESPOCRM_GROUPS,
  });
  const settings = espocrmSettings(issuer, spec, agents.clients["app"]?.idTokenAlgorithm ?? undefined);
  return {
    files: espocrmFiles(issuer, spec, settings, `realm ${codeSpan(agents.realm)}`),
    steps: espocrmSteps(spec),
    notices: espocrmNotices(agents, spec),
  };
}

function client({ spec, clientId }: Place): ProductClient {
  const { url } = spec;
  return {
    standardFlow: preset(true, "vendor", "EspoCRM asks for a code"),
    pkce: sendsChallenge(spec)
      ? preset(
          "S256",
          "vendor",
          "from version 10 on EspoCRM sends a challenge, which the rendered settings turn on",
        )
      : preset(null, "vendor", "EspoCRM before version 10 sends no challenge"),
    redirectUris: preset([espocrmRedirectUri(spec)], "vendor", "EspoCRM's Authorization Redirect URI"),
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
    mappers:
      teamsOf(spec).length > 0
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

function login(_: unknown, { spec }: Place) {
  return {
    redirectUri: espocrmRedirectUri(spec),
    authentication: "client_secret_post",
    pkce: sendsChallenge(spec),
    nonce: true,
    scopes: ESPOCRM_SCOPES,
    reads: ["ID token"],
    claims: {
      [usernameClaimOf(spec)]: USER_NAME[usernameClaimOf(spec)] ?? "id",
      email: "email",
      given_name: "firstName",
      family_name: "lastName",
    },
    roles: teamsOf(spec).length > 0 ? [ESPOCRM_GROUPS] : null,
    gate: null,
    algorithms: ["RS256", "RS384", "RS512"],
  } as const;
}
