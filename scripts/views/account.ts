// What was done and what was not, in words, after an operation that failed.

import type { Account, Deed } from "../stack/account.ts";

/** Names of one list that are written out. */
const MOST = 20;

const DEEDS: readonly Exclude<Deed, "read">[] = ["created", "updated", "deleted"];

/** The account's text; empty where there is nothing to account for, as nothing was begun. */
export function accountText({ done, failed, left }: Account): string {
  if (done.length === 0 && failed.length === 0) return "";
  const lines = DEEDS.flatMap((deed) =>
    listed(
      deed,
      done.filter((one) => one.deed === deed).map(({ name }) => name),
    ),
  );
  const isOnlyRead = failed.every(({ deed }) => deed === "read");
  if (done.length === 0 && isOnlyRead) lines.push("nothing was changed");
  const failures = failed.map(({ name, deed, reason, isOpen }) => {
    const maybe = isOpen && deed !== "read" ? " (the server may have done it all the same)" : "";
    return `${name} was not ${deed}${maybe}: ${reason}`;
  });
  return `${[...lines, ...listed("failed", failures), ...listed("not tried", left)].join("\n")}\n`;
}

function listed(title: string, entries: readonly string[]): string[] {
  if (entries.length === 0) return [];
  const shown = entries.slice(0, MOST).map((entry) => `  ${entry}`);
  const more = entries.length > MOST ? [`  and ${entries.length - MOST} more`] : [];
  return [`${title} (${entries.length}):`, ...shown, ...more];
}
