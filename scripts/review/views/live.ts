// What every view says of how a review against servers went.

import { listed, type Phrase, say, words } from "../../../infra/review/phrase.ts";
import { OPERATIONS } from "../../../infra/review/preview.ts";
import type { LiveReview, Missed, Review } from "../../../infra/review/types.ts";
import { more, plural } from "./words.ts";

/** Each as a sentence: Pulumi's numbers, then what is missing. Nothing for a review of committed files. */
export function liveNotes({ live }: Pick<Review, "live">): Phrase[] {
  if (live === undefined) return [];
  return [
    ...counted(live),
    ...missed(live.withoutPreview, "Without Pulumi's preview"),
    ...missed(live.failed, "Not reviewed"),
  ];
}

function counted({ previews }: LiveReview): Phrase[] {
  if (previews.length === 0) return [];
  const counts = OPERATIONS.map((one) => {
    const all = previews.reduce((sum, preview) => sum + preview[one], 0);
    return `${all} to ${one}`;
  });
  return [words(`Pulumi's preview of ${plural(previews.length, "stack")}: ${counts.join(", ")}.`)];
}

/** Most names in one sentence; JSON has all of them. */
const SHOWN = 20;

/** Those with the same reason in one sentence. */
function missed(all: readonly Missed[], title: string): Phrase[] {
  const alike = [...Map.groupBy(all, ({ code, message }) => JSON.stringify([code, message])).values()];
  return alike.flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const names = listed(same.slice(0, SHOWN).map(({ helpdesk }) => [{ value: helpdesk }]));
    const rest = words(same.length > SHOWN ? ` ${more(same.length - SHOWN, "helpdesk")}` : "");
    return [say`${words(title)} (${words(first.code)}): ${names}${rest}: ${first.message}`];
  });
}
