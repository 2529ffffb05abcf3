// Where a finding's value comes from: a place in the spec, a preset, or somebody's hand on the server.

import type { Range } from "../../infra/diagnostics/types.ts";
import type { LoadedModel } from "../../infra/load-model.ts";
import type { Origin } from "../../infra/model/explained.ts";
import type { OriginOf } from "../../infra/policy/audit.ts";
import type { Finding } from "../../infra/policy/types.ts";

export type Source =
  | { readonly kind: "spec"; readonly path: readonly (string | number)[]; readonly range: Range }
  /** `range`: where the spec asks for the preset. */
  | (Extract<Origin, { kind: "preset" }> & { readonly range: Range })
  /** On the server, and not as the spec means it. */
  | { readonly kind: "server"; readonly server: string; readonly range: Range };

export function sourceOf(
  finding: Finding,
  { source: text }: Pick<LoadedModel, "source">,
  originOf: OriginOf,
  server: string | null,
): Source {
  const [head, list, index = "", key = ""] = finding.segments;
  // An exception is judged as it stands in the spec; the model has none.
  const origin: Origin | undefined =
    head === "policy"
      ? { kind: "spec", path: [head, list ?? "", Number(index), key] }
      : originOf(finding.segments, finding.entry);
  const preset = text.valueRange(["helpdesk"]);
  if (origin === undefined) return { kind: "server", server: server ?? "", range: preset };
  if (origin.kind === "preset") return { ...origin, range: preset };
  const path = entryPath(origin.path, finding.entry, text.data);
  return { kind: "spec", path, range: text.valueRange(path) };
}

/** The path of the entry itself, where the spec has it literally in the list; else the list's. */
function entryPath(path: readonly (string | number)[], entry: string | null, data: unknown) {
  const list = path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null
        ? (value as Record<string | number, unknown>)[key]
        : undefined,
    data,
  );
  const index = Array.isArray(list) && entry !== null ? list.indexOf(entry) : -1;
  return index === -1 ? path : [...path, index];
}
