// What an administrator has closed by hand stays closed. A model says of realms, people, clients, directories and
// providers that they are open because nobody wrote anything else, so that holds when they are made; from then on
// they are never more open than on the server, until somebody names them once.

import type { PartialModel } from "./canonical.ts";
import type { RealmModel } from "./types.ts";

/** A realm, or a part of one that can be open or closed by itself. */
export interface Gate {
  readonly kind: "realm" | "users" | "clients" | "federations" | "identityProviders";
  /** Name of the realm. */
  readonly realm: string;
  /** In the realm's model. */
  readonly key: string;
  /** What people call it: a user name, a client id, the name of a directory, an alias. */
  readonly name: string;
}

/** Environment variable in which plain Pulumi is told what to open: names with commas between them. */
export const OPEN = "DESKREALM_OPEN";

/** The names in it. */
export const openedIn = (env: Readonly<Record<string, string | undefined>>): string[] =>
  (env[OPEN] ?? "").split(",");

const NOUNS: Readonly<Record<Gate["kind"], string>> = {
  realm: "realm",
  users: "person",
  clients: "client",
  federations: "directory",
  identityProviders: "identity provider",
};

/** For example `the person ada of the realm acme-agents`. */
export const gateText = ({ kind, name, realm }: Gate): string =>
  kind === "realm" ? `the realm ${name}` : `the ${NOUNS[kind]} ${name} of the realm ${realm}`;

/** All that a realm's model has of them. */
export function gatesOf(model: RealmModel): Gate[] {
  const { realm } = model;
  const each = <T>(
    kind: Gate["kind"],
    parts: Readonly<Record<string, T>>,
    name: (key: string, part: T) => string,
  ) => Object.entries(parts).map(([key, part]) => ({ kind, realm, key, name: name(key, part) }));
  return [
    { kind: "realm", realm, key: realm, name: realm },
    ...each("users", model.users, (username) => username),
    ...each("clients", model.clients, (_, { clientId }) => clientId),
    ...each("federations", model.federations, (_, { name }) => name),
    ...each("identityProviders", model.identityProviders, (alias) => alias),
  ];
}

/** Those that it has open. */
export const openGates = (model: RealmModel): Gate[] =>
  gatesOf(model).filter((gate) => isOpen(model, gate) === true);

/** Whether it is open; undefined where the model has none. */
const isOpen = (model: RealmModel, { kind, key }: Gate): boolean | undefined =>
  kind === "realm" ? model.enabled : model[kind][key]?.enabled;

/** Whether the words name it, alone or as `REALM/NAME`. */
export const isNamed = ({ name, realm }: Gate, words: readonly string[]): boolean =>
  words.includes(name) || words.includes(`${realm}/${name}`);

/** What the model has open and the server's has closed. */
export function closedOnServer(model: PartialModel, live: PartialModel): Gate[] {
  const held = new Map(Object.values(live.realms).map((realm) => [realm.realm, realm]));
  return Object.values(model.realms).flatMap((realm) => {
    const on = held.get(realm.realm);
    if (on === undefined) return [];
    return openGates(realm).filter((gate) => isOpen(on, gate) === false);
  });
}

/** The model with these closed; the same where there are none. */
export function withClosed<M extends PartialModel>(model: M, closed: readonly Gate[]): M {
  if (closed.length === 0) return model;
  const realms = Object.entries(model.realms).map(([key, realm]) => [
    key,
    closed.filter((gate) => gate.realm === realm.realm).reduce(close, realm),
  ]);
  return { ...model, realms: Object.fromEntries(realms) };
}

function close(realm: RealmModel, { kind, key }: Gate): RealmModel {
  if (kind === "realm") return { ...realm, enabled: false };
  return { ...realm, [kind]: { ...realm[kind], [key]: { ...realm[kind][key], enabled: false } } };
}
