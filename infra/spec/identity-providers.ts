// The spec's shape of providers that people log in by. What a kind leaves out is in infra/providers.

import { z } from "zod";
import { baseUrl, roleName, roleOfSeveral, secret, text } from "./fields.ts";
import { endpoint, host, scope, segment, tenant } from "./provider-fields.ts";

const flag = (description: string) => z.boolean().optional().describe(description);
const claim = (description: string) => text().optional().describe(description);

export const PROVIDER_KINDS = ["entra", "auth0", "authentik", "keycloak", "oidc"] as const;
export type ProviderKindName = (typeof PROVIDER_KINDS)[number];

/** Keys of one kind alone: those that it needs, and those that it may have. */
export const KIND_KEYS: Readonly<
  Record<ProviderKindName, { readonly needs: readonly string[]; readonly has: readonly string[] }>
> = {
  entra: { needs: ["tenant"], has: [] },
  auth0: { needs: ["domain"], has: ["namespace"] },
  authentik: { needs: ["url", "slug"], has: [] },
  keycloak: { needs: ["url", "realm"], has: [] },
  oidc: {
    needs: ["issuer", "authorizationUrl", "tokenUrl"],
    has: ["jwksUrl", "userInfoUrl", "logoutUrl"],
  },
};

export const identityProvider = z.strictObject({
  provider: z
    .enum(PROVIDER_KINDS)
    .optional()
    .describe("Kind of provider; by default the key, where it is one of them"),
  tenant: tenant().optional().describe("entra: the tenant's ID or domain"),
  domain: host().optional().describe("auth0: the tenant's domain, for example acme.eu.auth0.com"),
  namespace: endpoint()
    .optional()
    .describe("auth0: what names of claims of yours begin with (default: the helpdesk's URL)"),
  url: baseUrl().optional().describe("authentik, keycloak: its base URL"),
  slug: segment().optional().describe("authentik: slug of the application"),
  realm: segment().optional().describe("keycloak: the realm over there"),
  issuer: endpoint().optional().describe("oidc: as its discovery document has it"),
  authorizationUrl: endpoint().optional().describe("oidc: authorization_endpoint"),
  tokenUrl: endpoint().optional().describe("oidc: token_endpoint"),
  jwksUrl: endpoint().optional().describe("oidc: jwks_uri"),
  userInfoUrl: endpoint().optional().describe("oidc: userinfo_endpoint; without it the ID token says all"),
  logoutUrl: endpoint().optional().describe("oidc: end_session_endpoint"),
  clientId: text().describe("Id of Keycloak's client over there"),
  clientSecret: secret({ vault: true }).describe(
    "By reference: ${secret:NAME}, ${env:NAME} or ${vault.NAME}",
  ),
  clientAuthentication: z
    .enum(["client_secret_post", "client_secret_basic"])
    .optional()
    .describe("How Keycloak shows the secret over there (default client_secret_post)"),
  displayName: text().optional().describe("Words of the button on the login page"),
  enabled: flag("false bars everybody who logs in by it alone"),
  hidden: flag("Whether the login page leaves it out"),
  scopes: z.array(scope()).min(1).optional().describe("Scopes to ask for; openid is always among them"),
  trustEmail: flag("Whether its addresses count as verified (default false)"),
  verifiedEmail: flag(
    "Whether people without email_verified are refused (default true where linking is automatic)",
  ),
  linking: z
    .enum(["none", "confirm", "automatic"])
    .optional()
    .describe(
      "A first login whose address or user name an account has: none refuses it (default), confirm asks for a proof (default with trustEmail), automatic takes the account",
    ),
  syncMode: z
    .enum(["force", "import"])
    .optional()
    .describe("force (default) brings people up to date at each login, import at the first alone"),
  pkce: z.enum(["S256", "none"]).optional().describe("Challenge at each login (default S256)"),
  validateSignature: flag("Whether signatures are checked (default true)"),
  logout: z
    .enum(["through", "backchannel", "none"])
    .optional()
    .describe(
      "Whether a logout ends the session over there: through the browser (default), behind it, or not",
    ),
  claims: z
    .strictObject({
      username: claim("Claim that is the user name at the first login"),
      email: claim("Claim that is the address"),
      firstName: claim("Claim that is the first name"),
      lastName: claim("Claim that is the last name"),
    })
    .optional()
    .describe("Claims in the place of the kind's own"),
  rolesClaim: claim("Claim that lists groups or roles"),
  roles: z
    .record(roleName(), z.union([text(), z.array(text()).min(1)]))
    .optional()
    .describe("Role of the helpdesk to the value in rolesClaim whose people have it, or several"),
  attributes: z
    .record(z.string(), text())
    .optional()
    .describe("Attribute of people to the claim that fills it"),
});

export const identityProviders = z.record(z.string(), identityProvider);

/** The same where a role may be `KEY/ROLE`. */
export const identityProvidersOfSeveral = z.record(
  z.string(),
  identityProvider.extend({
    roles: z
      .record(roleOfSeveral(), z.union([text(), z.array(text()).min(1)]))
      .optional()
      .describe(
        "Role of a helpdesk, as KEY/ROLE, to the value in rolesClaim whose people have it, or several",
      ),
  }),
);

export type IdentityProviderSpec = z.infer<typeof identityProvider>;
export type IdentityProvidersSpec = z.infer<typeof identityProviders>;

/** The kind that is said, or that the key is. */
export function kindOfProvider(alias: string, said: string | undefined): ProviderKindName | undefined {
  return PROVIDER_KINDS.find((kind) => kind === (said ?? alias));
}
