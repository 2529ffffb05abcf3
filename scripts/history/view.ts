// Snapshots and their differences, for people and for programs.

import { relative } from "node:path";
import { visible } from "../../infra/diagnostics/visible.ts";
import { realmNames } from "../../infra/model/realm-names.ts";
import { count, differenceDocument, differenceLine } from "../drift/view.ts";
import type { Shelf } from "./folder.ts";
import type { Compared } from "./sides.ts";
import { countDifferences, type Snapshot, timeOf } from "./snapshot.ts";

/** The stack whose snapshots they are, and where. */
export interface Place {
  readonly owner: string;
  readonly folder: string;
}

/** A snapshot in a list that begins with the newest. */
interface Entry extends Snapshot {
  readonly number: number;
  /** To the next newer one; `null` of the newest. */
  readonly differences: number | null;
}

function entriesOf({ snapshots }: Shelf): Entry[] {
  return snapshots.map((one, index) => {
    const newer = snapshots[index - 1];
    const differences = newer === undefined ? null : countDifferences(one.model, newer.model);
    return { ...one, number: index + 1, differences };
  });
}

export function listText(shelf: Shelf, { owner, folder }: Place): string {
  const { length } = shelf.snapshots;
  if (length === 0) return `No snapshot of ${owner} in ${folder}.\n`;
  const width = String(length).length;
  const lines = entriesOf(shelf).map(({ number, id, model, differences }) => {
    const changed = differences === null ? "" : `  ${count(differences, "difference")} to ${number - 1}`;
    return visible(`${String(number).padStart(width)}  ${id}  ${realmNames(model).join(", ")}${changed}`);
  });
  return [`${count(length, "snapshot")} of ${owner} in ${folder}, the newest first:`, ...lines, ""].join(
    "\n",
  );
}

export function listJson(shelf: Shelf, { owner, folder }: Place): string {
  const snapshots = entriesOf(shelf).map(({ number, id, server, spec, model, differences }) => ({
    ...{ number, id, time: timeOf(id), server, spec, realms: realmNames(model), differences },
  }));
  return json({ owner, folder, snapshots, skipped: shelf.skipped });
}

/** What lies among them and is none, a notice each, with paths from the working folder. */
export function skippedText({ skipped }: Pick<Shelf, "skipped">, cwd: string): string {
  const lines = skipped.map(
    ({ file, reason }) => `notice: ${relative(cwd, file)} was passed over: ${reason}`,
  );
  return lines.map((line) => `${visible(line)}\n`).join("");
}

export function compareText({ from, to, differences }: Compared): string {
  if (differences.length === 0) return `No differences between ${from} and ${to}.\n`;
  const sum = `${count(differences.length, "difference")} between ${from} and ${to}.`;
  return [...differences.map(differenceLine), sum, ""].join("\n");
}

export const compareJson = ({ from, to, differences }: Compared): string =>
  json({ from, to, differences: differences.map(differenceDocument) });

/** `version` rises when a program that reads this would have to change. */
export const json = (document: object): string => `${JSON.stringify({ version: 1, ...document }, null, 2)}\n`;
