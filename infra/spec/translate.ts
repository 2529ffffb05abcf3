// Zod's issues as diagnostics: the one place that knows how a failed check reads to a person.

import type { z } from "zod";
import type { DiagnosticCode } from "../diagnostics/catalogue.ts";
import { suggest } from "../diagnostics/suggest.ts";
import type { Diagnostic } from "../diagnostics/types.ts";
import type { IssueParams } from "./fields.ts";
import { problem } from "./problem.ts";
import type { Path, Source } from "./source.ts";

export type Issue = z.core.$ZodIssue;

/** Known keys of the mapping at a path, for suggestions. */
export type KeysAt = (path: Path) => readonly string[];

/** Diagnostics of an issue; unknown keys give one each. */
export function translateIssue(issue: Issue, source: Source, data: unknown, keysAt: KeysAt): Diagnostic[] {
  const path = issue.path as Path;
  const make = (code: DiagnosticCode, detail: string, hint: string, key = false, at = path): Diagnostic =>
    problem({
      code,
      detail,
      hint,
      file: source.file,
      range: key ? source.keyRange(at) : source.valueRange(at),
    });

  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => {
        const known = keysAt(path);
        const guess = suggest(key, known);
        const hint = guess === undefined ? `known here: ${known.join(", ")}` : `did you mean ${guess}?`;
        return make("unknown-key", `${name(path)} has no key "${key}"`, hint, true, [...path, key]);
      });
    case "invalid_type":
      if (valueAt(data, path) === undefined) {
        return [
          make(
            "missing-key",
            `${name(path.slice(0, -1))} needs ${String(path.at(-1))}`,
            `add ${String(path.at(-1))}: …`,
            true,
            path.slice(0, -1),
          ),
        ];
      }
      return [
        make(
          "wrong-type",
          `${name(path)} is ${kindOf(valueAt(data, path))}, not ${expected(issue.expected)}`,
          `write ${expected(issue.expected)}`,
        ),
      ];
    case "invalid_value":
      return [invalidValue(issue, path, data, make)];
    case "too_small":
    case "too_big":
      return [outOfRange(issue, path, make)];
    case "invalid_union":
      return unionIssues(issue, source, data, keysAt, make);
    case "custom": {
      const params = issue.params as IssueParams | undefined;
      if (params !== undefined) return [make(params.code, params.detail, params.hint)];
      break;
    }
    default:
  }
  return [make("wrong-type", `${name(path)}: ${issue.message}`, "write a value of the right type")];
}

type Make = (code: DiagnosticCode, detail: string, hint: string, key?: boolean, at?: Path) => Diagnostic;

function invalidValue(
  issue: z.core.$ZodIssueInvalidValue,
  path: Path,
  data: unknown,
  make: Make,
): Diagnostic {
  const found = valueAt(data, path);
  const known = issue.values.map(String);
  if (found === undefined) {
    return make(
      "missing-key",
      `the spec needs ${String(path.at(-1))}`,
      `add ${String(path.at(-1))}: ${known[0] ?? "…"}`,
      true,
      path.slice(0, -1),
    );
  }
  const shown = typeof found === "object" ? kindOf(found) : `"${String(found)}"`;
  const guess = suggest(String(found), known);
  const hint = guess === undefined ? `write one of: ${known.join(", ")}` : `did you mean ${guess}?`;
  const code = path.at(-1) === "helpdesk" ? "helpdesk-unknown" : "value";
  return make(code, `${name(path)} is ${shown}`, hint);
}

function outOfRange(
  issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig,
  path: Path,
  make: Make,
): Diagnostic {
  const small = issue.code === "too_small";
  const bound = small ? issue.minimum : issue.maximum;
  const words = small ? "at least" : "at most";
  if (issue.origin === "array") {
    return make(
      "out-of-range",
      `${name(path)} needs ${words} ${bound} entries`,
      "add an entry, or leave the key out",
    );
  }
  return make(
    "number-range",
    `${name(path)} has to be ${words} ${bound}`,
    `write a number of ${words} ${bound}`,
  );
}

/** A union's failure is told as the failure of the branch that was meant: the one whose type fits. */
function unionIssues(
  issue: z.core.$ZodIssueInvalidUnion,
  source: Source,
  data: unknown,
  keysAt: KeysAt,
  make: Make,
): Diagnostic[] {
  const path = issue.path as Path;
  const meant = issue.errors.find((branch) =>
    branch.every((inner) => inner.path.length > 0 || inner.code !== "invalid_type"),
  );
  if (meant === undefined || meant.length === 0) {
    const types = issue.errors.flatMap((branch) =>
      branch.flatMap((inner) => (inner.code === "invalid_type" ? [expected(inner.expected)] : [])),
    );
    const list = [...new Set(types)].join(" or ");
    return [
      make("wrong-type", `${name(path)} is ${kindOf(valueAt(data, path))}, not ${list}`, `write ${list}`),
    ];
  }
  return meant.flatMap((inner) =>
    translateIssue({ ...inner, path: [...path, ...inner.path] } as Issue, source, data, keysAt),
  );
}

/** How a path reads in a sentence. */
function name(path: Path): string {
  return path.length === 0
    ? "the spec"
    : path
        .map((part, index) => (typeof part === "number" ? `[${part}]` : `${index === 0 ? "" : "."}${part}`))
        .join("");
}

/** Value at a path of plain data, or undefined. */
export function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => {
    return typeof value === "object" && value !== null
      ? (value as Record<string | number, unknown>)[key]
      : undefined;
  }, data);
}

function kindOf(value: unknown): string {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a mapping";
  return typeof value === "string" ? "a text" : typeof value === "boolean" ? "true or false" : "a number";
}

function expected(type: string): string {
  const words: Record<string, string> = {
    string: "a text",
    number: "a number",
    int: "a whole number",
    boolean: "true or false",
    array: "a list",
    object: "a mapping",
    record: "a mapping",
  };
  return words[type] ?? type;
}
