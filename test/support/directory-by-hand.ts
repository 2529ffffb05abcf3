// What people change of a directory in the console, and which differences that makes. The customers have one:
// no server answers at its address, and nobody of theirs is looked for.

import { adminPath } from "../../infra/admin/client.ts";
import { LDAP_MAPPER, listFederations, listMappers } from "../../infra/admin/federations.ts";
import type { OtrsModel } from "../../infra/helpdesks/otrs-model.ts";
import { modelOf } from "../../infra/load-model.ts";
import type { Change } from "./changes-by-hand.ts";

import type { Hand } from "./hand.ts";

/** Below `customers` of a spec. */
export const DIRECTORY = `  ldap:
    vendor: openldap
    url: ldaps://127.0.0.1:1
    bind: { dn: "cn=keycloak,dc=acme,dc=example", password: "\${secret:smtp}" }
    users: ou=people,dc=acme,dc=example
    attributes: { title: title }
    roles: { Customer User: "cn=Customers,ou=groups,dc=acme,dc=example" }
`;

/** The federation and the groups of a spec's customers that have the directory. */
export function directoryParts() {
  const head = "helpdesk: otrs\nurl: https://desk.invalid\ncustomers:\n";
  const { value } = modelOf(`${head}${DIRECTORY}`, "spec.yaml", { variables: {}, env: {} });
  if (value === undefined) throw new TypeError("The spec with a directory has an error");
  const { federations, groups } = (value.model as OtrsModel).realms.customers;
  return { federations, groups };
}

type Config = Readonly<Record<string, string>>;

/** Changes settings of the directory. */
async function setDirectory({ admin }: Hand, realm: string, change: Config): Promise<void> {
  const [found] = await listFederations(admin, realm);
  await put({ admin }, realm, found, change);
}

/** Changes settings of one of its mappers. */
async function setMapper(hand: Pick<Hand, "admin">, realm: string, name: string, change: Config) {
  const mapper = await findMapper(hand, realm, name);
  await put(hand, realm, mapper, change);
}

async function findMapper({ admin }: Pick<Hand, "admin">, realm: string, name: string) {
  const [directory] = await listFederations(admin, realm);
  const mappers = await listMappers(admin, realm, directory?.id ?? "");
  return mappers.find((one) => one.name === name);
}

type Found = Awaited<ReturnType<typeof findMapper>>;

async function put(
  { admin }: Pick<Hand, "admin">,
  realm: string,
  found: Found,
  change: Config,
): Promise<void> {
  if (found === undefined) throw new TypeError("There is no such component");
  const lists = Object.fromEntries(Object.entries(change).map(([key, value]) => [key, [value]]));
  const path = adminPath`/realms/${realm}/components/${found.id}`;
  await admin.put(path, { ...found, config: { ...found.config, ...lists } });
}

/** @param realm - the customers' */
export function directoryChanges(realm: string): Readonly<Record<string, Change>> {
  const AT = "customers/federations/ldap";
  const setting = (change: Config, ...seen: readonly string[]): Change => ({
    by: (hand) => setDirectory(hand, realm, change),
    seen: seen.map((one) => `${AT}/${one}`),
  });
  const mapping = (name: string, change: Config, seen: string): Change => ({
    by: (hand) => setMapper(hand, realm, name, change),
    seen: [`${AT}/mappers/${name}/config/${seen}`],
  });
  return {
    "a directory that is written to": setting(
      { editMode: "WRITABLE" },
      'editMode changed "READ_ONLY" -> "WRITABLE"',
    ),
    "where a directory's people are": setting(
      { usersDn: "dc=acme,dc=example" },
      'usersDn changed "ou=people,dc=acme,dc=example" -> "dc=acme,dc=example"',
    ),
    "which of a directory's people count": setting(
      { customUserSearchFilter: "(mail=*)" },
      'filter changed null -> "(mail=*)"',
    ),
    "a directory's address": setting(
      { connectionUrl: "ldap://127.0.0.1:2" },
      'connectionUrl changed "ldaps://127.0.0.1:1" -> "ldap://127.0.0.1:2"',
    ),
    "how often a directory is read": setting(
      { fullSyncPeriod: "-1", changedSyncPeriod: "60" },
      "changedSyncPeriod changed 3600 -> 60",
      "fullSyncPeriod changed 86400 -> null",
    ),
    "a directory's addresses trusted": setting({ trustEmail: "true" }, "trustEmail changed false -> true"),
    "a directory that is asked later": setting({ priority: "7" }, "priority changed 0 -> 7"),
    "a directory that nobody comes from": setting({ enabled: "false" }, "enabled changed true -> false"),
    "what a person of a directory must be": setting(
      { userObjectClasses: "person, posixAccount", searchScope: "1" },
      'objectClasses removed "inetOrgPerson" -> null',
      'objectClasses removed "organizationalPerson" -> null',
      'objectClasses added null -> "posixAccount"',
      'searchScope changed "SUBTREE" -> "ONE_LEVEL"',
    ),
    "a directory without a timeout, and with Kerberos": setting(
      { readTimeout: "", allowKerberosAuthentication: "false", debug: "true" },
      "debug changed false -> true",
      "readTimeout changed 30000 -> null",
    ),
    "an attribute from elsewhere in the directory": mapping(
      "first name",
      { "ldap.attribute": "cn" },
      'ldap.attribute changed "givenName" -> "cn"',
    ),
    "a mapper that writes": mapping("email", { "read.only": "false" }, 'read.only changed "true" -> "false"'),
    "a mapper of a directory taken away": {
      by: async (hand) => {
        const found = await findMapper(hand, realm, "title");
        await hand.admin.delete(adminPath`/realms/${realm}/components/${found?.id ?? ""}`);
      },
      seen: [
        `${AT}/mappers/title removed {"config":{"always.read.value.from.ldap":"true","is.binary.attribute":"false",` +
          '"is.mandatory.in.ldap":"false","ldap.attribute":"title","read.only":"true","user.model.attribute":"title"},' +
          '"type":"user-attribute-ldap-mapper"} -> null',
      ],
    },
    "a mapper more, with a role for everybody": {
      by: async (hand) => {
        const [directory] = await listFederations(hand.admin, realm);
        await hand.admin.post(adminPath`/realms/${realm}/components`, {
          ...{ name: "by hand", parentId: directory?.id, providerType: LDAP_MAPPER },
          ...{ providerId: "hardcoded-ldap-role-mapper", config: { role: ["otrs-app.Customer User"] } },
        });
      },
      seen: [
        `${AT}/mappers/by hand added null -> {"config":{"role":"otrs-app.Customer User"},` +
          '"type":"hardcoded-ldap-role-mapper"}',
      ],
    },
    "a group's role taken away": {
      by: async ({ admin }) => {
        const group = await admin.get<{ id: string }>(
          adminPath`/realms/${realm}/group-by-path/${"Customers"}`,
        );
        const clients = adminPath`/realms/${realm}/clients`;
        const [app] = await admin.get<{ id: string }[]>(clients, { clientId: "otrs-app" });
        const path = adminPath`/realms/${realm}/groups/${group.id}/role-mappings/clients/${app?.id ?? ""}`;
        await admin.delete(path, await admin.get<object[]>(path));
      },
      seen: ['customers/groups/Customers/clientRoles/app removed "Customer User" -> null'],
    },
  };
}
