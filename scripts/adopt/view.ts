// What an adoption takes over, changes and leaves alone, before it is done.

import { visible } from "../../infra/diagnostics/visible.ts";
import type { Review } from "../../infra/review/types.ts";
import { realmLines } from "../heal/view.ts";
import { reviewText } from "../review/views/text.ts";
import type { Unmanaged } from "../unmanaged/types.ts";
import type { Adoption } from "./find-adoption.ts";

export interface AdoptionView extends Adoption {
  /** From what the server holds to what the spec means. */
  readonly review: Review;
  readonly unmanaged: readonly Unmanaged[];
}

export function adoptionText({ marked, absent, live, review, unmanaged }: AdoptionView): string {
  const owners = marked.map((one) =>
    one.status === "marked" ? `${one.realm}, until now ${one.owner}'s` : `${one.realm}, until now nobody's`,
  );
  return [
    ...section("Comes under the stack, as it is", realmLines(live)),
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
