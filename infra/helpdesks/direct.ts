// A helpdesk that talks to a provider of the spec by itself, without Keycloak: both sides' settings.

import { Failure } from "../diagnostics/failure.ts";
import type { IdentityProviderModel } from "../model/identity-provider.ts";
import type { RealmModel, SecretReference } from "../model/types.ts";
import { chooseProvider } from "../providers/choose.ts";
import { topClaim } from "../providers/claims.ts";
import { type DirectClient, directSteps } from "../providers/direct.ts";
import { providerKind } from "../providers/kinds.ts";
import type { Given, ProviderKind } from "../providers/types.ts";
import { LAYOUTS, realmKeysOf } from "../spec/layout.ts";
import type { Spec } from "../spec/schema.ts";
import { directNotices } from "./direct-notices.ts";
import type { Issuer, IssuerClaims } from "./issuer.ts";
import { codeSpan } from "./markdown.ts";
import type { DirectRenderer, Expansion, HelpdeskLogin, Rendering } from "./types.ts";

export interface DirectLogin {
  /** The provider's name in the spec, with the realm's key. */
  readonly provider: string;
  /** What people call the provider's kind. */
  readonly title: string;
  /** Of the client over there. */
  readonly secret: SecretReference;
  /** What has to be set at the provider, in order, as Markdown paragraphs without secrets. */
  readonly providerSteps: readonly string[];
  /** @param clientSecret - `null`: nobody can read it here, and a place is left for it */
  readonly render: (clientSecret: string | null) => Rendering;
}

/** What stands in a file for a secret that is entered by hand. */
export const SECRET_TO_ENTER = "ENTER-THE-CLIENT-SECRET-HERE";

/**
 * What one helpdesk needs.
 *
 * @param word - the provider's alias, with the realm's key before it where several realms have it
 * @throws Failure `provider-unknown`, `provider-ambiguous`, or `direct-impossible` where the helpdesk needs Keycloak
 */
export function directLogin(
  spec: Spec,
  { model, logins, direct }: Pick<Expansion, "model" | "logins" | "direct">,
  word: string,
): DirectLogin {
  if ("helpdesks" in model) throw new TypeError("The model is that of several helpdesks.");
  const { name } = LAYOUTS[spec.helpdesk];
  if (direct === null) {
    throw new Failure(
      "direct-impossible",
      `${name} cannot do without Keycloak: it manages its people there.`,
      {
        hint: "leave out --direct; the provider lets people in through Keycloak",
      },
    );
  }
  const chosen = chooseProvider(spec, realmKeysOf(spec), word);
  const { key, alias } = chosen;
  const realm = model.realms[key];
  const provider = realm?.identityProviders[alias];
  if (realm === undefined || provider === undefined)
    throw new TypeError(`The model has no provider ${word}.`);
  const given = { spec: chosen.spec, alias, at: [key, "identityProviders", alias], helpdeskUrl: spec.url };
  const kind = providerKind(alias, chosen.spec.provider);
  const own = logins.filter((login) => login.realm === key);
  const issuer = issuerOf(given, kind, provider, direct);
  const client = clientOf(spec, realm, own, provider, issuer, direct);
  return {
    provider: `${key}.${alias}`,
    title: kind.title,
    secret: provider.clientSecret,
    providerSteps: directSteps(given, kind.name, client),
    render: (clientSecret) => {
      const facts = { key, realm, issuer: { ...issuer, clientSecret: clientSecret ?? SECRET_TO_ENTER } };
      const { files, steps, notices } = direct.render(model, facts);
      const enter = files.filter(({ secret }) => secret).map(({ name: file }) => codeSpan(file));
      return {
        files,
        steps: [...(clientSecret === null ? [secretStep(provider.clientSecret, enter)] : []), ...steps],
        notices: [...directNotices(name, chosen, issuer, direct, provider), ...notices],
      };
    },
  };
}

function secretStep(reference: SecretReference, files: readonly string[]): string {
  const where = reference.kind === "vault" ? `, as ${codeSpan(reference.name)},` : "";
  return (
    `In ${files.join(" and ")}, write the client's secret in the place of ${codeSpan(SECRET_TO_ENTER)}: Keycloak's vault has ` +
    `it${where} and hands it to nobody, so take it from the provider, or make a new one there.`
  );
}

/** The provider as the helpdesk has it entered, its secret left out. */
function issuerOf(
  given: Given,
  kind: ProviderKind,
  provider: IdentityProviderModel,
  direct: DirectRenderer,
): Issuer {
  const { spec, alias, at } = given;
  const endpoints = kind.direct(given);
  return {
    title: kind.title,
    button: provider.displayName ?? kind.title,
    slug: alias,
    place: `${at[0]}.${alias}`,
    issuer: provider.issuer ?? "",
    authorizationUrl: provider.authorizationUrl,
    tokenUrl: provider.tokenUrl,
    userInfoUrl: provider.userInfoUrl ?? endpoints.userInfoUrl,
    jwksUrl: provider.jwksUrl,
    logoutUrl: provider.logoutUrl,
    clientId: provider.clientId,
    clientSecret: "",
    scopes: provider.scopes.filter((scope) => scope !== "openid"),
    claims: claimsOf(given, kind, direct),
    roles: {
      claim: topClaim(spec.rolesClaim ?? kind.rolesClaim(given).claim),
      entries: Object.entries(spec.roles ?? {}).flatMap(([role, values]) =>
        [...new Set([values].flat())].map((value) => ({ value, role })),
      ),
    },
  };
}

/** The spec's own, else the kind's, else the standard ones; only the latter where the helpdesk lets none be named. */
function claimsOf(given: Given, kind: ProviderKind, { reads }: DirectRenderer): IssuerClaims {
  const said = given.spec.claims ?? {};
  // What a kind has for Keycloak is in the ID token.
  const own = reads === "ID token" ? kind.claims(given) : {};
  const of = (name: "email" | "firstName" | "lastName", standard: string) =>
    reads === "standard names" ? standard : topClaim(said[name] ?? own[name]?.claim ?? standard);
  return {
    email: of("email", "email"),
    firstName: of("firstName", "given_name"),
    lastName: of("lastName", "family_name"),
    username: topClaim(said.username ?? "preferred_username"),
  };
}

function clientOf(
  spec: Spec,
  realm: RealmModel,
  logins: readonly HelpdeskLogin[],
  provider: IdentityProviderModel,
  issuer: Issuer,
  { authentication }: DirectRenderer,
): DirectClient {
  const app = realm.clients["app"];
  const exact = (uris: readonly string[] = []) => uris.filter((uri) => /^https?:[^*]*$/.test(uri));
  const own = logins.flatMap(({ redirectUri }) => (redirectUri === null ? [] : [redirectUri]));
  return {
    product: spec.helpdesk,
    name: LAYOUTS[spec.helpdesk].name,
    provider,
    redirectUris: [...new Set([...own, ...exact(app?.redirectUris)])],
    logoutUris: issuer.logoutUrl === null ? [] : exact(app?.postLogoutRedirectUris),
    webOrigins: exact(app?.webOrigins),
    scopes: ["openid", ...issuer.scopes],
    authentication,
    pkce: logins[0]?.pkce ?? null,
    names: issuer.claims,
    rolesClaim: issuer.roles.claim,
    roles: issuer.roles.entries,
  };
}
