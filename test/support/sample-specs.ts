// Specs that are right: the ones in realms/, and the samples of what a spec can say.

import { globSync } from "node:fs";
import { join } from "node:path";
import { parseReferences } from "../../infra/spec/references.ts";

const REPOSITORY = join(import.meta.dirname, "../..");

/** Their paths from the repository's folder. */
export function sampleSpecs(): string[] {
  return globSync(["realms/*.yaml", "test/samples/good/*.yaml"], { cwd: REPOSITORY }).sort();
}

/** A value for every reference of a spec that has no default; comments count for nothing. */
export function sampleValues(text: string): Record<"variables" | "env" | "secrets", Record<string, string>> {
  const values: ReturnType<typeof sampleValues> = { variables: {}, env: {}, secrets: {} };
  const told = text.split("\n").filter((line) => !line.trimStart().startsWith("#"));
  for (const piece of parseReferences(told.join("\n"))) {
    if (!("reference" in piece)) continue;
    const { kind, name, fallback } = piece.reference;
    if (kind === "var" && fallback !== undefined) continue;
    const place = ({ var: "variables", env: "env", secret: "secrets" } as const)[kind];
    values[place][name] = kind === "var" ? `https://${name.toLowerCase()}.example` : `Value-of-${name}-1`;
  }
  return values;
}

/** Values as settings of a stack: `PREFIX.NAME`. */
export const prefixed = (prefix: string, values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, value]));
