// A person of the directory logs in, and the helpdesk is told of them what the directory holds.

import { decodeJwt } from "jose";
import type { Entry } from "ldapts";
import type { AdminClient } from "../../infra/admin/client.ts";
import { findUser } from "../../infra/admin/find-user.ts";
import type { FederationModel } from "../../infra/model/federation.ts";
import type { ClientModel, RealmModel } from "../../infra/model/types.ts";
import { escapeInFilter } from "../../infra/spec/search-filter.ts";
import { LdapTrouble } from "../ldap/finding.ts";
import { peopleFilter } from "../ldap/people-filter.ts";
import { personOf } from "../ldap/person-of.ts";
import { readPeople, textOf } from "../ldap/read-people.ts";
import { openFirst, type Session } from "../ldap/session.ts";
import type { DirectorySettings } from "../ldap/settings.ts";
import type { Fetch } from "../login/fetch.ts";
import { type Login, loginThroughForm } from "../login/login.ts";
import { BRING_UP, type Checks, NotTried, needed, registered, Untrue } from "./check.ts";

/** Who is to log in, and how the realm's directory is asked about them. */
export interface DirectoryPerson {
  readonly username: string;
  readonly password: string;
  readonly settings: DirectorySettings;
}

/** What the login goes by, as for the probe. */
export interface Way {
  readonly admin: AdminClient;
  readonly fetch: Fetch;
  readonly issuer: string;
  readonly app: ClientModel;
  readonly secret: string | undefined;
  readonly redirectUri: string | undefined;
}

/** Active Directory's rule that looks through groups within groups. */
const IN_CHAIN = ":1.2.840.113556.1.4.1941:";

export async function checkPerson(
  checks: Checks,
  way: Way,
  model: RealmModel,
  { username, password, settings }: DirectoryPerson,
): Promise<void> {
  const [federation] = Object.values(model.federations);
  if (federation === undefined) return;
  const login = await checks.try("directory-login", `${username} of the directory logs in`, () => {
    const { issuer, app, secret: clientSecret, redirectUri, fetch } = way;
    return loginThroughForm({
      issuer,
      clientId: app.clientId,
      clientSecret,
      redirectUri: registered(redirectUri),
      username,
      password,
      fetch,
    });
  });
  const known = await checks.try("directory-entry", `the directory tells of ${username} what is mapped`, () =>
    inDirectory(settings, federation, username, model),
  );
  await checks.try(
    "directory-claims",
    `the tokens and Keycloak say of ${username} what the directory holds`,
    () =>
      checkValues(way.admin, model.realm, needed(login, "directory-login"), needed(known, "directory-entry")),
  );
  await checks.try("directory-roles", `${username} has the roles of the directory's groups`, () => {
    const { roles } = needed(known, "directory-entry");
    const access = decodeJwt(needed(login, "directory-login").tokens.access_token);
    const resources = access["resource_access"] as Record<string, { roles?: string[] }> | undefined;
    const got = resources?.[way.app.clientId]?.roles ?? [];
    if (roles.length === 0) throw new NotTried("the person is in none of the groups that give roles");
    const lacking = roles.filter((role) => !got.includes(role));
    if (lacking.length === 0) return;
    const has = got.length === 0 ? "none" : got.join(", ");
    throw new Untrue(`the access token lacks ${lacking.join(", ")}; it has ${has}`, BRING_UP);
  });
}

interface Known {
  readonly username: string;
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** Of the client `app`, ascending. */
  readonly roles: readonly string[];
}

async function inDirectory(
  settings: DirectorySettings,
  federation: FederationModel,
  username: string,
  model: RealmModel,
): Promise<Known> {
  try {
    await using session = await openFirst(settings);
    const { attributes, person } = personOf(federation);
    const own = `(${federation.usernameAttribute}=${escapeInFilter(username)})`;
    const filter = `(&${peopleFilter(federation)}${own})`;
    for await (const entry of readPeople(session, { federation, filter, attributes }))
      return {
        username,
        values: person(entry),
        roles: await rolesOf(session, federation, model, entry, username),
      };
  } catch (error) {
    if (!(error instanceof LdapTrouble)) throw error;
    throw new Untrue(error.finding.detail, error.finding.fix);
  }
  throw new Untrue("there is no such person in the directory", "name one with --ldap-user");
}

/** By the groups that the directory has the person in, nested ones where the mapper looks into them. */
async function rolesOf(
  { client }: Session,
  { mappers }: FederationModel,
  { groups }: RealmModel,
  entry: Entry,
  username: string,
): Promise<string[]> {
  const roles = new Set<string>();
  for (const { type, config } of Object.values(mappers)) {
    if (type === "hardcoded-ldap-role-mapper") roles.add(config["role"]?.split(".").slice(1).join(".") ?? "");
    if (type !== "group-ldap-mapper") continue;
    const { "membership.ldap.attribute": member = "member", "group.name.ldap.attribute": name = "cn" } =
      config;
    const chain = config["user.roles.retrieve.strategy"]?.endsWith("RECURSIVELY") ? IN_CHAIN : "";
    const value = config["membership.attribute.type"] === "UID" ? username : entry.dn;
    const filter = `(&${config["groups.ldap.filter"] ?? ""}(${member}${chain}=${escapeInFilter(value)}))`;
    const { searchEntries } = await client.search(config["groups.dn"] ?? "", { filter, attributes: [name] });
    for (const group of searchEntries)
      for (const role of groups[textOf(group, name)]?.clientRoles["app"] ?? []) roles.add(role);
  }
  return [...roles].filter((role) => role !== "").sort();
}

async function checkValues(admin: AdminClient, realm: string, login: Login, known: Known): Promise<void> {
  const { values, username } = known;
  const first = (name: string) => values.get(name)?.[0] ?? "";
  const id = decodeJwt(login.tokens.id_token ?? "");
  const claims = { given_name: "firstName", family_name: "lastName", email: "email" };
  const wrong = Object.entries(claims).flatMap(([claim, name]) =>
    same(name, String(id[claim] ?? ""), first(name))
      ? []
      : [`${claim} is ${id[claim] ?? "missing"}, not ${first(name)}`],
  );
  const user = await findUser(admin, realm, username);
  const kept = (user?.attributes ?? {}) as Readonly<Record<string, readonly string[]>>;
  for (const [name, wanted] of values) {
    // Keycloak writes times in a way of its own.
    if (CORE.has(name) || name.endsWith("Timestamp")) continue;
    const got = kept[name] ?? [];
    if (got.toSorted().join("\n") !== wanted.toSorted().join("\n"))
      wrong.push(`${name} is ${got.join(", ") || "missing"}, not ${wanted.join(", ") || "missing"}`);
  }
  if (wrong.length > 0)
    throw new Untrue(
      wrong.join("; "),
      "sync with `deskrealm ldap sync SPEC --full`, or bring the mappers up with `up`",
    );
}

const CORE: ReadonlySet<string> = new Set(["username", "email", "firstName", "lastName"]);

/** Keycloak keeps addresses in lower case. */
function same(name: string, got: string, wanted: string): boolean {
  return name === "email" ? got.toLowerCase() === wanted.toLowerCase() : got === wanted;
}
