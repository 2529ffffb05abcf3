// The probe person: made for one run, marked, and removed again whatever happens.

import { randomBytes } from "node:crypto";
import type RoleRepresentation from "@keycloak/keycloak-admin-client/lib/defs/roleRepresentation.js";
import type UserRepresentation from "@keycloak/keycloak-admin-client/lib/defs/userRepresentation.js";
import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { AdminFailure } from "../../infra/admin/errors.ts";
import { findClient } from "../../infra/admin/find-client.ts";
import { PROBE_ATTRIBUTE } from "../../infra/model/mark.ts";
import type { ProfileAttribute, RealmModel } from "../../infra/model/types.ts";
import { PASSWORD_LENGTH, randomPassword } from "../random-password.ts";
import { Untrue } from "./check.ts";

export interface Probe {
  readonly id: string;
  readonly username: string;
  readonly password: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  /** Values of the profile's other attributes that were filled in. */
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

export const PREFIX = "deskrealm-probe-";
const NAME = /^deskrealm-probe-[0-9a-f]{12}$/;
const DOMAIN = "probe.invalid";
/** A probe's address. `.invalid` can be nobody's (RFC 2606), so no person is ever taken for a probe. */
const EMAIL = /^deskrealm-probe-[0-9a-f]{12}@probe\.invalid$/;
/** Older ones are of runs that were killed, in milliseconds. */
const STALE = 10 * 60_000;

/** Removes the probes that killed runs have left behind. Gives their names. */
export async function sweepProbes(admin: AdminClient, realm: string, now: Date): Promise<readonly string[]> {
  const query = { search: PREFIX, briefRepresentation: false };
  const found = await admin.listAll<UserRepresentation>(adminPath`/realms/${realm}/users`, query);
  const stale = found.filter(
    (user) => EMAIL.test(user.email ?? "") && now.getTime() - madeAt(user) > STALE && user.id !== undefined,
  );
  for (const { id = "" } of stale) await removeProbe(admin, realm, id);
  return stale.map(({ username = "" }) => username);
}

/** Whether something of that name and with that mark is of a run that was killed. */
export function isStale(name: string, mark: string | undefined, now: Date): boolean {
  const marked = Date.parse(mark ?? "");
  return NAME.test(name) && !Number.isNaN(marked) && now.getTime() - marked > STALE;
}

/** By its mark; a realm without unmanaged attributes drops that, so else by Keycloak's own record. */
function madeAt(user: UserRepresentation): number {
  const marks = (user.attributes as Readonly<Record<string, readonly string[]>> | undefined)?.[
    PROBE_ATTRIBUTE
  ];
  const marked = Date.parse(marks?.[0] ?? "");
  return Number.isNaN(marked) ? (user.createdTimestamp ?? Number.POSITIVE_INFINITY) : marked;
}

/** What a probe of the model is to be; nothing is made yet. */
export function describeProbe(model: RealmModel): Omit<Probe, "id"> {
  const name = probeName();
  const email = `${name}@${DOMAIN}`;
  return {
    username: model.login.registrationEmailAsUsername ? email : name,
    password: randomPassword(),
    email,
    firstName: "Deskrealm",
    lastName: "Probe",
    attributes: requiredAttributes(model),
  };
}

/** A name that nobody else has, by which `isStale` knows it. */
export const probeName = (): string => `${PREFIX}${randomBytes(6).toString("hex")}`;

/** How Keycloak is told of it, with its mark and without a password. */
export function probeRepresentation(probe: Omit<Probe, "id">, now: Date): UserRepresentation {
  const { password: _, attributes, ...core } = probe;
  return {
    ...core,
    enabled: true,
    emailVerified: true,
    // Spelt out, or the realm's default actions would stop the login.
    requiredActions: [],
    attributes: { ...attributes, [PROBE_ATTRIBUTE]: [now.toISOString()] },
  };
}

/** Makes a probe that fulfils the model's profile and has all roles of client key `app`. */
export async function makeProbe(
  admin: AdminClient,
  model: RealmModel,
  now: Date,
  made: (id: string) => void,
): Promise<Probe> {
  const person = describeProbe(model);
  const id = await create(admin, model.realm, {
    ...probeRepresentation(person, now),
    credentials: [{ type: "password", value: person.password, temporary: false }],
  });
  made(id);
  await giveRoles(admin, model, id);
  return { id, ...person };
}

async function create(admin: AdminClient, realm: string, person: UserRepresentation): Promise<string> {
  try {
    const id = await admin.post(adminPath`/realms/${realm}/users`, person);
    if (id !== undefined) return id;
  } catch (error) {
    if (!(error instanceof AdminFailure && error.status === 400)) throw error;
    throw new Untrue(
      error.message,
      `look at the realm's password policy and user profile; the probe's password has ${PASSWORD_LENGTH} characters`,
    );
  }
  throw new Untrue("Keycloak named no id for the probe", "look into the server's log");
}

/** Removes a probe; one that is gone already is fine. */
export async function removeProbe(admin: AdminClient, realm: string, id: string): Promise<void> {
  const path = adminPath`/realms/${realm}/users/${id}`;
  if ((await admin.find(path)) !== undefined) await admin.delete(path);
}

async function giveRoles(admin: AdminClient, model: RealmModel, userId: string): Promise<void> {
  const app = model.clients["app"];
  const names = Object.keys(app?.roles ?? {});
  if (app === undefined || names.length === 0) return;
  const client = await findClient(admin, model.realm, app.clientId);
  if (client === undefined)
    throw new Untrue(`there is no client ${app.clientId}`, "bring the realm up to the spec with `up`");
  const path = adminPath`/realms/${model.realm}/clients/${client.id}/roles`;
  const existing = await admin.listAll<RoleRepresentation>(path);
  const roles = existing.filter(({ name = "" }) => names.includes(name));
  await admin.post(
    adminPath`/realms/${model.realm}/users/${userId}/role-mappings/clients/${client.id}`,
    roles,
  );
}

const CORE: ReadonlySet<string> = new Set(["username", "email", "firstName", "lastName"]);

/** A value for each attribute that somebody must fill in, or that only an administrator may. */
function requiredAttributes({ profile }: RealmModel): Readonly<Record<string, readonly string[]>> {
  const wanted = Object.entries(profile.attributes).filter(
    ([name, one]) => !CORE.has(name) && (one.requiredFor.length > 0 || !one.edit.includes("user")),
  );
  return Object.fromEntries(wanted.map(([name, one]) => [name, [valueFor(one)]]));
}

/** Something that the attribute's validators take; a pattern cannot be met by guessing. */
function valueFor({ validations }: ProfileAttribute): string {
  const { options, integer, double, email, uri, length } = validations;
  const isoDate = validations["iso-date"] ?? validations["local-date"];
  const first = options?.["options"] === undefined ? undefined : JSON.parse(options["options"])[0];
  if (typeof first === "string") return first;
  const number = integer ?? double;
  if (number !== undefined) return number["min"] ?? number["max"] ?? "1";
  if (email !== undefined) return `attribute@${DOMAIN}`;
  if (uri !== undefined) return `https://${DOMAIN}/`;
  if (isoDate !== undefined) return "2000-01-01";
  const text = "probe".padEnd(Number(length?.["min"] ?? 0), "x");
  return text.slice(0, Number(length?.["max"] ?? text.length));
}
