// Random providers of valid specs.

import fc from "fast-check";

const optional = { requiredKeys: [] as [] };
const claim = fc.constantFrom("groups", "roles", "a.b", "https://acme.example/roles", "urn:x", "Größe");
const GUIDS = ["3f2c1b0a-9e8d-4c7b-a6f5-0d1e2f3a4b5c", "7a6b5c4d-3e2f-4a1b-8c9d-0e1f2a3b4c5d"];

const KINDS = [
  { provider: "entra", tenant: "acme.example" },
  { provider: "entra", tenant: GUIDS[0] },
  { provider: "auth0", domain: "acme.eu.auth0.com" },
  { provider: "auth0", domain: "login.acme.example", namespace: "https://acme.example/claims" },
  { provider: "authentik", url: "https://login.acme.example/x", slug: "help.desk" },
  { provider: "keycloak", url: "https://login.acme.example/auth", realm: "acme" },
  {
    ...{ provider: "oidc", issuer: "https://login.acme.example", jwksUrl: "https://login.acme.example/keys" },
    authorizationUrl: "https://login.acme.example/authorize?x=1",
    tokenUrl: "https://login.acme.example/token",
  },
] as const;

/** Providers that give no role but the login role, which each realm has. */
export const providers = (loginRole: string) =>
  fc.dictionary(fc.constantFrom("entra", "auth0", "Partner.1", "constructor"), provider(loginRole), {
    maxKeys: 2,
  });

const provider = (loginRole: string) =>
  fc
    .tuple(
      fc.constantFrom(...KINDS),
      fc.record(
        {
          clientAuthentication: fc.constantFrom("client_secret_post", "client_secret_basic"),
          displayName: fc.constantFrom("ACME", "Größe & Co.: #1"),
          enabled: fc.boolean(),
          hidden: fc.boolean(),
          scopes: fc.uniqueArray(fc.constantFrom("email", "groups", "openid"), { minLength: 1 }),
          trustEmail: fc.boolean(),
          verifiedEmail: fc.boolean(),
          linking: fc.constantFrom("none", "confirm", "automatic"),
          syncMode: fc.constantFrom("force", "import"),
          pkce: fc.constantFrom("S256", "none"),
          validateSignature: fc.boolean(),
          logout: fc.constantFrom("through", "backchannel", "none"),
          claims: fc.record(
            {
              ...{ username: claim, email: fc.constantFrom("email", "mail", "https://acme.example/mail") },
              ...{
                firstName: fc.constantFrom("given_name", "first"),
                lastName: fc.constantFrom("name", "family_name"),
              },
            },
            optional,
          ),
          rolesClaim: claim,
          roles: fc
            .oneof(fc.constant(GUIDS[0]), fc.constant(GUIDS))
            .map((groups) => ({ [loginRole]: groups })),
          attributes: fc.dictionary(fc.constantFrom("customerid", "x.y", "Constructor"), claim),
        },
        optional,
      ),
    )
    .map(([kind, rest]) => {
      const { linking, ...more } = rest;
      const isRefused = linking === "automatic" && rest.trustEmail !== true;
      return {
        ...kind,
        ...{ clientId: "helpdesk", clientSecret: "${secret:provider}" },
        ...more,
        ...(linking === undefined || isRefused ? {} : { linking }),
      };
    });
