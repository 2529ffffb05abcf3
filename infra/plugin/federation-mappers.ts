// All mappers of a directory, those that Keycloak makes by itself included: what is missing is added, what is
// beyond is taken away. The Keycloak plugin has a resource for each kind, which sees only what it made itself,
// and two mappers of one attribute stop every login. And what that plugin cannot take away from the directory.

import type ComponentRepresentation from "@keycloak/keycloak-admin-client/lib/defs/componentRepresentation.js";
import { type AdminClient, adminPath } from "../admin/client.ts";
import { flatConfig, LDAP_MAPPER, listMappers } from "../admin/federations.ts";
import { joinId, splitId } from "./resource-id.ts";
import { same } from "./same.ts";
import type { Implementation } from "./types.ts";

interface Mapper {
  readonly name: string;
  readonly type: string;
  readonly config: Readonly<Record<string, string>>;
}

export interface FederationMappersInputs {
  /** Realm name. */
  readonly realm: string;
  /** Id of the federation. */
  readonly federation: string;
  // A list, as people choose the names: Pulumi takes no object that has a key `toString`.
  readonly mappers: readonly Mapper[];
  /** Settings of the federation that it is to hold none of, of those that the Keycloak plugin cannot take away. */
  readonly without: readonly string[];
}

/** The Keycloak plugin leaves them out where they are not set, and Keycloak keeps what a change leaves out. */
const STICKY: readonly string[] = ["customUserSearchFilter", "relativeCreateDn"];

export function federationMappers(admin: AdminClient): Implementation<FederationMappersInputs> {
  async function align({ realm, federation, mappers, without }: FederationMappersInputs): Promise<void> {
    const path = (id: string) => adminPath`/realms/${realm}/components/${id}`;
    const { config, ...directory } = await admin.get<ComponentRepresentation>(path(federation));
    const left = without.filter((key) => Object.hasOwn(flatConfig(config), key));
    const none = Object.fromEntries(left.map((key) => [key, []]));
    if (left.length > 0) await admin.put(path(federation), { ...directory, config: none });
    const has = await listMappers(admin, realm, federation);
    const kept = mappers.map(({ name }) => has.find((mapper) => mapper.name === name));
    // Of two with one name the second is beyond. What goes goes first, as two of one attribute clash.
    for (const mapper of has) if (!kept.includes(mapper)) await admin.delete(path(mapper.id));
    for (const [index, wanted] of mappers.entries()) {
      const found = kept[index];
      if (found !== undefined && same(mapped(found), wanted)) continue;
      const isOfType = found?.providerId === wanted.type;
      if (found !== undefined && !isOfType) await admin.delete(path(found.id));
      const body = representation(federation, wanted);
      if (found === undefined || !isOfType) await admin.post(adminPath`/realms/${realm}/components`, body);
      else await admin.put(path(found.id), { ...body, id: found.id, config: withGaps(found, body) });
    }
  }

  return {
    async create(inputs) {
      await align(inputs);
      return { id: joinId(inputs.realm, inputs.federation), outputs: inputs };
    },
    async read(id) {
      const [realm, federation] = splitId(id);
      const path = adminPath`/realms/${realm}/components/${federation}`;
      const found = await admin.find<ComponentRepresentation>(path);
      if (found === undefined) return undefined;
      const mappers = (await listMappers(admin, realm, federation)).map(mapped);
      const config = flatConfig(found.config);
      return { realm, federation, mappers, without: STICKY.filter((key) => !Object.hasOwn(config, key)) };
    },
    async update(news) {
      await align(news);
      return news;
    },
    // They go with the federation.
    async delete() {},
  };
}

function mapped({ name = "", providerId = "", config }: ComponentRepresentation): Mapper {
  return { name, type: providerId, config: flatConfig(config) };
}

function representation(parentId: string, { name, type, config }: Mapper) {
  const values = Object.entries(config).map(([key, value]) => [key, [value]] as const);
  return {
    ...{ name, parentId, providerId: type, providerType: LDAP_MAPPER },
    config: Object.fromEntries(values),
  };
}

/** Keycloak keeps what a change does not name, and takes away what is named with nothing. */
function withGaps(found: ComponentRepresentation, { config }: { readonly config: object }) {
  const none = Object.keys(found.config ?? {}).map((key) => [key, []] as const);
  return { ...Object.fromEntries(none), ...config };
}
