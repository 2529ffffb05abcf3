// What an adoption takes over, changes and leaves alone, before it is done.

import { visible } from "../../infra/diagnostics/visible.ts";
import type { Review } from "../../infra/review/types.ts";
import { foundLines, realmLines } from "../heal/view.ts";
import { reviewText } from "../review/views/text.ts";
import type { Unmanaged } from "../unmanaged/types.ts";
import type { Adoption } from "./find-adoption.ts";

export interface AdoptionView extends Adoption {
  /** Whether the stack has all that there is to have. */
  readonly complete: boolean;
  /** From what the server holds to what the spec means. */
  readonly review: Review;
  readonly unmanaged: readonly Unmanaged[];
}

export function adoptionText(view: AdoptionView): string {
  const { complete, marked, absent, healing, review, unmanaged } = view;
  const owners = marked.map((one) =>
    one.status === "marked" ? `${one.realm}, until now ${one.owner}'s` : `${one.realm}, until now nobody's`,
  );
  return [
    ...(complete ? ["There is nothing to take over: the stack has all that is on the server.", ""] : []),
    ...section("Is healed first", foundLines({ ...healing, unknown: [] })),
    ...section("Comes under the stack, as it is", realmLines(healing.unknown)),
    ...section("Bears the stack's mark from then on", owners),
    ...section("Is not on the server, and up makes it", absent),
    ...section(
      "Is not in the spec, and is left alone",
      unmanaged.map(({ text }) => text),
    ),
    "What up changes after that",
    indented(reviewText(review)),
    "",
  ].join("\n");
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${visible(line)}`), ""];
}

const indented = (text: string): string =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => (line === "" ? "" : `  ${line}`))
    .join("\n");
