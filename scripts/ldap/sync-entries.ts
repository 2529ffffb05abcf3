// Which entries keep a sync from taking everybody: what Keycloak itself answers with a number, or with an error.

import type { Entry } from "ldapts";
import type { FederationModel } from "../../infra/model/federation.ts";
import type { RealmModel } from "../../infra/model/types.ts";
import { Taken } from "../../infra/people/taken.ts";
import type { LdapFinding } from "./finding.ts";
import { peopleFilter } from "./people-filter.ts";
import { personOf } from "./person-of.ts";
import { readPeople } from "./read-people.ts";
import type { Session } from "./session.ts";

/** Width of the database's columns for the four; a wider value can abort the whole sync. */
const COLUMN = 255;
const COLUMNS = ["username", "email", "firstName", "lastName"];
/** Entries that are named; more are counted. */
const SHOWN = 20;

/** Looks at everybody. Empty where the entries are not what is wrong. */
export async function findEntries(
  session: Session,
  federation: FederationModel,
  realm: RealmModel,
): Promise<readonly LdapFinding[]> {
  const taken = new Taken(realm);
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
    const problems = [
      ...COLUMNS.flatMap((name) => tooLong(entry, name, first(name), federation)),
      ...taken.add(first("username"), first("email"), entry.dn).map(({ attribute, value, detail, fix }) => {
        return problem(entry, `its ${ldapName(federation, attribute)} ${value} ${detail}`, fix);
      }),
    ];
    for (const one of problems) if (count++ < SHOWN) found.push(one);
  }
  if (count > SHOWN)
    found.push({ ...problemOf(`${count - SHOWN} more entries are like that.`, ""), severity: "notice" });
  return found;
}

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
