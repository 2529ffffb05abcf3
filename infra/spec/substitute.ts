// Puts values in the place of ${var:…} and ${env:…}; secrets stay references.

import type { Diagnostic } from "../diagnostics/types.ts";
import { problem } from "./problem.ts";
import { parseReferences, type Reference, wholeReference } from "./references.ts";
import type { Path, Source } from "./source.ts";

/** Where references get their values from. */
export interface Values {
  /** Values of `${var:NAME}`, from the stack's configuration. */
  readonly variables: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface Substituted {
  readonly data: unknown;
  /** Paths (joined by NUL) whose whole value came from a reference, so that "587" may be a number. */
  readonly replaced: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

export const pathKey = (path: Path): string => path.join("\0");

/**
 * Replaces references in every value of the data. `isSecret` says where a secret is expected: there
 * `${secret:…}` and `${env:…}` stay as they are, and elsewhere a secret is a problem.
 */
export function substitute(source: Source, values: Values, isSecret: (path: Path) => boolean): Substituted {
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

  function report(code: "reference" | "secret-misplaced", path: Path, detail: string, hint: string): void {
    diagnostics.push(problem({ code, detail, hint, file: source.file, range: source.valueRange(path) }));
  }

  function text(value: string, path: Path): string {
    const pieces = parseReferences(value);
    for (const piece of pieces) {
      if ("malformed" in piece) {
        report(
          "reference",
          path,
          `in ${piece.malformed}, ${piece.why}`,
          "write ${var:NAME}, ${var:NAME:-default}, ${env:NAME} or ${secret:NAME}",
        );
      }
    }
    const whole = wholeReference(value);
    if (isSecret(path) && whole !== undefined && whole.kind !== "var") return value;
    if (whole !== undefined) replaced.add(pathKey(path));
    return pieces
      .map((piece) => {
        if ("text" in piece) return piece.text;
        return "reference" in piece ? lookUp(piece.reference, path) : piece.malformed;
      })
      .join("");
  }

  function lookUp({ kind, name, fallback }: Reference, path: Path): string {
    if (kind === "secret") {
      report(
        "secret-misplaced",
        path,
        `\${secret:${name}} stands where everybody can read it`,
        `write \${var:${name}}, or move it to a place for secrets`,
      );
      return "";
    }
    const value = kind === "var" ? (values.variables[name] ?? fallback) : values.env[name];
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
