// What an operation of Pulumi's had done to each resource when it failed, from the engine's events.

import type { EngineEvent, OpType } from "@pulumi/pulumi/automation/index.js";
import { coverUrlPasswords } from "../../infra/diagnostics/cover.ts";
import { isContainer } from "../../infra/review/preview.ts";

export type Deed = "created" | "updated" | "deleted" | "read";

export interface DoneStep {
  /** Logical name of the resource. */
  readonly name: string;
  readonly deed: Exclude<Deed, "read">;
}

export interface FailedStep {
  readonly name: string;
  readonly deed: Deed;
  /** What the server or the network said, on one line. */
  readonly reason: string;
  /** The answer was lost, so the server may have done it all the same. */
  readonly isOpen: boolean;
}

export interface Account {
  readonly done: readonly DoneStep[];
  readonly failed: readonly FailedStep[];
  /** Names of resources that were to be looked at and were not, in the order given. */
  readonly left: readonly string[];
  /** What kept the program itself, or the whole operation, from going on. */
  readonly said: readonly string[];
}

/** What Pulumi calls each of its steps, as far as one changes or reads something. */
const DEEDS: Readonly<Partial<Record<OpType, Deed>>> = {
  create: "created",
  "create-replacement": "created",
  import: "created",
  update: "updated",
  delete: "deleted",
  "delete-replaced": "deleted",
  refresh: "read",
  read: "read",
};

/**
 * The account of an operation that has ended.
 *
 * @param events - of the operation, all of them
 * @param names - logical names of the resources that it was about
 */
export function accountOf(events: readonly EngineEvent[], names: readonly string[]): Account {
  const done: DoneStep[] = [];
  const failed: FailedStep[] = [];
  const begun = new Map<string, Deed>();
  const seen = new Set<string>();
  const messages = new Map<string, string[]>();
  for (const { resourcePreEvent, resOutputsEvent, resOpFailedEvent, diagnosticEvent } of events) {
    if (diagnosticEvent?.severity === "error") {
      const { urn = "", message } = diagnosticEvent;
      messages.set(urn, [...(messages.get(urn) ?? []), message]);
    }
    const step = (resourcePreEvent ?? resOutputsEvent ?? resOpFailedEvent)?.metadata;
    if (step === undefined || isContainer(step.type)) continue;
    const { urn } = step;
    const deed = DEEDS[step.op];
    if (resourcePreEvent !== undefined) {
      if (deed !== undefined) begun.set(urn, deed);
      continue;
    }
    begun.delete(urn);
    if (resOpFailedEvent !== undefined) {
      failed.push(failedStep(urn, deed ?? "read", messages.get(urn) ?? []));
      continue;
    }
    if (deed !== "read") seen.add(nameOf(urn));
    if (deed !== undefined && deed !== "read") done.push({ name: nameOf(urn), deed });
  }
  // An operation that was broken off tells no end of what was under way.
  for (const [urn, deed] of begun) failed.push(failedStep(urn, deed, messages.get(urn) ?? []));
  for (const { name, deed } of failed) if (deed !== "read") seen.add(name);
  const place = ({ name }: { readonly name: string }) => names.indexOf(name);
  return {
    done: done.toSorted((a, b) => place(a) - place(b)),
    failed,
    left: names.filter((name) => !seen.has(name)),
    said: reasonsOf(
      [...messages].flatMap(([urn, texts]) => (failed.some(({ name }) => name === nameOf(urn)) ? [] : texts)),
    ),
  };
}

const nameOf = (urn: string): string => urn.split("::").slice(3).join("::");

/** No answer, or one of something that stands before the server. */
const LOST =
  /connection reset|broken pipe|\bEOF\b|no answer|socket hang up|timeout|deadline exceeded|\b50[234]\b/i;

function failedStep(urn: string, deed: Deed, messages: readonly string[]): FailedStep {
  const reason = reasonsOf(messages).join("; ") || "it was broken off";
  return { name: nameOf(urn), deed, reason, isOpen: messages.length === 0 || LOST.test(reason) };
}

/** An answer that is long is no reason. */
const LONGEST = 400;

/** The reasons in what the engine and the plugins say, each once. */
function reasonsOf(messages: readonly string[]): readonly string[] {
  const reasons = messages.flatMap((message) => {
    // Terraform's list of errors; the bridge logs the same before, with its own place in the code.
    const listed = [...message.matchAll(/^\s*\* (.+)$/gm)].map(([, text = ""]) => text);
    if (listed.length > 0) return listed.filter((text) => !/\d errors? occurred:$/.test(text));
    const said = message.replace(/^(error:?\s*)+/, "").trim();
    if (/^(\S+\.go:\d+: |(update|preview|destroy) failed$)/.test(said)) return [];
    return [said.replace(/\s*\nhint: ([\s\S]*)$/, " ($1)")];
  });
  return [...new Set(reasons.map(shown))];
}

/** How the engine words it that its own state could not be written, as on a full disk. */
const UNSAVED = /^(pre|post)-step event returned an error: failed to save snapshot: (.*\(code=\w+\): )?/;

function shown(reason: string): string {
  const line = reason
    // A proxy answers with a page.
    .replace(/ Response body: <.*$/s, "")
    .replaceAll(/\s+/g, " ")
    .trim()
    .replace(UNSAVED, "Pulumi's state could not be written: ")
    .replace(/(\.json)\.\w+\.tmp\b/, "$1");
  const covered = coverUrlPasswords(line);
  return covered.length > LONGEST ? `${covered.slice(0, LONGEST)}…` : covered;
}
