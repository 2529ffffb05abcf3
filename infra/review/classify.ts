// From differences of two models to sentences with their risk.

import { describeDifference } from "../model/describe.ts";
import type { Difference } from "../model/diff.ts";
import type { Model, RealmKey } from "../model/types.ts";
import { say, words } from "./phrase.ts";
import type { Subject } from "./rule.ts";
import { rowOf } from "./rules/table.ts";
import { RISKS, SEVERITIES, type Verdict } from "./types.ts";
import { wholeUnknown } from "./unknown.ts";
import { show } from "./values.ts";

/** What a sentence needs to know of one side. */
export interface ModelSide {
  readonly model: Model;
  readonly loginRoles: Readonly<Partial<Record<RealmKey, string>>>;
}

/** A verdict and the stable name of its kind. */
export interface Classified extends Verdict {
  readonly code: string;
  readonly difference: Difference;
}

/** Lists of which an entry that goes and one that comes are told in one sentence. */
const REPLACEABLE = new Set(["redirectUris", "webOrigins", "postLogoutRedirectUris"]);

/** Every difference, or pair of them, with its sentence and risk, in the order of the differences. */
export function classify(differences: readonly Difference[], from: ModelSide, to: ModelSide): Classified[] {
  const lists = Map.groupBy(differences, ({ path }) => path);
  return [...lists.values()].flatMap((alike) => {
    const [gone, come, ...more] = alike;
    const isPair = gone?.kind === "removed" && come?.kind === "added" && more.length === 0;
    if (!isPair || !REPLACEABLE.has(gone.segments.at(-1) ?? "")) {
      return alike.map((one) => classifyOne(one, from, to));
    }
    return [replaced(classifyOne(gone, from, to), classifyOne(come, from, to))];
  });
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

function classifyOne(difference: Difference, from: ModelSide, to: ModelSide): Classified {
  const found = rowOf(difference);
  if (found === undefined) return unforeseen(difference, from, to);
  const key = difference.segments[0] as RealmKey;
  const clients = { ...from.model.realms[key]?.clients, ...to.model.realms[key]?.clients };
  const subject: Subject = {
    ...difference,
    names: found.names,
    client: (name) => clients[name]?.clientId ?? name,
    loginRole: from.loginRoles[key] ?? "",
    url: to.model.url,
  };
  const { code } = found.row;
  const { kind, from: before, to: after } = difference;
  if (kind !== "changed" || (wholeUnknown(before) === undefined && wholeUnknown(after) === undefined))
    return { ...found.row.tell(subject), code, difference };
  const { noun, show: shown = show } = found.row;
  const sentence = say`${noun(subject)}: now ${shown(after)} instead of ${shown(before)}`;
  const reason = "the committed files do not hold the value";
  return { sentence, risk: "unknown", severity: "medium", reason, code, difference };
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
