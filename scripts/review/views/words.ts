// What every view of a review says in the same words.

import { helpdesksOf } from "../../../infra/review/group.ts";
import { listed, type Phrase, quote, quotes, say, words } from "../../../infra/review/phrase.ts";
import {
  type Group,
  type Member,
  type Place,
  type Review,
  RISKS,
  type Risk,
  SEVERITIES,
  type Severity,
} from "../../../infra/review/types.ts";

export const RISK_WORDS: Readonly<Record<Risk, string>> = {
  loses: "Loses data",
  "locks-out": "Locks someone out",
  opens: "Lets someone in",
  unknown: "Unknown",
  lifetime: "Changes a lifetime",
  behaviour: "Changes how it works",
  cosmetic: "Changes looks",
};

export const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  high: "High risk",
  medium: "Medium risk",
  low: "Low risk",
};

export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** `3 changes in 2 of 7 helpdesks: 1 of high, 2 of low risk.` */
export function summaryLine({ groups, changed, helpdesks, live }: Review): string {
  const all = `${helpdesks === 1 ? "the only helpdesk" : plural(helpdesks, "helpdesk")}`;
  const failed = live?.failed.length ?? 0;
  if (groups.length === 0 && failed > 0)
    return failed === helpdesks
      ? "No helpdesk could be looked at."
      : `No change in ${helpdesks - failed} of ${all}.`;
  if (groups.length === 0) return `No change in ${helpdesks === 0 ? "any helpdesk: there is none" : all}.`;
  const where = helpdesks === 1 ? all : `${changed.length} of ${all}`;
  const counts = SEVERITIES.flatMap((severity) => {
    const count = groups.filter((one) => one.severity === severity).length;
    return count === 0 ? [] : [`${count} of ${severity}`];
  });
  return `${plural(groups.length, "change")} in ${where}: ${counts.join(", ")} risk.`;
}

/** How many groups there are of each risk, those with none left out, by severity. */
export function riskCounts({ groups }: Review) {
  return RISKS.map((risk) => {
    const all = groups.filter((one) => one.risk === risk);
    const of = (severity: Severity) => all.filter((one) => one.severity === severity).length;
    return { risk, high: of("high"), medium: of("medium"), low: of("low"), all: all.length };
  }).filter(({ all }) => all > 0);
}

/** The sentence with its realm before it: `agents realm otrs-agents: …`. */
export function headline(group: Group): Phrase {
  return [...realmWords(group), ...group.sentence];
}

function realmWords({ realms, members }: Group): Phrase {
  if (realms.length === 0) return [];
  const names = [...new Set(members.map(({ realm }) => realm?.name ?? ""))];
  const keys = words(realms.join(" and "));
  if (realms.length > 1) return say`${keys} realms: `;
  return names.length === 1 && names[0] !== undefined
    ? say`${keys} realm ${names[0]}: `
    : say`${keys} realm: `;
}

/** `in acme-prod`, or how many there are. */
export function whereWords(group: Group): Phrase {
  const names = helpdesksOf(group);
  return names.length <= 3 ? listed(names.map(quote)) : words(plural(names.length, "helpdesk"));
}

/** Helpdesks of a group with the places in each, those with the same places in one line. */
export interface Spots {
  readonly helpdesks: readonly string[];
  readonly from: readonly Place[];
  readonly to: readonly Place[];
}

export function spotsOf({ members }: Group): Spots[] {
  const byHelpdesk = [...Map.groupBy(members, ({ helpdesk }) => helpdesk)].map(([helpdesk, all]) => ({
    helpdesk,
    from: unique(all.map(({ from }) => from)),
    to: unique(all.map(({ to }) => to)),
  }));
  return [...Map.groupBy(byHelpdesk, ({ from, to }) => JSON.stringify([from, to])).values()].map((alike) => ({
    helpdesks: alike.map(({ helpdesk }) => helpdesk),
    from: alike[0]?.from ?? [],
    to: alike[0]?.to ?? [],
  }));
}

function unique(places: readonly Member["from"][]): Place[] {
  const there = places.filter((one) => one !== null);
  return [...new Map(there.map((one) => [JSON.stringify(one), one])).values()];
}

/** `before realms/acme.yaml:4, after realms/acme.yaml:5`; once where both are the same. */
export function placeWords({ from, to }: Pick<Spots, "from" | "to">): Phrase {
  const [before, after] = [from, to].map((places) => quotes(places.map(placeText), ""));
  if (from.length === 0) return after ?? [];
  if (to.length === 0) return say`before ${before ?? []}`;
  if (JSON.stringify(from) === JSON.stringify(to)) return after ?? [];
  return say`before ${before ?? []}, after ${after ?? []}`;
}

export function placeText(place: Place): string {
  if (place.kind === "line") return `${place.file}:${place.line}`;
  return place.kind === "server" ? "on the server" : `preset: ${place.reason}`;
}

/** What is left of a list that is too long. */
export const more = (count: number, noun: string): string => `and ${plural(count, `more ${noun}`)}`;
