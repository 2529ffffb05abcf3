// A broker with all of its settings and mappers: what is missing is added, what is beyond is taken away. The
// Keycloak plugin has a resource for the broker that sees no setting beyond its own, and one for each mapper
// that sees no other: one that somebody has added gives whatever role it likes.

import { type AdminClient, adminPath } from "../admin/client.ts";
import {
  chosenSettings,
  findProvider,
  listProviderMappers,
  MASKED,
  type ProviderMapper,
  type ProviderRepresentation,
  providerPath,
} from "../admin/identity-providers.ts";
import { joinId, splitId } from "./resource-id.ts";
import { same } from "./same.ts";
import type { Implementation } from "./types.ts";

interface Mapper {
  readonly name: string;
  readonly type: string;
  readonly config: Readonly<Record<string, string>>;
}

export interface IdentityProviderInputs {
  /** Realm name. */
  readonly realm: string;
  readonly alias: string;
  readonly settings: ProviderSettings;
  /** All but the secret, and without what is off. */
  readonly config: Readonly<Record<string, string>>;
  /** A server does not show it, so a change over there is not seen. */
  readonly clientSecret: string;
  // A list, as people choose the names: Pulumi takes no object that has a key `toString`.
  readonly mappers: readonly Mapper[];
}

/** What stands beside a broker's configuration, by Keycloak's names. */
export interface ProviderSettings {
  readonly providerId: string;
  readonly displayName: string;
  readonly enabled: boolean;
  readonly hideOnLogin: boolean;
  readonly linkOnly: boolean;
  readonly storeToken: boolean;
  readonly trustEmail: boolean;
  /** Empty: the realm's. */
  readonly firstBrokerLoginFlowAlias: string;
  readonly postBrokerLoginFlowAlias: string;
}

export function identityProvider(admin: AdminClient): Implementation<IdentityProviderInputs> {
  async function align(inputs: IdentityProviderInputs): Promise<void> {
    const { realm, alias, mappers } = inputs;
    const found = await findProvider(admin, realm, alias);
    const body = representation(inputs);
    const instances = adminPath`/realms/${realm}/identity-provider/instances`;
    if (found === undefined) await admin.post(instances, body);
    else await admin.put(providerPath(realm, alias), { ...found, ...body });
    const has = await listProviderMappers(admin, realm, alias);
    const path = `${providerPath(realm, alias)}/mappers`;
    const kept = mappers.map(({ name }) => has.find((one) => one.name === name));
    for (const one of has)
      if (!kept.includes(one)) await admin.delete(`${path}/${encodeURIComponent(one.id)}`);
    for (const [index, wanted] of mappers.entries()) {
      const there = kept[index];
      if (there !== undefined && same(mapped(there), wanted)) continue;
      const { name, type, config } = wanted;
      const mapper = { name, identityProviderAlias: alias, identityProviderMapper: type, config };
      if (there === undefined) await admin.post(path, mapper);
      else await admin.put(`${path}/${encodeURIComponent(there.id)}`, { ...mapper, id: there.id });
    }
  }

  return {
    async existing({ realm, alias }) {
      const found = await findProvider(admin, realm, alias);
      return found && `identity provider ${alias} of ${realm}`;
    },
    async create(inputs) {
      await align(inputs);
      return { id: joinId(inputs.realm, inputs.alias), outputs: inputs };
    },
    async read(id, inputs) {
      const [realm, alias] = splitId(id);
      const found = await findProvider(admin, realm, alias);
      if (found === undefined) return undefined;
      const { clientSecret = "", ...config } = chosenSettings(found.config);
      return {
        realm,
        alias,
        settings: settingsOf(found),
        config,
        clientSecret: clientSecret === MASKED ? (inputs?.clientSecret ?? "") : clientSecret,
        mappers: (await listProviderMappers(admin, realm, alias)).map(mapped),
      };
    },
    async update(news) {
      await align(news);
      return news;
    },
    async delete({ realm, alias }) {
      if ((await findProvider(admin, realm, alias)) !== undefined)
        await admin.delete(providerPath(realm, alias));
    },
  };
}

function representation({ alias, settings, config, clientSecret }: IdentityProviderInputs) {
  return { alias, ...settings, config: { ...config, clientSecret } };
}

function settingsOf(found: ProviderRepresentation): ProviderSettings {
  return {
    providerId: found.providerId ?? "",
    displayName: found.displayName ?? "",
    enabled: found.enabled ?? false,
    hideOnLogin: found.hideOnLogin ?? false,
    linkOnly: found.linkOnly ?? false,
    storeToken: found.storeToken ?? false,
    trustEmail: found.trustEmail ?? false,
    firstBrokerLoginFlowAlias: found.firstBrokerLoginFlowAlias ?? "",
    postBrokerLoginFlowAlias: found.postBrokerLoginFlowAlias ?? "",
  };
}

function mapped({ name = "", identityProviderMapper = "", config }: ProviderMapper): Mapper {
  return { name, type: identityProviderMapper, config: chosenSettings(config) };
}
