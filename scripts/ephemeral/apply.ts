// The derived spec's realms on the server, each by one import: it is there as a whole, or not at all. Those that the
// last run made stay where the spec means the same; else they are made anew, with the same passwords and secrets.

import { createHash, randomUUID } from "node:crypto";
import type { AdminClient } from "../../infra/admin/client.ts";
import { AdminFailure } from "../../infra/admin/errors.ts";
import { addRealmAttributes } from "../../infra/admin/realm-attributes.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { type EphemeralMark, ephemeralAttributes, markAttributes } from "../../infra/model/mark.ts";
import { own } from "../../infra/model/own.ts";
import { realmNames } from "../../infra/model/realm-names.ts";
import type { Model, RealmKey, RealmModel, SecretReference } from "../../infra/model/types.ts";
import { PASSWORD_LENGTH, randomPassword, randomSecret } from "../random-password.ts";
import { newKeys } from "../realm-import/keys.ts";
import type { KnownPerson } from "../realm-import/people.ts";
import { realmImport } from "../realm-import/realm.ts";
import { readSecrets } from "../render/read-secrets.ts";
import { ownerOf } from "../stack/target.ts";
import { deleteNamed } from "./delete-named.ts";
import type { Derived } from "./derive.ts";
import { type KeptRun, type KnownPeople, readKept, writeKept } from "./folder.ts";
import { isOf, readMark } from "./marks.ts";
import { setPasswords } from "./people.ts";

export interface Application {
  readonly mark: EphemeralMark;
  /** The name's folder on this machine. */
  readonly folder: string;
  readonly derived: Derived;
  /** Whether the server has just begun, with nothing in it. */
  readonly isNew: boolean;
  readonly admin: AdminClient;
}

/**
 * Makes the realms, or finds them made.
 *
 * @returns what is to be kept of them
 * @throws AdminFailure as the server refuses; a run that ends here has left whole realms, or none
 */
export async function apply({ mark, folder, derived, isNew, admin }: Application): Promise<KeptRun> {
  const { model } = derived.loaded;
  const last = await readKept(folder);
  const meaning = meaningOf(derived);
  if (!isNew && last?.meaning === meaning && (await areThere(admin, last, mark.name))) {
    const names = realmNames(model);
    await Promise.all(names.map((realm) => addRealmAttributes(admin, realm, ephemeralAttributes(mark))));
    // Somebody may have changed passwords and secrets there, or deleted people.
    const people = await setPasswords(admin, last.people);
    if (people !== undefined) return { ...last, people, clientSecrets: await readSecrets(admin, model) };
  }
  const lasting = {
    people: knownPeople(model, last?.people),
    clientSecrets: knownSecrets(model, last?.clientSecrets),
  };
  // Whatever ends this from here on leaves something that is not whole.
  await writeKept(folder, { version: 2, meaning: UNFINISHED, realms: {}, ...lasting });
  if (!isNew) await deleteNamed(admin, mark.name);
  const realms = await makeRealms(admin, derived, mark, lasting).catch(async (error: unknown) => {
    // A run that was killed may have left a server behind that was just making one.
    if (!(error instanceof AdminFailure) || error.status !== 409) throw error;
    await deleteNamed(admin, mark.name);
    return makeRealms(admin, derived, mark, lasting);
  });
  return { version: 2, meaning, realms, ...lasting };
}

/** In the place of a digest, while the realms are made. */
const UNFINISHED = "";

/** What outlives a realm that is made anew. */
type Lasting = Pick<KeptRun, "people" | "clientSecrets">;

/** @returns Keycloak's id by the realm's name */
async function makeRealms(
  admin: AdminClient,
  { loaded, secrets }: Derived,
  mark: EphemeralMark,
  { people, clientSecrets }: Lasting,
): Promise<Readonly<Record<string, string>>> {
  const made = await Promise.allSettled(
    realmsOf(loaded.model).map(async ([key, model]) => {
      const id = randomUUID();
      const body = realmImport(model, {
        attributes: { ...markAttributes(model, ownerOf(mark.name)), ...ephemeralAttributes(mark) },
        secretOf: (reference) => secretIn(secrets, reference),
        people: own(people, model.realm) ?? {},
        clientSecrets: clientSecrets[key] ?? {},
        keys: await newKeys(),
      });
      await admin.post("/realms", { id, ...body }).catch((error: unknown) => {
        throw ofPolicy(error, model) ?? error;
      });
      return [model.realm, id] as const;
    }),
  );
  // Each has ended before a failure is told: none comes about behind the back of what is done about it.
  const failed = made.find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
  return Object.fromEntries(made.flatMap((one) => (one.status === "fulfilled" ? [one.value] : [])));
}

/** Keycloak says that a policy is not met, and neither whose nor which. */
function ofPolicy(error: unknown, { realm, passwordPolicy }: RealmModel): Failure | undefined {
  if (!(error instanceof AdminFailure) || !error.message.includes("Password policy not met"))
    return undefined;
  const what = `The password policy of ${realm}, ${passwordPolicy}, refuses the random passwords of its test people.`;
  const hint = `they have ${PASSWORD_LENGTH} characters, with letters of both cases, digits and a special character: choose a policy that they meet`;
  return new Failure("admin-refused", what, { hint, cause: error });
}

const realmsOf = ({ realms }: Model) => Object.entries(realms) as [RealmKey, RealmModel][];

/** Everybody, as the last run had them, or new. */
function knownPeople(model: Model, last: KnownPeople = {}): KnownPeople {
  return Object.fromEntries(
    realmsOf(model).map(([, { realm, users }]) => {
      const before = own(last, realm) ?? {};
      const known = Object.keys(users).map((name) => [name, own(before, name) ?? newPerson()]);
      return [realm, Object.fromEntries(known)];
    }),
  );
}

const newPerson = (): KnownPerson => ({ id: randomUUID(), password: randomPassword() });

/** The secret of every client that has one, as the last run had it, or new. */
function knownSecrets(model: Model, last: Lasting["clientSecrets"] = {}): Lasting["clientSecrets"] {
  return Object.fromEntries(
    realmsOf(model).map(([key, { clients }]) => {
      const confidential = Object.entries(clients).filter(([, { access }]) => access === "confidential");
      const known = confidential.map(([name]) => [name, last[key]?.[name] ?? randomSecret()]);
      return [key, Object.fromEntries(known)];
    }),
  );
}

/** A derived spec names the passwords of the directories that were started for it, and no other secret. */
function secretIn(secrets: Derived["secrets"], reference: SecretReference): string {
  const value = reference.kind === "secret" ? secrets[reference.name] : undefined;
  if (value === undefined)
    throw new Failure("secret-missing", "A spec of test realms asks for a secret that is none of theirs.");
  return value;
}

/** A digest of all that the realms are made of; it tells nothing of the secrets in it. */
function meaningOf({ loaded, secrets }: Derived): string {
  return createHash("sha256")
    .update(JSON.stringify([loaded.model, secrets]))
    .digest("hex");
}

/** Whether the realms are the ones that the run made. */
async function areThere(admin: AdminClient, { realms }: KeptRun, name: string): Promise<boolean> {
  const present = await Promise.all(
    Object.entries(realms).map(async ([realm, id]) => {
      const found = await readMark(admin, realm);
      return found !== undefined && isOf(found, name) && found.id === id;
    }),
  );
  return present.every(Boolean);
}
