// Which entries keep a sync from taking everybody: what Keycloak itself answers with a number, or with an error.

import type { Entry } from "ldapts";
import type { FederationModel } from "../../infra/model/federation.ts";
import type { RealmModel } from "../../infra/model/types.ts";
import { Taken } from "../../infra/people/taken.ts";
import type { LdapFinding } from "./finding.ts";
import type { LocalPeople } from "./local-people.ts";
import { peopleFilter } from "./people-filter.ts";
import { personOf } from "./person-of.ts";
import { readPeople } from "./read-people.ts";
import type { Session } from "./session.ts";

/** Width of the database's columns for the four; a wider value can abort the whole sync. */
const COLUMN = 255;
const COLUMNS = ["username", "email", "firstName", "lastName"];
/** Entries that are named; more are counted. */
const SHOWN = 20;

/**
 * Looks at everybody. Empty where the entries are not what is wrong.
 *
 * @param local - the realm's people who are not of the directory
 */
export async function findEntries(
  session: Session,
  federation: FederationModel,
  realm: RealmModel,
  local: LocalPeople,
): Promise<readonly LdapFinding[]> {
  // Whom the spec names is among the local people, once there.
  const taken = new Taken({ ...realm, users: {} });
  const { attributes, person } = personOf(federation);
  const found: LdapFinding[] = [];
  let count = 0;
  for await (const entry of readPeople(session, {
    federation,
    filter: peopleFilter(federation),
    attributes,
  })) {
    const values = person(entry);
    const first = (name: string) => values.get(name)?.[0] ?? "";
    const at = (attribute: string) => ldapName(federation, attribute);
    const problems = [
      ...COLUMNS.flatMap((name) => tooLong(entry, name, first(name), federation)),
      ...taken.add(first("username"), first("email"), entry.dn).map(({ attribute, value, detail, fix }) => {
        return problem(entry, `its ${at(attribute)} ${value} ${detail}`, fix);
      }),
      ...ofLocal(local, first("username"), first("email"), realm).map(([attribute, value, whose]) => {
        const what = `its ${at(attribute)} ${value} is that of ${whose}, a person of the realm who is not of the directory`;
        return problem(entry, what, localFix(whose));
      }),
    ];
    for (const one of problems) if (count++ < SHOWN) found.push(one);
  }
  if (count > SHOWN)
    found.push({ ...problemOf(`${count - SHOWN} more entries are like that.`, ""), severity: "notice" });
  return found;
}

/** The attributes that a local person has already: attribute, value, and who. */
function ofLocal(
  { byUsername, byEmail }: LocalPeople,
  username: string,
  email: string,
  { login }: RealmModel,
): (readonly [attribute: string, value: string, whose: string])[] {
  const sameName = byUsername.get(username.toLowerCase());
  const sameMail = login.duplicateEmailsAllowed ? undefined : byEmail.get(email.toLowerCase());
  return [
    ...(sameName === undefined ? [] : [["username", username, sameName] as const]),
    // Both of one person: the name says it.
    ...(sameMail === undefined || sameMail === sameName ? [] : [["email", email, sameMail] as const]),
  ];
}

const localFix = (whose: string): string =>
  `if both are one person, delete ${whose} in Keycloak and sync again (the roles and sessions that ${whose} has there go); ` +
  "else give one of them another, or leave the entry out with ldap.filter";

function tooLong(entry: Entry, name: string, value: string, federation: FederationModel): LdapFinding[] {
  if (value.length <= COLUMN) return [];
  const attribute = ldapName(federation, name);
  const what = `its ${attribute} has ${value.length} characters, and Keycloak takes ${COLUMN}: that can end the whole sync`;
  return [
    problem(entry, what, `shorten ${attribute} in the directory, or leave the entry out with ldap.filter`),
  ];
}

const problem = (entry: Entry, what: string, fix: string): LdapFinding =>
  problemOf(`${entry.dn}: ${what}.`, fix);

const problemOf = (detail: string, fix: string): LdapFinding => {
  return { code: "sync-entry", severity: "error", detail, fix };
};

function ldapName(federation: FederationModel, attribute: string): string {
  const mapper = Object.values(federation.mappers).find(
    ({ config }) => config["user.model.attribute"] === attribute,
  );
  return mapper?.config["ldap.attribute"] ?? attribute;
}
