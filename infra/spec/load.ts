// From a spec's text to a typed spec with positions, or to everything that is wrong with it.

import { sortDiagnostics } from "../diagnostics/render.ts";
import type { Checked, Diagnostic } from "../diagnostics/types.ts";
import { coverSecrets } from "./cover-secrets.ts";
import { problem } from "./problem.ts";
import { checkRules } from "./rules.ts";
import { checkSeveral } from "./rules-several.ts";
import { anySpecSchema, type SeveralSpec, type Spec, severalSchema, specSchema } from "./schema.ts";
import { isSecretAt, keysAt, nameAt, standingAt } from "./schema-walk.ts";
import { type Path, parseSource, type Source, sourceOf } from "./source.ts";
import { pathKey, type Substituted, substitute, type Values } from "./substitute.ts";
import { type Issue, translateIssue, valueAt } from "./translate.ts";

/** A valid spec and the text that it came from. */
export interface LoadedSpec {
  readonly spec: Spec | SeveralSpec;
  readonly source: Source;
  /** The spec as plain data with values in the place of references; secrets stay references. */
  readonly data: unknown;
}

export interface SpecResult extends Checked<LoadedSpec> {
  /** The spec's text for people: every secret in it is covered. */
  readonly text: string;
}

/**
 * Reads a spec. Everything that is wrong is collected: syntax, keys, types, values, and the rules
 * between values. `value` is there where no error is.
 *
 * @param text - the YAML text
 * @param file - path as the person gave it, for messages
 */
export const loadSpec = (text: string, file: string, values: Values): SpecResult =>
  specReader(parseSource(text, file))(values);

/** As `loadSpec`, for a text that is read again and again with other values. */
export function specReader(source: Source): (values: Values) => SpecResult {
  const covered = coverSecrets(source);
  return (values) => {
    const { value, diagnostics } = readSpec(source, values);
    return { value, diagnostics: diagnostics.map(covered.diagnostic), text: covered.text };
  };
}

/** The spec that data is, for a search: as `loadSpec` of its JSON. Undefined where it has an error. */
export const specOf = (data: unknown, values: Values): Spec | SeveralSpec | undefined =>
  readSpec(sourceOf(data), values).value?.spec;

function readSpec(source: Source, values: Values): Checked<LoadedSpec> {
  if (source.data === undefined) return { value: undefined, diagnostics: source.diagnostics };
  if (source.data === null) {
    const hint = "begin with: helpdesk: otrs";
    const empty = {
      code: "empty-spec",
      detail: "there is nothing in it",
      hint,
      file: source.file,
      range: source.valueRange([]),
    } as const;
    return { value: undefined, diagnostics: [...source.diagnostics, problem(empty)] };
  }

  const substituted = substitute(source, values, {
    isSecret: (path) => isSecretAt(anySpecSchema, path),
    isKnown: (path) => standingAt(anySpecSchema, path) !== "unknown",
    name: (path) => nameAt(anySpecSchema, path),
  });
  const several = isOfSeveral(source.data);
  const schema = several ? severalSchema : specSchema;
  const parsed = parseWithNumbers(substituted, schema);
  const issues = parsed.result.success ? [] : parsed.result.error.issues;
  const shape = issues.flatMap((issue) => {
    return translateIssue(issue, source, parsed.data, (path) => keysAt(schema, path));
  });
  const pruned = prune(parsed.data, issues);
  const rules = several ? checkSeveral(pruned, source) : checkRules(pruned, source);
  const found = withoutEchoes([...source.diagnostics, ...substituted.diagnostics], [...shape, ...rules]);

  const diagnostics = sortDiagnostics(found);
  const broken = diagnostics.some((diagnostic) => diagnostic.severity === "error");
  return {
    value:
      broken || !parsed.result.success ? undefined : { spec: parsed.result.data, source, data: parsed.data },
    diagnostics,
  };
}

/** Whether a spec is one of several helpdesks. */
const isOfSeveral = (data: unknown): boolean =>
  typeof data === "object" && data !== null && Object.hasOwn(data, "helpdesks");

/** Parses; where a reference's text stands for a number or a flag, it is taken as one and parsed again. */
function parseWithNumbers({ data, replaced }: Substituted, schema: typeof specSchema | typeof severalSchema) {
  const first = schema.safeParse(data);
  if (first.success || replaced.size === 0) return { data, result: first };
  const copy = structuredClone(data);
  for (const { path, expected } of typeIssues(first.error.issues, [])) {
    if (!replaced.has(pathKey(path))) continue;
    const read = asTyped(valueAt(copy, path), expected);
    if (read !== undefined) setAt(copy, path, read);
  }
  return { data: copy, result: schema.safeParse(copy) };
}

/** Every wrong type, those in the branches of a union too. */
function typeIssues(
  issues: readonly Issue[],
  at: Path,
): { readonly path: Path; readonly expected: string }[] {
  return issues.flatMap((issue) => {
    const path = [...at, ...(issue.path as Path)];
    if (issue.code === "invalid_union") return issue.errors.flatMap((branch) => typeIssues(branch, path));
    return issue.code === "invalid_type" ? [{ path, expected: issue.expected }] : [];
  });
}

function asTyped(value: unknown, expected: string): number | boolean | undefined {
  if (expected === "boolean") return value === "true" ? true : value === "false" ? false : undefined;
  return typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : undefined;
}

function setAt(data: unknown, path: Path, value: unknown): void {
  const parent = valueAt(data, path.slice(0, -1)) as Record<string | number, unknown>;
  parent[path.at(-1) ?? ""] = value;
}

/** The data with nothing where an issue stands, so that the rules see only well-typed values. */
function prune(data: unknown, issues: readonly Issue[]): unknown {
  if (issues.length === 0) return data;
  const copy = structuredClone(data);
  for (const issue of issues) {
    const paths =
      issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    for (const path of paths) {
      const parent = valueAt(copy, path.slice(0, -1) as Path);
      if (path.length === 0) return {};
      if (typeof parent === "object" && parent !== null) {
        const key = path.at(-1) as string | number;
        // A key stays, so that it does not count as missing; a list gets a hole, which loops pass over.
        if (Array.isArray(parent) || key === "__proto__")
          delete (parent as Record<string | number, unknown>)[key];
        else (parent as Record<string | number, unknown>)[key] = undefined;
      }
    }
  }
  return copy;
}

/** What was found later at a place that already has an error is that error's echo. */
function withoutEchoes(first: readonly Diagnostic[], later: readonly Diagnostic[]): Diagnostic[] {
  const place = ({ range }: Diagnostic) => `${range.start.line}:${range.start.column}`;
  const taken = new Set(first.map(place));
  return [...first, ...later.filter((diagnostic) => !taken.has(place(diagnostic)))];
}
