// Changes of a helpdesk as a whole: it comes, goes, gets another name, another spec, another Keycloak; and
// specs that cannot be read, of which nothing more can be said.

import { coverUrls } from "../diagnostics/cover.ts";
import { ascending } from "../model/canonical.ts";
import { helpdesksOf } from "../model/helpdesks.ts";
import { realmNames } from "../model/realm-names.ts";
import { joined, type Phrase, quote, quotes, say, words } from "./phrase.ts";
import { variablePlace } from "./places.ts";
import type { ExpandedSide, Pair, Side, Unit } from "./sides.ts";
import type { Change, Line, Place, Verdict } from "./types.ts";
import { readable } from "./unknown.ts";

/** A change before it knows its helpdesk. */
export type Told = Omit<Change, "helpdesk" | "general">;

const NOWHERE = { path: "", realm: null, note: null } as const;

/** Added, removed, renamed, moved, pointed elsewhere. */
export function aboutHelpdesk({ before, after }: Pair): Told[] {
  if (before === null) return after === null ? [] : [added(after)];
  if (after === null) return [removed(before)];
  return [
    ...renamed(before.unit, after.unit),
    ...moved(before.unit, after.unit),
    ...elsewhere(before.unit, after.unit),
    ...setAgain(before, after),
  ];
}

function told(code: string, verdict: Verdict, from: Line | null, to: Line | null): Told {
  return { ...NOWHERE, ...verdict, code, about: "helpdesk", from, to, at: to ?? from };
}

/** The top of a file. */
const top = (file: string): Line => ({ kind: "line", file, line: 1 });
const fileOf = ({ stackFile, spec }: Unit): string => stackFile ?? spec;

function added({ unit, expanded }: Side): Told {
  const people = Object.values(expanded?.model.realms ?? {}).flatMap(({ users }) => Object.keys(users));
  const verdict = {
    sentence: say`a new helpdesk${described(expanded)}${words(named(people.length))}`,
    risk: "opens",
    severity: "low",
    reason: "its realms are made by the next up",
  } as const;
  return told("helpdesk-added", verdict, null, top(fileOf(unit)));
}

const named = (people: number): string =>
  people === 0 ? "" : people === 1 ? "; 1 person is named" : `; ${people} people are named`;

function removed({ unit, expanded }: Side): Told {
  const verdict = {
    sentence: say`the helpdesk${described(expanded)} goes`,
    risk: "loses",
    severity: "medium",
    reason: "its realms stay in Keycloak as they are, and nothing keeps them so any more",
  } as const;
  return told("helpdesk-removed", verdict, top(fileOf(unit)), null);
}

function described(expanded: ExpandedSide | undefined): Phrase {
  if (expanded === undefined) return words("");
  const realms = realmNames(expanded.model);
  const urls = Object.values(helpdesksOf(expanded.model)).map(({ url }) => url);
  return say` at ${joined(urls.map((url) => say`${url}`))} (realms ${quotes(realms.sort(ascending))})`;
}

function renamed(before: Unit, after: Unit): Told[] {
  if (before.name === after.name) return [];
  const isStack = before.kind === "stack";
  const verdict = {
    sentence: say`renamed from ${before.name} to ${after.name}`,
    risk: isStack ? "locks-out" : "cosmetic",
    severity: isStack ? "medium" : "low",
    reason: isStack
      ? "the realms bear the old stack's mark, so up refuses them under the new name"
      : "the spec stands in another file",
  } as const;
  return [told("helpdesk-renamed", verdict, top(fileOf(before)), top(fileOf(after)))];
}

function moved(before: Unit, after: Unit): Told[] {
  if (before.spec === after.spec || before.kind === "spec") return [];
  const verdict = {
    sentence: say`its spec is now ${after.spec} instead of ${before.spec}`,
    risk: "behaviour",
    severity: "low",
    reason: "what differs between the two follows here",
  } as const;
  return [told("helpdesk-spec", verdict, top(fileOf(before)), top(fileOf(after)))];
}

function elsewhere(before: Unit, after: Unit): Told[] {
  if (before.keycloakUrl === after.keycloakUrl) return [];
  const shown = ({ keycloakUrl }: Unit) => coverUrls(keycloakUrl ?? "that of the environment");
  const verdict = {
    sentence: say`its Keycloak is now ${shown(after)} instead of ${shown(before)}`,
    risk: "locks-out",
    severity: "medium",
    reason: "the realms are made there anew, without the people of the old ones",
  } as const;
  return [told("helpdesk-keycloak", verdict, top(fileOf(before)), top(fileOf(after)))];
}

/**
 * The helpdesk that had the realms alone is one of a list now.
 *
 * @param key - in the list; undefined where it is none that gets company
 */
export function aboutCompany(after: Side | null, key: string | undefined): Told[] {
  if (after === null || key === undefined) return [];
  const verdict = {
    sentence: say`the helpdesk is now one of a list, as ${quote(key)}`,
    risk: "behaviour",
    severity: "low",
    reason: "commands and outputs name its clients by that key, and its files are in a folder of it",
  } as const;
  return [told("helpdesk-company", verdict, null, top(after.unit.spec))];
}

/** Encrypted variables that the spec uses, encrypted once more: what is in them is not known. */
function setAgain(before: Side, after: Side): Told[] {
  return after.unknowns.flatMap(({ kind, name }) => {
    const [old, now] = [before.unit.encrypted[name], after.unit.encrypted[name]];
    if (kind !== "var" || old === undefined || now === undefined || old === now) return [];
    const verdict = {
      sentence: say`the encrypted variable ${name} was set again: what changes by it is unknown`,
      risk: "unknown",
      severity: "medium",
      reason: "the committed files do not hold the value",
    } as const;
    return [told("variable-set-again", verdict, line(before, name), line(after, name))];
  });
}

const line = ({ expanded, unit }: Side, name: string): Line => {
  const place: Place | null = expanded === undefined ? null : variablePlace(expanded, name);
  return place?.kind === "line" ? place : top(fileOf(unit));
};

/** What keeps a side from being read: errors of the spec, or a stack's file that is none. */
export function aboutSpecs({ before, after }: Pair): Told[] {
  const now = after === null ? [] : faults(after, "high", "up refuses it, and what else changes is unknown");
  const was =
    before === null || after === null || after.expanded === undefined
      ? []
      : faults(before, "medium", "it was so before, so what else changes is unknown");
  return [...now, ...was.map((one) => ({ ...one, code: `${one.code}-before`, from: one.to, to: null }))];
}

function faults({ unit, expanded, diagnostics }: Side, severity: "high" | "medium", reason: string): Told[] {
  if (expanded !== undefined) return [];
  if (unit.fault !== null) {
    const verdict = {
      sentence: say`the stack's file: ${unit.fault}`,
      risk: "unknown",
      severity,
      reason,
    } as const;
    const at = top(fileOf(unit));
    return [{ ...NOWHERE, ...verdict, code: "stack-unreadable", about: "spec", from: null, to: at, at }];
  }
  const errors = diagnostics.filter((one) => one.severity === "error");
  return errors.map(({ code, summary, detail, hint, file, range }) => {
    const at = { kind: "line", file, line: range.start.line } as const;
    const note = { summary, detail: readable(detail), fix: readable(hint), accepted: null };
    const sentence = say`error ${code} in the spec: ${words(summary)}: ${detail}`;
    return {
      ...NOWHERE,
      ...{ sentence, risk: "unknown", severity, reason },
      ...{ code: "spec-error", about: "spec", from: null, to: at, at, note },
    };
  });
}
