// Which column holds which attribute of a person.

import { Failure } from "../../infra/diagnostics/failure.ts";
import { suggest } from "../../infra/diagnostics/suggest.ts";
import type { RealmModel } from "../../infra/model/types.ts";
import type { HelpdeskPeople, Person } from "../../infra/people/types.ts";
import type { PeopleRow } from "./types.ts";

export interface Columns {
  /** The row as a person; an attribute whose column comes several times has several values. */
  readonly personOf: (row: PeopleRow) => Person;
  /** What the person at the keyboard should know of columns, one sentence each. */
  readonly notices: readonly string[];
}

/**
 * Reads the header. Exact names come first; then case, blanks, underscores and hyphens do not count.
 *
 * @param source - what the table is called, for messages
 * @throws Failure `csv-column` where a column is missing that everybody needs, or one attribute has two columns
 */
export function columnsOf(
  header: readonly string[],
  realm: RealmModel,
  helpdesk: HelpdeskPeople,
  source: string,
): Columns {
  const names = namesOf(realm, helpdesk);
  const other = new Set(helpdesk.otherColumns.map(plain));
  const found = header.map((title) => names.exact.get(title.trim()) ?? names.plain.get(plain(title)));
  const unknown = header.filter((title, index) => found[index] === undefined && !other.has(plain(title)));
  for (const name of neededBy(realm, helpdesk))
    if (!found.includes(name)) throw missing(name, unknown, source);
  for (const [index, name] of found.entries())
    if (name !== undefined && found.indexOf(name) < index && !realm.profile.attributes[name]?.multivalued)
      throw new Failure("csv-column", `${source}:1 has two columns for ${name}.`, {
        hint: "leave one of them out",
      });
  return {
    personOf: ({ fields }) => {
      const person = new Map<string, string[]>();
      for (const [index, name] of found.entries()) {
        const value = fields[index] ?? "";
        if (name === undefined || value === "") continue;
        const values = person.get(name);
        if (values === undefined) person.set(name, [value]);
        else values.push(value);
      }
      return person;
    },
    notices: [...unknown.map((title) => unknownNotice(title, names.all)), ...droppedNotices(found, realm)],
  };
}

function namesOf(realm: RealmModel, helpdesk: HelpdeskPeople) {
  const own = ["username", "email", "firstName", "lastName", ...Object.keys(realm.profile.attributes)];
  const all = [...new Set([...own, ...helpdesk.required, ...Object.values(helpdesk.columns)])];
  const exact = new Map([...Object.entries(helpdesk.columns), ...all.map((name) => [name, name] as const)]);
  return { all, exact, plain: new Map([...exact].toReversed().map(([title, name]) => [plain(title), name])) };
}

const plain = (title: string): string => title.toLowerCase().replace(/[\s_-]/g, "");

/** Without a column of these, everybody would have a finding. */
export function neededBy({ login, profile }: RealmModel, helpdesk: HelpdeskPeople): string[] {
  const required = Object.entries(profile.attributes).filter(([, { requiredFor }]) => requiredFor.length > 0);
  const names = new Set(["username", "email", ...required.map(([name]) => name), ...helpdesk.required]);
  if (login.registrationEmailAsUsername) names.delete("username");
  return [...names];
}

function missing(name: string, unknown: readonly string[], source: string): Failure {
  const near = suggest(name, unknown);
  return new Failure("csv-column", `${source}:1 has no column ${name}, which everybody needs.`, {
    hint: near === undefined ? `add a column ${name}` : `call the column ${near} ${name}`,
  });
}

function unknownNotice(title: string, names: readonly string[]): string {
  const near = suggest(title, names);
  const meant = near === undefined ? "" : `; did you mean ${near}?`;
  return `the column ${JSON.stringify(title)} is not looked at: no attribute is called so${meant}`;
}

/** Attributes that Keycloak takes without a word and forgets. */
function droppedNotices(found: readonly (string | undefined)[], { profile, realm }: RealmModel): string[] {
  if (["ENABLED", "ADMIN_EDIT"].includes(profile.unmanagedAttributes)) return [];
  const core = ["username", "email", "firstName", "lastName", ...Object.keys(profile.attributes)];
  const dropped = [...new Set(found)].filter((name) => name !== undefined && !core.includes(name));
  return dropped.map((name) => `${realm} keeps no ${name}: declare it under attributes, or it is dropped`);
}
