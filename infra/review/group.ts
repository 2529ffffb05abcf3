// The same change in many helpdesks is one group.

import { ascending } from "../model/canonical.ts";
import { rank } from "./classify.ts";
import { type Phrase, plain } from "./phrase.ts";
import type { Change, Group, Member } from "./types.ts";

/** Groups of changes by risk, then in an order that does not depend on that of the changes. */
export function group(changes: readonly Change[]): Group[] {
  // First what reads the same, then what reads the same with each helpdesk's own values named.
  const alike = [...Map.groupBy(changes, (one) => key(one, one.sentence)).values()];
  const merged = Map.groupBy(alike, (same) => {
    const [general = "", ...others] = new Set(same.map((one) => key(one, one.general)));
    return others.length === 0
      ? `general ${general}`
      : `alike ${same.map((one) => key(one, one.sentence))[0]}`;
  });
  return [...merged.values()].map((parts) => groupOf(parts.flat())).sort(order);
}

function key({ about, code, severity, risk, reason, note }: Change, sentence: Phrase): string {
  return JSON.stringify([about, code, severity, risk, reason, sentence, note?.summary ?? null]);
}

function groupOf(changes: readonly Change[]): Group {
  const sorted = [...changes].sort(
    (a, b) =>
      ascending(a.helpdesk, b.helpdesk) ||
      ascending(a.realm?.key ?? "", b.realm?.key ?? "") ||
      ascending(a.path, b.path) ||
      ascending(plain(a.sentence), plain(b.sentence)),
  );
  const [first] = sorted as [Change, ...Change[]];
  const { code, about, risk, severity, reason, refused, note } = first;
  const isSame = sorted.every(({ sentence }) => plain(sentence) === plain(first.sentence));
  const members = sorted.map(
    ({ helpdesk, realm, path, sentence, from, to, at }): Member => ({
      helpdesk,
      realm,
      path,
      sentence,
      from,
      to,
      at,
    }),
  );
  const realms = [...new Set(sorted.flatMap(({ realm }) => (realm === null ? [] : [realm.key])))];
  return {
    code,
    about,
    risk,
    severity,
    reason,
    ...(refused === undefined ? {} : { refused }),
    sentence: isSame ? first.sentence : first.general,
    realms: realms.sort(ascending),
    note,
    members,
  };
}

const ABOUT = ["spec", "helpdesk", "model", "pulumi", "policy"];

function order(a: Group, b: Group): number {
  return (
    rank(a) - rank(b) ||
    ABOUT.indexOf(a.about) - ABOUT.indexOf(b.about) ||
    ascending(a.code, b.code) ||
    ascending(plain(a.sentence), plain(b.sentence)) ||
    ascending(JSON.stringify(a.members[0]), JSON.stringify(b.members[0]))
  );
}

/** Names of the helpdesks of a group, each once, ascending. */
export const helpdesksOf = ({ members }: Group): string[] => [
  ...new Set(members.map(({ helpdesk }) => helpdesk)),
];
