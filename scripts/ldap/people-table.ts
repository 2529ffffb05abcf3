// A directory's people as rows to check: read in pages, no more than one of them kept.

import { SizeLimitExceededError } from "ldapts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { HelpdeskPeople } from "../../infra/people/types.ts";
import { neededBy } from "../check-users/columns.ts";
import type { PeopleRow, PeopleTable } from "../check-users/types.ts";
import { sizeLimitCure } from "./examine.ts";
import { asFailure, LdapTrouble } from "./finding.ts";
import type { Directory } from "./open-directories.ts";
import { peopleFilter } from "./people-filter.ts";
import { personOf } from "./person-of.ts";
import { readPeople } from "./read-people.ts";
import { openFirst, type Session } from "./session.ts";

/**
 * Opens the directory for as long as `use` takes.
 *
 * @throws Failure `directory-failed`, or `directory-missing` where it fills nobody's needed attribute
 */
export async function withPeopleTable<T>(
  directory: Directory,
  helpdesk: HelpdeskPeople,
  use: (table: PeopleTable) => Promise<T>,
): Promise<T> {
  const { names } = personOf(directory.federation);
  const lacking = neededBy(directory.realm, helpdesk).filter((name) => !names.includes(name));
  if (lacking.length > 0)
    throw new Failure(
      "directory-missing",
      `The directory fills no ${lacking.join(", ")}, which everybody needs.`,
      {
        hint: "map it in ldap.attributes",
      },
    );
  try {
    await using session = await openFirst(directory.settings);
    // A second value of an attribute of one value is a finding, so each has a second column.
    const header = [...names, ...repeated(names, directory)];
    return await use({ source: session.url, header, rows: rows(session, directory, header) });
  } catch (error) {
    throw asFailure(error);
  }
}

/** Columns for the further values of attributes that may have several. */
function repeated(names: readonly string[], { realm }: Directory): string[] {
  return names.flatMap((name) =>
    realm.profile.attributes[name]?.multivalued ? Array<string>(MORE_VALUES).fill(name) : [],
  );
}

/** Values of one attribute that are looked at besides the first. */
const MORE_VALUES = 9;

async function* rows(
  session: Session,
  { federation }: Directory,
  header: readonly string[],
): AsyncGenerator<PeopleRow> {
  const { attributes, person } = personOf(federation);
  const reading = { federation, filter: peopleFilter(federation), attributes };
  try {
    for await (const entry of readPeople(session, reading)) {
      const left = new Map([...person(entry)].map(([name, values]) => [name, [...values]]));
      yield { line: entry.dn, fields: header.map((name) => left.get(name)?.shift() ?? "") };
    }
  } catch (error) {
    if (!(error instanceof SizeLimitExceededError)) throw error;
    const detail = `${session.url}: the directory does not give all of its people.`;
    throw new LdapTrouble("size-limit", detail, sizeLimitCure(federation), error);
  }
}
