// Deskpro: agents and users each by an app of their own, whose APP_ID is known once it is installed.
// Sources: the vendor's articles 'OpenID Connect setup' (admin guide, and the older one), 'Azure AD Open ID Connect'
// and 'User Auth & SSO options'. None of them names claims, scopes or algorithms: those here are inferred.

import { given, preset } from "../model/explained.ts";
import type { Spec } from "../spec/schema.ts";
import { appIdOf, callbacksOf } from "./deskpro-callbacks.ts";
import { deskproDirect } from "./deskpro-direct.ts";
import { renderDeskpro } from "./deskpro-form.ts";
import { ONLY_ADMIN, PLAIN_PROFILE } from "./profile.ts";
import { expandStandard, type Place, type ProductClient, type StandardProduct } from "./standard.ts";
import type { Expansion, HelpdeskLogin } from "./types.ts";

export const expandDeskpro = (spec: Spec): Expansion => expandStandard(DESKPRO, spec);

const DESKPRO: StandardProduct = {
  product: "deskpro",
  client,
  profile: () => ({
    ...PLAIN_PROFILE,
    emailEdit: preset(
      ONLY_ADMIN,
      "inferred",
      "Deskpro knows people by their address: who changed it could become another one",
    ),
  }),
  login,
  accepted: [
    {
      rule: "pkce-not-demanded",
      at: "clients/app/pkce",
      reason: "the vendor does not say that Deskpro sends a challenge",
    },
  ],
  // The vendor names no columns of an export: these are the labels of a person's page (inferred).
  people: () => ({
    columns: { "First Name": "firstName", "Last Name": "lastName", "Email Address": "email" },
    otherColumns: ["id", "name", "organization", "phone", "usergroups", "labels", "date_created"],
    required: ["email"],
  }),
  render: renderDeskpro,
  direct: deskproDirect,
};

function client({ key, spec, interfaces }: Place): ProductClient {
  const { url } = spec;
  const known = interfaces.flatMap((at) => {
    const id = appIdOf(spec, at);
    return id === undefined ? [] : callbacksOf(url, at, id);
  });
  const standardFlow = flow(known, spec, key);
  return {
    standardFlow,
    pkce: preset(null, "inferred", "the vendor does not say that Deskpro sends a challenge"),
    redirectUris: preset(
      known.sort(),
      "vendor",
      "the callbacks of each app, with its APP_ID; the vendor's guides name two for agents",
    ),
    webOrigins: standardFlow.value
      ? preset([new URL(url).origin], "vendor", "the helpdesk's own domain")
      : preset([], "deskrealm", "Keycloak's plugin refuses them where nobody can log in yet"),
    postLogoutRedirectUris: preset([url], "vendor", "the helpdesk's own domain"),
    backchannelLogoutUrl: preset(null, "inferred", "the vendor names none"),
    idTokenAlgorithm: preset("RS256", "inferred", "what every client of OpenID Connect has to take"),
    mappers: {},
  };
}

function flow(known: readonly string[], spec: Spec, key: Place["key"]) {
  const own = spec[key]?.clients?.app?.redirectUris;
  if (known.length > 0) return preset(true, "inferred", "OpenID Connect with a client secret");
  return (
    given(own === undefined ? undefined : true, key, "clients", "app", "redirectUris") ??
    preset(false, "deskrealm", "nobody can log in before the app's APP_ID is known")
  );
}

/** No address: the app has no APP_ID yet. */
function login(at: HelpdeskLogin["interface"], { spec }: Place) {
  const id = appIdOf(spec, at);
  return {
    redirectUri: id === undefined ? null : (callbacksOf(spec.url, at, id)[0] ?? null),
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
