// Random valid specs, for what has to hold for every one.

import fc from "fast-check";
import { directory } from "./arbitrary-directory.ts";
import { providers } from "./arbitrary-provider.ts";
import { httpsUrl } from "./characters.ts";

const word = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
  .map((text) => text.replace(/[^\p{L}\p{N} .'&#:-]/gu, "x").trim() || "x");
const name = fc.stringMatching(/^[a-z][a-z0-9._-]{2,10}$/);
const lifetime = fc
  .tuple(fc.integer({ min: 1, max: 500 }), fc.constantFrom("s", "m"))
  .map(([n, unit]) => `${n}${unit}`);
const optional = { requiredKeys: [] as [] };
const roles = fc.uniqueArray(name, { maxLength: 4 });
const attributes = fc.dictionary(
  fc.constantFrom("phone", "city", "x.y", "Constructor", "DynamicField_A"),
  fc.oneof(
    fc.constant(null),
    fc.record(
      { displayName: word, multivalued: fc.boolean(), maxLength: fc.integer({ min: 1, max: 2048 }) },
      optional,
    ),
  ),
);
const realm = (loginRole: string) =>
  fc
    .record(
      {
        displayName: word,
        roles,
        attributes,
        username: fc.record(
          { minLength: fc.integer({ min: 1, max: 3 }), maxLength: fc.integer({ min: 20, max: 255 }) },
          optional,
        ),
        unmanagedAttributes: fc.constantFrom("ENABLED", "ADMIN_EDIT", "ADMIN_VIEW", "DISABLED"),
        login: fc.record({ rememberMe: fc.boolean(), withEmail: fc.boolean() }, optional),
        tokens: fc.record({ code: lifetime, revokeRefreshToken: fc.boolean() }, optional),
        bruteForce: fc.oneof(
          fc.boolean(),
          fc.record({ maxLoginFailures: fc.integer({ min: 1, max: 1000 }), maxWait: lifetime }, optional),
        ),
        ldap: directory(loginRole),
        identityProviders: providers(loginRole),
      },
      optional,
    )
    .map(({ ldap, ...rest }) => (ldap === undefined ? rest : { ...rest, ldap: fitting(ldap, rest) }))
    .map((one) => {
      const { identityProviders: found, ...rest } = one;
      if (found === undefined) return rest;
      const entries = Object.entries(found).map(([alias, provider]) => [alias, fitting(provider, rest)]);
      return { ...rest, identityProviders: Object.fromEntries(entries) };
    });

/** Without attributes that the realm would show to nobody, for which a spec is refused. */
function fitting<D extends { readonly attributes?: object }>(
  ldap: D,
  realm: { unmanagedAttributes?: string },
) {
  if (realm.unmanagedAttributes !== "DISABLED") return ldap;
  const { attributes = {}, ...rest } = ldap;
  const named = Object.entries(attributes).filter(([name]) => /^(firstName|lastName|email)$/.test(name));
  return { ...rest, attributes: Object.fromEntries(named) };
}

/** A valid spec as plain data. */
export const arbitrarySpec = fc.record(
  {
    helpdesk: fc.constant("otrs"),
    url: httpsUrl.map((url) => url.replaceAll("*", "x")),
    agents: realm("Agent"),
    customers: realm("Customer User"),
    shared: fc.record(
      { displayName: word, tokens: fc.record({ accessToken: lifetime }, optional) },
      optional,
    ),
  },
  { requiredKeys: ["helpdesk", "url"] },
);

/** The same with OTOBO beside, which has a role of the same name. */
export const arbitrarySeveral = arbitrarySpec.map(({ helpdesk, url, shared, ...realms }) => {
  const own = Object.entries(realms).map(([key, { roles: extra }]) => [key, { roles: extra }] as const);
  const common = Object.entries(realms).map(([key, { roles: _, ...rest }]) => [key, ofOtrs(rest)] as const);
  return {
    helpdesks: [
      { helpdesk: "otobo", key: "desk", url: "https://desk.example", agents: { roles: ["Agent"] } },
      { helpdesk, url, ...Object.fromEntries(own.filter(([, one]) => one.roles !== undefined)) },
    ],
    ...(shared === undefined ? {} : { shared }),
    ...Object.fromEntries(common),
  };
});

interface Providing {
  readonly ldap?: { readonly roles?: object };
  readonly identityProviders?: Readonly<Record<string, { readonly provider?: string }>>;
}

/** Of several helpdesks, none's URL is the one that claims of Auth0 begin with. */
const withNamespace = (alias: string, one: { readonly provider?: string }): object =>
  (one.provider ?? alias) === "auth0" ? { namespace: "https://acme.example", ...one } : one;

/** The roles of a realm by OTRS's key. */
function ofOtrs(realm: object): object {
  const prefixed = (one: { readonly roles?: object }): object => {
    if (one.roles === undefined) return one;
    const entries = Object.entries(one.roles).map(([role, value]) => [`otrs/${role}`, value] as const);
    return { ...one, roles: Object.fromEntries(entries) };
  };
  const { ldap, identityProviders, ...rest } = realm as Providing;
  return {
    ...rest,
    ...(ldap === undefined ? {} : { ldap: prefixed(ldap) }),
    ...(identityProviders === undefined
      ? {}
      : {
          identityProviders: Object.fromEntries(
            Object.entries(identityProviders).map(([alias, one]) => [
              alias,
              prefixed(withNamespace(alias, one)),
            ]),
          ),
        }),
  };
}
