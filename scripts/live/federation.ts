// Directories with their mappers, and groups, from Keycloak's components to the model's.

import type GroupRepresentation from "@keycloak/keycloak-admin-client/lib/defs/groupRepresentation.js";
import type RoleRepresentation from "@keycloak/keycloak-admin-client/lib/defs/roleRepresentation.js";
import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { type Component, flatConfig, listFederations, listMappers } from "../../infra/admin/federations.ts";
import { findGroup } from "../../infra/admin/find-group.ts";
import type { FederationModel, GroupModel } from "../../infra/model/federation.ts";
import type { ClientModel, MapperModel } from "../../infra/model/types.ts";
import { secret } from "./secret.ts";
import { flag, text } from "./values.ts";

type Federations = Readonly<Record<string, FederationModel>>;

/** Those that are expected, by name; one call for all, and one for each that is there. */
export async function readFederations(
  admin: AdminClient,
  realm: string,
  expected: Federations,
): Promise<Record<string, FederationModel>> {
  if (Object.keys(expected).length === 0) return {};
  const all = await listFederations(admin, realm);
  const entries = await Promise.all(
    Object.entries(expected).map(async ([key, { name, writableUntil }]) => {
      const found = all.find((one) => one.name === name);
      if (found === undefined) return [];
      const mappers = await listMappers(admin, realm, found.id);
      // No server knows the end of a window.
      return [[key, { ...mapFederation(found), writableUntil, mappers: mapMappers(mappers) }] as const];
    }),
  );
  return Object.fromEntries(entries.flat());
}

/** Of two mappers with one name the second is numbered: it is one too many. */
function mapMappers(mappers: readonly Component[]): Record<string, MapperModel> {
  const found: Record<string, MapperModel> = {};
  for (const { name, providerId = "", config } of mappers) {
    let [key, number] = [name, 1];
    while (Object.hasOwn(found, key)) key = `${name} (${++number})`;
    found[key] = { type: providerId, config: flatConfig(config) };
  }
  return found;
}

/** A federation's own settings. */
function mapFederation({
  name,
  config: lists,
}: Component): Omit<FederationModel, "mappers" | "writableUntil"> {
  const config = flatConfig(lists);
  const one = (key: string) => text(config[key]);
  const bind = { dn: one("bindDn") ?? "", credential: secret(config["bindCredential"]) };
  return {
    name,
    enabled: config["enabled"] !== "false",
    priority: Number(config["priority"] ?? 0),
    vendor: (one("vendor") ?? "other").toUpperCase() as FederationModel["vendor"],
    connectionUrl: one("connectionUrl") ?? "",
    bind: config["authType"] === "none" ? null : bind,
    usersDn: one("usersDn") ?? "",
    relativeCreateDn: one("relativeCreateDn"),
    usernameAttribute: one("usernameLDAPAttribute") ?? "",
    rdnAttribute: one("rdnLDAPAttribute") ?? "",
    uuidAttribute: one("uuidLDAPAttribute") ?? "",
    objectClasses: (one("userObjectClasses") ?? "").split(",").flatMap((each) => text(each.trim()) ?? []),
    filter: one("customUserSearchFilter"),
    searchScope: config["searchScope"] === "2" ? "SUBTREE" : "ONE_LEVEL",
    startTls: flag(config["startTls"]),
    useTruststore: TRUSTSTORES[config["useTruststoreSpi"] ?? ""] ?? "ALWAYS",
    connectionPooling: flag(config["connectionPooling"]),
    connectTimeout: number(config["connectionTimeout"]),
    readTimeout: number(config["readTimeout"]),
    pagination: flag(config["pagination"]),
    editMode: (one("editMode") ?? "READ_ONLY") as FederationModel["editMode"],
    importEnabled: config["importEnabled"] !== "false",
    syncRegistrations: flag(config["syncRegistrations"]),
    batchSize: Number(config["batchSizeForSync"] ?? 1000),
    fullSyncPeriod: number(config["fullSyncPeriod"]),
    changedSyncPeriod: number(config["changedSyncPeriod"]),
    cache: {
      policy: (one("cachePolicy") ?? "DEFAULT") as FederationModel["cache"]["policy"],
      evictionDay: number(config["evictionDay"]),
      evictionHour: number(config["evictionHour"]),
      evictionMinute: number(config["evictionMinute"]),
      maxLifespan: number(config["maxLifespan"]),
    },
    trustEmail: flag(config["trustEmail"]),
    validatePasswordPolicy: flag(config["validatePasswordPolicy"]),
    usePasswordModifyExtendedOp: flag(config["usePasswordModifyExtendedOp"]),
    kerberos: flag(config["allowKerberosAuthentication"]),
    kerberosForPasswords: flag(config["useKerberosForPasswordAuthentication"]),
    kerberosPrincipalAttribute: one("krbPrincipalAttribute"),
    debug: flag(config["debug"]),
  };
}

const TRUSTSTORES: Readonly<Record<string, FederationModel["useTruststore"]>> = {
  always: "ALWAYS",
  ldapsOnly: "ONLY_FOR_LDAPS",
  never: "NEVER",
};

/** The plugin and Keycloak write less than nothing for what is not set. */
const number = (value: string | undefined): number | null =>
  value === undefined || !(Number(value) >= 0) ? null : Number(value);

/** The group of the name at the top of the realm, with the roles that it has directly. */
export async function readGroup(
  admin: AdminClient,
  realm: string,
  name: string,
  clients: Readonly<Record<string, ClientModel>>,
): Promise<GroupModel | undefined> {
  const found = await findGroup(admin, realm, name);
  if (found === undefined) return undefined;
  const { clientMappings = {} } = await admin.get<Mappings>(
    adminPath`/realms/${realm}/groups/${found.id}/role-mappings`,
  );
  const entries = Object.entries(clientMappings).map(([clientId, { mappings = [] }]) => {
    const key = Object.keys(clients).find((one) => clients[one]?.clientId === clientId) ?? clientId;
    return [key, mappings.map((role) => role.name ?? "")] as const;
  });
  return { clientRoles: Object.fromEntries(entries) };
}

interface Mappings extends Pick<GroupRepresentation, "id"> {
  readonly clientMappings?: Readonly<Record<string, { readonly mappings?: readonly RoleRepresentation[] }>>;
}
