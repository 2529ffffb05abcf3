// How `explain` shows a model: one line a value, with where it came from.

import type { Writable } from "node:stream";
import { soundsSecret } from "../../infra/diagnostics/cover.ts";
import { visible } from "../../infra/diagnostics/visible.ts";
import type { LoadedModel } from "../../infra/load-model.ts";
import type { Origin } from "../../infra/model/explained.ts";
import { jsonText } from "./json.ts";
import { presetText } from "./origin.ts";

interface Line {
  /** Path in the model. */
  readonly path: string;
  readonly value: unknown;
  readonly origin: Origin & { readonly line?: number };
}

/** Text for people, or JSON of version 1. */
export function showExplanation(file: string, loaded: LoadedModel, json: boolean, stdout: Writable): void {
  const lines = explanationLines(loaded);
  if (json) {
    stdout.write(jsonText({ version: 1, file, values: lines }));
    return;
  }
  for (const { path, value, origin } of lines) {
    const [line, from] = [`${path}: ${shown(value)}`, originText(file, origin)].map(visible);
    stdout.write(`${line}\n    ${from}\n`);
  }
}

function explanationLines({ model, origins, source }: LoadedModel): Line[] {
  return [...origins].map(([path, origin]) => ({
    path,
    value: hidden(path) ? "•••" : valueAt(model, path),
    origin: origin.kind === "spec" ? { ...origin, line: source.valueRange(origin.path).start.line } : origin,
  }));
}

/** A person's attribute that sounds like a secret. */
function hidden(path: string): boolean {
  const attribute = /^realms\/[^/]+\/users\/[^/]+\/attributes\/(.+)$/.exec(path)?.[1];
  return attribute !== undefined && soundsSecret(attribute);
}

/** A model's path is made of keys that may hold slashes themselves, so the longest key that fits is taken. */
function valueAt(model: unknown, path: string): unknown {
  if (path === "") return model;
  if (typeof model !== "object" || model === null) return undefined;
  const key = Object.keys(model)
    .filter((candidate) => path === candidate || path.startsWith(`${candidate}/`))
    .sort((a, b) => b.length - a.length)[0];
  return key === undefined
    ? undefined
    : valueAt((model as Record<string, unknown>)[key], path.slice(key.length + 1));
}

function shown(value: unknown): string {
  if (value === null) return "none";
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.join(", ");
  if (typeof value === "object") {
    const { kind, name } = value as { kind: string; name?: string };
    return kind === "vault" ? `\${vault.${name}}` : `\${${kind}:${name}}`;
  }
  return String(value);
}

function originText(file: string, origin: Line["origin"]): string {
  if (origin.kind === "spec") return `${file}:${origin.line} ${origin.path.join(".")}`;
  return presetText(origin);
}
