// Puts values in the place of ${var:…} and ${env:…}; secrets stay references.

import type { Diagnostic } from "../diagnostics/types.ts";
import { problem } from "./problem.ts";
import { type Piece, parseReferences, type Reference, wholeReference } from "./references.ts";
import type { Path, Source } from "./source.ts";

/** Where references get their values from. */
export interface Values {
  /** Values of `${var:NAME}`, from the stack's configuration. */
  readonly variables: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Asked first, with the reference's place: a text to put there in its stead. */
  readonly standIn?: (reference: Reference, path: Path) => string | undefined;
}

export interface Substituted {
  readonly data: unknown;
  /** Paths (joined by NUL) whose whole value came from a reference, so that "587" may be a number. */
  readonly replaced: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Which paths are special. */
export interface Places {
  /** A secret is expected there. */
  readonly isSecret: (path: Path) => boolean;
  /** Something may stand there at all. */
  readonly isKnown: (path: Path) => boolean;
  /** How much of the value is part of logical names in the stack's state: all, a DN's first step, or nothing. */
  readonly name: (path: Path) => "whole" | "first-step" | undefined;
}

export const pathKey = (path: Path): string => path.join("\0");

/**
 * Replaces references in every value of the data. Where a secret is expected they stay as they are, and
 * elsewhere a secret is a problem. Names take no reference at all.
 */
export function substitute(source: Source, values: Values, places: Places): Substituted {
  const replaced = new Set<string>();
  const diagnostics: Diagnostic[] = [];

  function walk(value: unknown, path: Path): unknown {
    if (Array.isArray(value)) return value.map((entry, index) => walk(entry, [...path, index]));
    if (typeof value === "object" && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([key, entry]) => [key, walk(entry, [...path, key])]),
      );
    }
    return typeof value === "string" ? text(value, path) : value;
  }

  function report(
    code: "reference" | "reference-in-key" | "secret-misplaced",
    path: Path,
    detail: string,
    hint: string,
  ): void {
    diagnostics.push(problem({ code, detail, hint, file: source.file, range: source.valueRange(path) }));
  }

  function text(value: string, path: Path): string {
    // Of most values nothing more is asked.
    if (!value.includes("${")) return value;
    const pieces = parseReferences(value);
    const secret = places.isSecret(path);
    const named = places.name(path);
    const fixed = named === "first-step" ? firstStep(pieces) : named === "whole" ? pieces : [];
    if (fixed.some((piece) => "reference" in piece)) {
      const [detail, hint] =
        named === "first-step"
          ? (["begins with a name that has to be fixed", "write its first step itself"] as const)
          : (["stands for a name that has to be fixed", "write the name itself"] as const);
      report("reference-in-key", path, `${value} ${detail}`, hint);
      return value;
    }
    for (const piece of pieces) {
      if ("malformed" in piece) {
        report(
          "reference",
          path,
          piece.why,
          "write ${var:NAME}, ${var:NAME:-default}, ${env:NAME} or ${secret:NAME}",
        );
      }
    }
    // No value is put there, so that whatever is no reference alone is refused as a secret in clear.
    if (secret) return value;
    const whole = wholeReference(value);
    if (whole !== undefined) replaced.add(pathKey(path));
    return pieces
      .map((piece) => {
        if ("text" in piece) return piece.text;
        return "reference" in piece ? lookUp(piece.reference, path) : piece.malformed;
      })
      .join("");
  }

  function lookUp(reference: Reference, path: Path): string {
    const { kind, name, fallback } = reference;
    if (kind === "secret") {
      // Under a misspelt key it may stand just where it belongs.
      if (!places.isKnown(path)) return `\${secret:${name}}`;
      report(
        "secret-misplaced",
        path,
        `\${secret:${name}} stands where everybody can read it`,
        `write \${var:${name}}, or move it to a place for secrets`,
      );
      return "";
    }
    // A variable may be called like something that every object has.
    const own = (from: Readonly<Record<string, string | undefined>>) =>
      Object.hasOwn(from, name) ? from[name] : undefined;
    const given = kind === "var" ? (own(values.variables) ?? fallback) : own(values.env);
    const value = values.standIn?.(reference, path) ?? given;
    if (value !== undefined) return value;
    const [code, hint] =
      kind === "var"
        ? ([
            "variable-without-value",
            `write \${var:${name}:-default}, or run: pulumi config set --path 'deskrealm:variables.${name}' VALUE`,
          ] as const)
        : ([
            "environment-without-value",
            `set ${name} in the environment, or write \${var:${name}:-default}`,
          ] as const);
    diagnostics.push(
      problem({
        code,
        detail: `${name} has no value here`,
        hint,
        file: source.file,
        range: source.valueRange(path),
      }),
    );
    return `\${${kind}:${name}}`;
  }

  return { data: walk(source.data, []), replaced, diagnostics };
}

/** What stands before the first comma of a distinguished name that has no backslash before it. */
function firstStep(pieces: readonly Piece[]): readonly Piece[] {
  const end = pieces.findIndex((piece) => "text" in piece && /^(?:[^\\,]|\\.)*,/s.test(piece.text));
  return end === -1 ? pieces : pieces.slice(0, end);
}
