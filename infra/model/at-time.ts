// What a model means at a time: inside a federation's window Keycloak writes to the directory.

import type { PartialModel } from "./canonical.ts";
import type { FederationModel } from "./federation.ts";
import type { MapperModel, RealmKey, RealmModel } from "./types.ts";

/** Whether Keycloak writes to the directory then. The window's end is no part of it. */
function isWritableAt({ writableUntil }: FederationModel, now: Date): boolean {
  return writableUntil !== null && now.getTime() < Date.parse(writableUntil);
}

/** One sentence for each window that is open then. */
export function openWindows(model: PartialModel, now: Date): string[] {
  return Object.values(model.realms).flatMap(({ realm, federations }) =>
    Object.values(federations)
      .filter((federation) => isWritableAt(federation, now))
      .map(
        ({ name, writableUntil }) =>
          `Until ${writableUntil} Keycloak writes to the directory ${name} of the realm ${realm}: whoever ` +
          "deletes a person in Keycloak deletes the entry in the directory too. Afterwards, the next up " +
          "closes it.",
      ),
  );
}

/** The model as servers are to hold it at that time; the same where no federation has a window open then. */
export function atTime<M extends PartialModel>(model: M, now: Date): M {
  const entries = Object.entries(model.realms) as [RealmKey, RealmModel][];
  const realms = entries.map(([key, realm]) => [key, realmAt(realm, now)] as const);
  return { ...model, realms: Object.fromEntries(realms) };
}

function realmAt(realm: RealmModel, now: Date): RealmModel {
  const federations = Object.entries(realm.federations).map(([key, federation]) => [
    key,
    isWritableAt(federation, now) ? writable(federation) : federation,
  ]);
  return { ...realm, federations: Object.fromEntries(federations) };
}

/** Keycloak drops a change in silence where the federation takes it and its mapper does not. */
function writable(federation: FederationModel): FederationModel {
  const mappers = Object.entries(federation.mappers).map(([name, mapper]) => [
    name,
    "read.only" in mapper.config && !isOperational(mapper, federation)
      ? { ...mapper, config: { ...mapper.config, "read.only": "false" } }
      : mapper,
  ]);
  return { ...federation, editMode: "WRITABLE", mappers: Object.fromEntries(mappers) };
}

/** What the directory alone writes. */
function isOperational({ config }: MapperModel, { uuidAttribute }: FederationModel): boolean {
  const attribute = config["ldap.attribute"]?.toLowerCase() ?? "";
  return OPERATIONAL.has(attribute) || attribute === uuidAttribute.toLowerCase();
}

const OPERATIONAL: ReadonlySet<string> = new Set([
  ...["createtimestamp", "modifytimestamp", "whencreated", "whenchanged", "entryuuid", "objectguid"],
]);
