// Which snapshot a person means: its number in the list, or its time as far as it is clear.

import { Failure } from "../../infra/diagnostics/failure.ts";
import { suggest } from "../../infra/diagnostics/suggest.ts";
import type { Snapshot } from "./snapshot.ts";

/** Stands for what is on the server. */
export const NOW = "now";

/**
 * The snapshot of a number (1 is the newest), of an id, or of the one id that begins so.
 *
 * @param snapshots - the newest first
 * @throws Failure `snapshot-unknown` with the nearest, or with those that there are.
 */
export function chooseSnapshot(word: string, snapshots: readonly Snapshot[]): Snapshot {
  const isNumber = /^\d{1,3}$/.test(word);
  const found = isNumber
    ? snapshots.slice(Number(word) - 1, Number(word))
    : snapshots.filter(({ id }) => word !== "" && id.startsWith(word));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const many = found.length > 1;
  throw new Failure(
    "snapshot-unknown",
    many ? `Several snapshots begin with ${word}.` : `There is no snapshot ${word}.`,
    {
      hint: hintFor(many ? found : snapshots, many ? undefined : nearest(word, snapshots)),
    },
  );
}

const nearest = (word: string, snapshots: readonly Snapshot[]): string | undefined =>
  suggest(word, [...(word === NOW ? [] : [NOW]), ...snapshots.map(({ id }) => id)]);

/** As many as fit on a screen. */
const SHOWN = 5;

function hintFor(candidates: readonly Snapshot[], near: string | undefined): string {
  if (near !== undefined) return `did you mean ${near}?`;
  if (candidates.length === 0) return "none is kept yet: deskrealm up keeps one before it changes something";
  const names = candidates.slice(0, SHOWN).map(({ id }) => id);
  const more = candidates.length > SHOWN ? `, and ${candidates.length - SHOWN} older ones` : "";
  return `there is ${names.join(", ")}${more}; deskrealm history SPEC lists them with their numbers`;
}
