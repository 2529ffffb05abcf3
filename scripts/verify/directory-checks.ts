// Whether a realm's directory is what the model says: reached, written to or not, and mapped for everyone.

import type UserRepresentation from "@keycloak/keycloak-admin-client/lib/defs/userRepresentation.js";
import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { findFederation } from "../../infra/admin/federations.ts";
import type { FederationModel } from "../../infra/model/federation.ts";
import type { RealmModel } from "../../infra/model/types.ts";
import { askKeycloak } from "../ldap/keycloak-tests.ts";
import { readFederations } from "../live/federation.ts";
import { BRING_UP, type Checks, needed, Untrue } from "./check.ts";

/** People whom the check of mappings looks at. */
const LOOKED_AT = 200;
/** What everybody is known by, as Keycloak calls it. */
const MAPPED = ["username", "email", "firstName", "lastName"];

/** @param model - as it is meant at this time */
export async function checkDirectories(checks: Checks, admin: AdminClient, model: RealmModel): Promise<void> {
  for (const [key, federation] of Object.entries(model.federations)) {
    const { name } = federation;
    const found = await checks.try("directory", `Keycloak reaches the directory ${name} and logs in`, () =>
      reach(admin, model.realm, federation),
    );
    const live = await readFederations(admin, model.realm, { [key]: federation });
    await checks.try("directory-mode", modeTitle(federation), () => checkMode(federation, live[key]));
    const title = `${name} gives everybody a user name, an address, a first and a last name, and a UUID`;
    await checks.try("directory-mapping", title, async () => {
      checkMappers(federation, needed(live[key], "directory"));
      await checkPeople(admin, model.realm, needed(found, "directory"));
    });
  }
}

/** With the password that the realm holds: a change of it on the server shows in nothing else. */
async function reach(admin: AdminClient, realm: string, federation: FederationModel): Promise<string> {
  const id = (await findFederation(admin, realm, federation.name))?.id;
  if (id === undefined) throw new Untrue("the realm has no such directory", BRING_UP);
  const { connection, authentication } = await askKeycloak(admin, realm, federation, { storedIn: id });
  const wrong = [connection, authentication ?? "ok"].find((answer) => answer !== "ok");
  if (wrong === undefined) return id;
  throw new Untrue(`Keycloak says ${wrong}`, "`deskrealm ldap test` says what is wrong");
}

const modeTitle = ({ name, editMode }: FederationModel): string =>
  `the directory ${name} is ${editMode.toLowerCase().replace("_", "-")}`;

function checkMode(wanted: FederationModel, live: FederationModel | undefined): void {
  const { editMode } = needed(live, "directory");
  if (editMode === wanted.editMode) return;
  const writes = "Keycloak writes to it, and deletes there whom it deletes";
  throw new Untrue(editMode === "WRITABLE" ? writes : `it is ${editMode}`, BRING_UP);
}

function checkMappers(wanted: FederationModel, live: FederationModel): void {
  if (live.uuidAttribute !== wanted.uuidAttribute)
    throw new Untrue(`the UUID is ${live.uuidAttribute}, and not ${wanted.uuidAttribute}`, BRING_UP);
  for (const name of MAPPED) {
    const [sources, expected] = [sourcesOf(live, name), sourcesOf(wanted, name)];
    if (sources.join() === expected.join()) continue;
    const from = sources.length === 0 ? "nothing" : sources.join(" and ");
    throw new Untrue(`${name} comes from ${from}, and not from ${expected.join() || "nothing"}`, BRING_UP);
  }
}

/** LDAP attributes that fill an attribute; a mapper of whole names fills the first name and the last. */
function sourcesOf({ mappers }: FederationModel, name: string): string[] {
  const found = Object.values(mappers).flatMap(({ type, config }) => {
    if (type === "full-name-ldap-mapper")
      return ["firstName", "lastName"].includes(name) ? [config["ldap.full.name.attribute"] ?? "cn"] : [];
    const fills = type === "user-attribute-ldap-mapper" && config["user.model.attribute"] === name;
    return fills ? [config["ldap.attribute"] ?? ""] : [];
  });
  return found.sort();
}

async function checkPeople(admin: AdminClient, realm: string, id: string): Promise<void> {
  const query = { first: 0, max: LOOKED_AT, briefRepresentation: false };
  const users = await admin.get<UserRepresentation[]>(adminPath`/realms/${realm}/users`, query);
  const people = users.filter(({ federationLink }) => federationLink === id);
  const lacking = people.flatMap(({ username = "", email, firstName, lastName, attributes }) => {
    const uuid = (attributes as Readonly<Record<string, readonly string[]>> | undefined)?.["LDAP_ID"]?.[0];
    const values = Object.entries({ email, firstName, lastName, UUID: uuid });
    const names = values.flatMap(([name, value]) => (value ? [] : [name]));
    return names.length === 0 ? [] : [`${username} (${names.join(", ")})`];
  });
  if (lacking.length === 0) return;
  const shown = lacking.slice(0, 3).join(", ");
  throw new Untrue(
    `of ${people.length} people looked at, ${lacking.length} lack something: ${shown}`,
    "fill it in in the directory, and then: deskrealm ldap sync SPEC --full",
  );
}
