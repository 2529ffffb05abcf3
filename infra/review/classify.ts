// From differences of two models to sentences with their risk.

import type { PartialModel } from "../model/canonical.ts";
import { describeDifference } from "../model/describe.ts";
import type { Difference } from "../model/diff.ts";
import { isSeveral, type LoginRoles, loginRoleOf, urlOf } from "../model/helpdesks.ts";
import type { RealmKey } from "../model/types.ts";
import { joined, quote, say, words } from "./phrase.ts";
import type { Subject } from "./rule.ts";
import { rowOf } from "./rules/table.ts";
import { RISKS, SEVERITIES, type Verdict } from "./types.ts";
import { wholeUnknown } from "./unknown.ts";
import { show } from "./values.ts";

/** What a sentence needs to know of one side. */
export interface ModelSide {
  readonly model: PartialModel;
  readonly loginRoles: LoginRoles;
}

/** A verdict and the stable name of its kind. */
export interface Classified extends Verdict {
  readonly code: string;
  readonly difference: Difference;
}

/** Addresses of clients: one that goes and one that comes are one sentence, and so are clients that share them. */
const ADDRESSES = new Set(["redirectUris", "webOrigins", "postLogoutRedirectUris"]);

const isAddress = ({ segments }: Difference): boolean =>
  segments[1] === "clients" && segments.length === 4 && ADDRESSES.has(segments[3] ?? "");

/** Whether a mapper of a directory writes: all of them turn with the directory. */
const isReadOnly = ({ segments: [, part, , inner, , , setting] }: Difference): boolean =>
  part === "federations" && inner === "mappers" && setting === "read.only";

/** Where in the path the name stands that several differences in one sentence differ by. */
const varying = (one: Difference): number => (isAddress(one) ? 2 : isReadOnly(one) ? 4 : -1);

/** Every difference, or those that make one sentence, with the sentence and its risk. */
export function classify(differences: readonly Difference[], from: ModelSide, to: ModelSide): Classified[] {
  const alike = [...Map.groupBy(inOneSentence(differences), shared).values()];
  return alike.flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const names = [first, ...others].map(
      ([one]) => one?.segments[one === undefined ? -1 : varying(one)] ?? "",
    );
    const told = first.map((one) => classifyOne(one, from, to, names));
    const [gone, come] = told;
    return gone !== undefined && come !== undefined ? [replaced(gone, come)] : told;
  });
}

/** Each difference alone, but for an address that goes while one comes in the same list. */
function inOneSentence(differences: readonly Difference[]): (readonly Difference[])[] {
  return [...Map.groupBy(differences, ({ path }) => path).values()].flatMap((alike) => {
    const [gone, come, ...more] = alike;
    const isPair = gone?.kind === "removed" && come?.kind === "added" && more.length === 0;
    return isPair && isAddress(gone) ? [alike] : alike.map((one) => [one]);
  });
}

/** The same for the same change under several names, such as of addresses in each client of a realm. */
function shared(told: readonly Difference[]): string {
  const where = (one: Difference) =>
    varying(one) < 0 ? one.path : one.segments.map((name, index) => (index === varying(one) ? "*" : name));
  return JSON.stringify(told.map((one) => [where(one), one.kind, one.from, one.to]));
}

/** One sentence for what goes and what comes in its place, with the more severe of the two risks. */
function replaced(gone: Classified, come: Classified): Classified {
  const worse = SEVERITIES.indexOf(gone.severity) < SEVERITIES.indexOf(come.severity) ? gone : come;
  return {
    ...worse,
    sentence: say`${come.sentence} instead of ${show(gone.difference.from)}`,
    difference: { ...come.difference, kind: "changed", from: gone.difference.from },
  };
}

/** The worse, the smaller. */
export function rank({ severity, risk }: Pick<Verdict, "severity" | "risk">): number {
  return SEVERITIES.indexOf(severity) * RISKS.length + RISKS.indexOf(risk);
}

/** @param together - names that the sentence is about, where the same changes under several */
function classifyOne(
  difference: Difference,
  from: ModelSide,
  to: ModelSide,
  together: readonly string[],
): Classified {
  const found = rowOf(difference);
  if (found === undefined) return unforeseen(difference, from, to);
  const key = difference.segments[0] as RealmKey;
  const [before, after] = [from.model.realms[key], to.model.realms[key]];
  const clients = { ...before?.clients, ...after?.clients };
  const subject: Subject = {
    ...difference,
    names: found.names,
    before,
    after,
    together,
    client: (name) => {
      const names = isAddress(difference) ? together : [name];
      return joined(names.map((one) => quote(clients[one]?.clientId ?? one)));
    },
    loginRole: loginRoleIn(difference, key, from),
    url: urlOf(to.model, difference.segments[2] ?? ""),
  };
  const { code } = found.row;
  const { kind, from: was, to: is } = difference;
  if (kind !== "changed" || (wholeUnknown(was) === undefined && wholeUnknown(is) === undefined))
    return { ...found.row.tell(subject), code, difference };
  const { noun, show: shown = show } = found.row;
  const sentence = say`${noun(subject)}: now ${shown(is)} instead of ${shown(was)}`;
  const reason = "the committed files do not hold the value";
  return { sentence, risk: "unknown", severity: "medium", reason, code, difference };
}

/** The role that the helpdesk asks for whose client the difference is about. */
function loginRoleIn(difference: Difference, key: RealmKey, { model, loginRoles }: ModelSide): string {
  if (!isSeveral(model)) return loginRoles[key] ?? "";
  const { segments, from, to } = difference;
  const told = JSON.stringify([segments, from, to]);
  const clients = Object.entries(model.realms[key]?.clients ?? {});
  const meant = clients.filter(
    ([name, { clientId }]) => told.includes(JSON.stringify(name)) || told.includes(`"${clientId}.`),
  );
  return meant.map(([name]) => loginRoleOf(loginRoles, model, key, name)).find((role) => role) ?? "";
}

/** For a part of the model that the table does not know: a test keeps this from being needed. */
function unforeseen(difference: Difference, from: ModelSide, to: ModelSide): Classified {
  const sides = {
    from: { model: from.model, label: "before" },
    to: { model: to.model, label: "after" },
  };
  const sentence = words(describeDifference(difference, sides));
  const reason = "no rule says what it does";
  return { sentence, risk: "unknown", severity: "medium", reason, code: UNFORESEEN, difference };
}

export const UNFORESEEN = "other";
