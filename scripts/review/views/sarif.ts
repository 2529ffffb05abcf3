// A review as SARIF 2.1.0, which code hosts show at the lines of the specs.
// Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".

import { createHash } from "node:crypto";
import { visible } from "../../../infra/diagnostics/visible.ts";
import { plain } from "../../../infra/review/phrase.ts";
import type { Group, Line, Review, Severity } from "../../../infra/review/types.ts";
import { jsonText } from "../../views/json.ts";
import { liveNotes } from "./live.ts";
import { headline, RISK_WORDS, whereWords } from "./words.ts";

const LEVELS: Readonly<Record<Severity, string>> = { high: "error", medium: "warning", low: "note" };

/**
 * One run, one result for each change at each of its lines.
 *
 * @param prefix - the project's folder in the repository, with a slash at the end, or nothing
 */
export function reviewSarif(review: Review, prefix: string): string {
  const { groups } = review;
  const rules = [...new Set(groups.map(({ code }) => code))].sort();
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "deskrealm review",
            rules: rules.map((id) => ({ id, shortDescription: { text: ruleText(id) } })),
          },
        },
        ...invocations(review),
        columnKind: "utf16CodeUnits",
        results: groups.flatMap((group) => results(group, rules.indexOf(group.code), prefix)),
      },
    ],
  };
  return jsonText(log);
}

/** How the look at servers went; a review of committed files has nothing to say of it. */
function invocations(review: Review) {
  if (review.live === undefined) return {};
  const notes = liveNotes(review).map((one) => ({ message: { text: visible(plain(one)) } }));
  const executionSuccessful = review.live.failed.length === 0;
  return { invocations: [{ executionSuccessful, toolExecutionNotifications: notes }] };
}

/** `client-redirect-uri` -> `Client redirect uri`. */
function ruleText(id: string): string {
  const text = id.replaceAll("-", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function results(group: Group, ruleIndex: number, prefix: string) {
  const places = new Map(
    group.members.flatMap(({ at }) => (at === null ? [] : [[`${at.file}:${at.line}`, at] as const])),
  );
  const sentence = plain(headline(group));
  const where = plain(whereWords(group));
  const text = visible(`${sentence} (${where}). ${RISK_WORDS[group.risk]}: ${group.reason}.`);
  return [...places.values()].map((at) => ({
    ruleId: group.code,
    ruleIndex,
    level: LEVELS[group.severity],
    message: { text },
    locations: [{ physicalLocation: location(at, prefix) }],
    // The line may move while the change stays the same.
    partialFingerprints: { "deskrealm/v1": fingerprint(group.code, sentence, at.file) },
  }));
}

function location({ file, line }: Line, prefix: string) {
  const uri = `${prefix}${file}`.split("/").map(encodeURIComponent).join("/");
  return { artifactLocation: { uri }, region: { startLine: line } };
}

const fingerprint = (...parts: readonly string[]): string =>
  createHash("sha256").update(parts.join("\0")).digest("hex").slice(0, 32);
