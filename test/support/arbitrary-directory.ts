// Random directories of valid specs.

import fc from "fast-check";

const optional = { requiredKeys: [] as [] };
const word = fc.constantFrom("corporate-ldap", "ldap", "Größe & Co.", "a: b #c");
const lifetime = fc
  .tuple(fc.integer({ min: 1, max: 500 }), fc.constantFrom("s", "m"))
  .map(([n, unit]) => `${n}${unit}`);
const relative = fc.constantFrom(
  ...["ou=People", "OU=Heads\\, all", "cn=Größe", "cn=a+uid=b", "o=x y", "ou=staff,ou=people"],
);
const dn = relative.map((head) => `${head},dc=acme,dc=example`);
const group = fc
  .constantFrom("Helpdesk", "Heads\\, all (EU) *", "Größe", "#1 \\+ x")
  .map((one) => `cn=${one.replace(/^#/, "\\#")},ou=groups,dc=acme,dc=example`);
const attributeName = fc.constantFrom("mail", "givenName", "cn", "telephoneNumber", "department", "2.5.4.3");
const period = fc.oneof(fc.constant("never"), lifetime);
/** Directories that give no role but the login role, which each realm has. */
export const directory = (loginRole: string) =>
  fc
    .record(
      {
        vendor: fc.constantFrom("openldap", "active-directory"),
        url: fc.oneof(
          fc.constantFrom("ldaps://ldap.acme.example", "ldap://ldap.acme.example:1389"),
          fc.constant(["ldaps://one.acme.example", "ldaps://two.acme.example:1636"]),
        ),
        bind: fc.oneof(
          fc.constant("none"),
          dn.map((one) => ({ dn: one, password: "${secret:bind}" })),
        ),
        users: dn,
        name: word,
        enabled: fc.boolean(),
        objectClasses: fc.uniqueArray(fc.constantFrom("person", "user", "inetOrgPerson"), { minLength: 1 }),
        username: attributeName,
        rdn: attributeName,
        uuid: fc.constantFrom("entryUUID", "objectGUID", "nsUniqueId"),
        filter: fc.constantFrom("(mail=*)", "(&(mail=*)(!(title=guest)))"),
        scope: fc.constantFrom("subtree", "one-level"),
        truststore: fc.constantFrom("always", "never"),
        pagination: fc.boolean(),
        pooling: fc.boolean(),
        timeouts: fc.record({ connect: lifetime, read: lifetime }, optional),
        edit: fc.constantFrom("read-only", "unsynced", { "writable-until": "2026-12-31T18:00:00+01:00" }),
        sync: fc.record(
          { batchSize: fc.integer({ min: 1, max: 5000 }), full: period, changed: period },
          optional,
        ),
        cache: fc.oneof(
          fc.constantFrom("default", "no-cache"),
          fc.record({ policy: fc.constant("evict-daily"), hour: fc.integer({ min: 0, max: 23 }) }),
          fc.record({ policy: fc.constant("evict-weekly"), day: fc.constantFrom("sunday", "friday") }),
          fc.record({ policy: fc.constant("max-lifespan"), lifespan: lifetime }),
        ),
        trustEmail: fc.boolean(),
        attributes: fc.dictionary(
          fc.constantFrom("firstName", "lastName", "email", "customerid", "x.y", "Constructor"),
          attributeName,
        ),
        groups: fc.oneof(
          dn,
          dn.map((one) => ({ dn: one, filter: "(cn=desk-*)" })),
        ),
        groupClass: fc.constantFrom("groupOfUniqueNames", "posixGroup"),
        roles: fc
          .oneof(fc.constant("all"), group, fc.uniqueArray(group, { minLength: 1 }))
          .map((groups) => ({ [loginRole]: groups })),
      },
      { requiredKeys: ["vendor", "url", "bind", "users"] },
    )
    // What nothing hangs on means nothing.
    .map(({ groupClass, ...rest }) =>
      rest.groups === undefined || groupClass === undefined ? rest : { ...rest, groupClass },
    );
