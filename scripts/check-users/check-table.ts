// A table of people against a realm: one row after the other, nothing kept but the names that are taken.

import { once } from "node:events";
import type { Writable } from "node:stream";
import type { RealmModel } from "../../infra/model/types.ts";
import { personChecker } from "../../infra/people/person-checker.ts";
import type { HelpdeskPeople } from "../../infra/people/types.ts";
import { columnsOf } from "./columns.ts";
import type { PeopleTable, Summary, View } from "./types.ts";

/** Where results and notices go. */
export interface Streams {
  readonly stdout: Writable;
  readonly stderr: Writable;
}

/**
 * Shows every finding as it comes.
 *
 * @throws Failure `csv-column` before anything is shown, and whatever the rows throw
 */
export async function checkTable(
  table: PeopleTable,
  realm: RealmModel,
  helpdesk: HelpdeskPeople,
  view: View,
  { stdout, stderr }: Streams,
): Promise<Summary> {
  const { source, header, rows } = table;
  const { personOf, notices } = columnsOf(header, realm, helpdesk, source);
  const checker = personChecker(realm, helpdesk);
  for (const notice of notices) stderr.write(`notice: ${notice}\n`);
  for (const one of checker.unchecked) stderr.write(`notice: only Keycloak itself can judge ${one}\n`);
  stdout.write(view.start(source, realm.realm));
  let [people, concerned, findings] = [0, 0, 0];
  for await (const row of rows) {
    const person = personOf(row);
    const found = checker.check(person, row.line);
    const username = person.get("username")?.[0] ?? "";
    people++;
    findings += found.length;
    if (found.length > 0) concerned++;
    const text = found.map((one) => view.finding({ line: row.line, username, ...one })).join("");
    // A reader that is slower than the check must not make it hold the rest in memory.
    if (text !== "" && !stdout.write(text)) await once(stdout, "drain");
  }
  const summary = { source, realm: realm.realm, people, concerned, findings };
  stdout.write(view.end(summary));
  return summary;
}
