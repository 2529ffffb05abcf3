// That nothing which a value of a spec holds becomes part of the text around it.

import assert from "node:assert/strict";
import { parse } from "node-html-parser";
import type { Review } from "../../infra/review/types.ts";
import { reviewHtml } from "../../scripts/review/views/html.ts";
import { reviewJson } from "../../scripts/review/views/json.ts";
import { MARKER, reviewMarkdown } from "../../scripts/review/views/markdown.ts";
import { reviewSarif } from "../../scripts/review/views/sarif.ts";
import { reviewText } from "../../scripts/review/views/text.ts";
import { assertHarmless } from "./terminal.ts";

/** Markdown without its code spans: what is left is ours. */
export const outsideOfSpans = (markdown: string): string =>
  markdown.replace(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, "");

/** No value gets out of its code span, its element or its line, in any format of the review. */
export function assertContained(review: Review): void {
  const [markdown, html] = [reviewMarkdown(review), reviewHtml(review)];
  assert.ok(markdown.startsWith(`${MARKER}\n`));
  const outside = outsideOfSpans(markdown);
  assert.match(outside, /^[\w\s#|:–.,()'\-<>/!*";]*$/);
  assert.deepEqual(
    [...outside.matchAll(/<[^>]*>/g)]
      .map(([tag]) => tag)
      .filter((tag) => !/^<(!-- deskrealm-review --|\/?(details|summary))>$/.test(tag)),
    [],
  );
  assert.deepEqual(
    parse(html).querySelectorAll("script, img, a:not(.skip), [onerror], [style], link, iframe, b"),
    [],
  );
  for (const text of [markdown, html, reviewText(review), reviewJson(review), reviewSarif(review, "")])
    assertHarmless(text);
  assert.doesNotThrow(() => [JSON.parse(reviewJson(review)), JSON.parse(reviewSarif(review, ""))]);
}
