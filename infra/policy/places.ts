// What rules have in common: the parts of a model, one by one, and the making of a place.

import type { PartialModel } from "../model/canonical.ts";
import type { FederationModel } from "../model/federation.ts";
import type {
  ClientModel,
  MapperModel,
  RealmKey,
  RealmModel,
  SessionSettings,
  TokenSettings,
} from "../model/types.ts";
import type { Place } from "./rule.ts";

export interface RealmPart {
  readonly key: RealmKey;
  readonly realm: RealmModel;
}

export interface ClientPart extends RealmPart {
  /** Key of the client in the layout. */
  readonly name: string;
  readonly client: ClientModel;
  /** Path of the client. */
  readonly at: readonly string[];
}

/** The realms that are there. */
export function realmsOf(model: PartialModel): RealmPart[] {
  return Object.entries(model.realms).map(([key, realm]) => ({ key: key as RealmKey, realm }));
}

/** All clients. A disabled one lets nobody through, and is passed over. */
export function clientsOf(model: PartialModel): ClientPart[] {
  return realmsOf(model).flatMap(({ key, realm }) =>
    Object.entries(realm.clients)
      .filter(([, client]) => client.enabled)
      .map(([name, client]) => ({ key, realm, name, client, at: [key, "clients", name] })),
  );
}

export interface DirectoryPart extends RealmPart {
  readonly directory: FederationModel;
  /** Path of the directory. */
  readonly at: readonly string[];
}

/** All directories. A disabled one lets nobody in, and is passed over. */
export function directoriesOf(model: PartialModel): DirectoryPart[] {
  return realmsOf(model).flatMap(({ key, realm }) =>
    Object.entries(realm.federations)
      .filter(([, directory]) => directory.enabled)
      .map(([name, directory]) => ({ key, realm, directory, at: [key, "federations", name] })),
  );
}

/** One place for each directory that departs, at one of its values. */
export const eachDirectory =
  (
    field: keyof FederationModel,
    departs: (directory: FederationModel) => boolean,
    detail: string,
    fix: string,
  ) =>
  (model: PartialModel): Place[] =>
    directoriesOf(model)
      .filter(({ directory }) => departs(directory))
      .map(({ at, directory }) => place([...at, field], `The directory ${directory.name} ${detail}.`, fix));

export interface MapperPart extends DirectoryPart {
  readonly mapper: MapperModel;
}

/** All mappers of one kind. */
export function mappersOf(model: PartialModel, type: string): MapperPart[] {
  return directoriesOf(model).flatMap((part) =>
    Object.entries(part.directory.mappers)
      .filter(([, mapper]) => mapper.type === type)
      .map(([name, mapper]) => ({ ...part, mapper, at: [...part.at, "mappers", name] })),
  );
}

export const place = (
  segments: readonly string[],
  detail: string,
  fix: string,
  entry: string | null = null,
): Place => ({ segments, entry, detail, fix });

/** One place for each client that departs, at one of its values. */
export const eachClient =
  (field: keyof ClientModel, departs: (client: ClientModel) => boolean, detail: string, fix: string) =>
  (model: PartialModel): Place[] =>
    clientsOf(model)
      .filter(({ client }) => departs(client))
      .map(({ at, client }) => place([...at, field], `The client ${client.clientId} ${detail}.`, fix));

/**
 * One place for each of the given roles of realm-management that a service account has.
 *
 * @param why - end of the sentence on the role, for example "which no helpdesk needs"
 */
export const serviceAccountRole =
  (roles: readonly string[], why: string, fix: string) =>
  (model: PartialModel): Place[] =>
    clientsOf(model).flatMap(({ at, client }) =>
      (client.serviceAccountRoles["realm-management"] ?? [])
        .filter((role) => roles.includes(role))
        .map((role) =>
          place(
            [...at, "serviceAccountRoles", "realm-management"],
            `The service account of ${client.clientId} has the role ${role}, ${why}.`,
            fix,
            role,
          ),
        ),
    );

type Lifetimes = { tokens: TokenSettings; sessions: SessionSettings };
type LifetimeField<G extends keyof Lifetimes> = {
  [F in keyof Lifetimes[G]]: Lifetimes[G][F] extends number ? F : never;
}[keyof Lifetimes[G]] &
  string;

/**
 * Places where a lifetime is longer than a limit in seconds.
 *
 * @param what - subject of the sentence, for example "An access token"
 * @param key - the spec's key for it
 */
export const longerThan =
  <G extends keyof Lifetimes>(group: G, field: LifetimeField<G>, limit: number, what: string, key: string) =>
  (model: PartialModel): Place[] =>
    realmsOf(model).flatMap(({ key: realmKey, realm }) => {
      const lifetimes: Lifetimes = realm;
      const seconds = Number(lifetimes[group][field]);
      if (seconds <= limit) return [];
      const detail = `${what} lives ${duration(seconds)}, longer than ${duration(limit)}.`;
      return [place([realmKey, group, field], detail, `set ${key} to ${duration(limit)} or less`)];
    });

const UNITS = [
  [86_400, "d"],
  [3600, "h"],
  [60, "m"],
] as const;

/** Seconds as a spec writes them: `90m`, `45s`. */
export function duration(seconds: number): string {
  const [size, unit] = UNITS.find(([one]) => seconds >= one && seconds % one === 0) ?? [1, "s"];
  return `${seconds / size}${unit}`;
}
