// The spec's shape of a directory. What it leaves out has the vendor's right value: infra/helpdesks.

import { z } from "zod";
import { duration, secret, text } from "./fields.ts";
import {
  directoryUrl,
  dn,
  filter,
  groupDn,
  groupDnOrAll,
  instant,
  period,
  schemaName,
} from "./ldap-fields.ts";

const flag = (description: string) => z.boolean().optional().describe(description);
const name = (description: string) => schemaName().optional().describe(description);

const bind = z.union([
  z.strictObject({
    dn: dn().describe("Account with which Keycloak asks the directory"),
    password: secret({ vault: true }).describe("By reference: ${secret:NAME}, ${env:NAME} or ${vault.NAME}"),
  }),
  z.enum(["none"]),
]);

const edit = z.union([
  z.strictObject({
    "writable-until": instant().describe("Keycloak writes to the directory until then, and reads afterwards"),
  }),
  z.enum(["read-only", "unsynced"]),
]);

const cache = z.union([
  z.strictObject({
    policy: z.enum(["evict-daily", "evict-weekly", "max-lifespan"]).describe("Keycloak's policy"),
    day: z
      .enum(["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"])
      .optional()
      .describe("Of evict-weekly"),
    hour: z.int().min(0).max(23).optional().describe("Of evict-daily and evict-weekly (default 3)"),
    minute: z.int().min(0).max(59).optional().describe("Of evict-daily and evict-weekly (default 0)"),
    lifespan: duration().optional().describe("Of max-lifespan"),
  }),
  z.enum(["default", "no-cache"]),
]);

const groups = z.union([
  dn(),
  z.strictObject({
    dn: dn().describe("Where the groups are"),
    filter: filter().optional().describe("Which of them"),
  }),
]);

export const ldap = z.strictObject({
  vendor: z.enum(["openldap", "active-directory"]).describe("Chooses the values of all that is not said"),
  url: z
    .union([directoryUrl(), z.array(directoryUrl()).min(1)])
    .describe("ldaps:// or ldap://; of a list the first that answers"),
  bind: bind.describe("Account for searches, or none"),
  users: dn().describe("DN below which people are"),
  ca: text()
    .optional()
    .describe(
      "PEM file of the authority that signed the directory's certificate; its path begins at the spec's folder",
    ),
  name: text().optional().describe("Name in the console (default ldap)"),
  enabled: flag("false bars everybody of the directory"),
  objectClasses: z.array(schemaName()).min(1).optional().describe("A person needs all of them"),
  username: name("Attribute that is the user name"),
  rdn: name("Attribute that begins a person's DN"),
  uuid: name("Attribute that never changes"),
  filter: filter().optional().describe("Which of the people"),
  scope: z.enum(["subtree", "one-level"]).optional().describe("Whether people below branches count"),
  startTls: flag("TLS after a start in clear; without pooling"),
  truststore: z.enum(["always", "never"]).optional().describe("Whether Keycloak's truststore decides"),
  pagination: flag("Searches in pages"),
  pooling: flag("Connections that stay open (default true, with startTls false)"),
  timeouts: z
    .strictObject({
      connect: duration().optional().describe("Default 5s"),
      read: duration().optional().describe("Default 30s"),
    })
    .optional()
    .describe("How long Keycloak waits for the directory"),
  edit: edit.optional().describe("read-only (default), unsynced, or a window in which Keycloak writes"),
  import: flag("Whether Keycloak keeps a copy of people (default true)"),
  syncRegistrations: flag("Whether people who are new in Keycloak come into the directory, in a window"),
  sync: z
    .strictObject({
      batchSize: z.int().min(1).max(100_000).optional().describe("People in one transaction"),
      full: period().optional().describe("Everybody (default 24h), or never"),
      changed: period().optional().describe("Whoever has changed (default 1h), or never"),
    })
    .optional()
    .describe("How often Keycloak fetches people"),
  cache: cache.optional().describe("How long Keycloak remembers people"),
  trustEmail: flag("Whether the directory's addresses count as verified"),
  attributes: z
    .record(z.string(), schemaName())
    .optional()
    .describe("Keycloak's attribute to the directory's; firstName, lastName and email have a default"),
  groups: groups.optional().describe("Groups of the directory that become Keycloak's"),
  groupClass: z
    .enum(["groupOfNames", "groupOfUniqueNames", "posixGroup", "group"])
    .optional()
    .describe("Object class of groups"),
  roles: z
    .record(z.string(), z.union([groupDnOrAll(), z.array(groupDn()).min(1)]))
    .optional()
    .describe("Role of otrs-app to the DN of the group whose people have it, or all"),
});

export type LdapSpec = z.infer<typeof ldap>;
