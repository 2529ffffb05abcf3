// Specs that say themselves which findings of one rule they earn. `# FINDING rule` stands at the end of the
// line that the finding comes from, or `# FINDING rule at PATH ENTRY` where it comes from no line of the
// spec. `# SERVER PATH: JSON` is what somebody changed by hand on the server, which is then what is audited.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expandSpec } from "../../infra/helpdesks/index.ts";
import type { OtrsModel } from "../../infra/helpdesks/otrs-model.ts";
import type { LoadedModel } from "../../infra/load-model.ts";
import { auditExpansion, originOf } from "../../infra/policy/audit.ts";
import { auditLive, liveOrigins } from "../../infra/policy/audit-live.ts";
import { loadSpec } from "../../infra/spec/load.ts";
import { sourceOf } from "../../scripts/audit/source.ts";

const FOLDER = join(import.meta.dirname, "../samples/policy");
const MARK = /# FINDING ([a-z-]+)(?: at (\S+)(?: (\S+))?)?/g;

/** The day on which the samples are audited. */
export const TODAY = "2026-01-01";

export interface PolicySample {
  readonly name: string;
  readonly rule: string;
  readonly kind: "bad" | "good";
  /** `LINE` of the spec, or `PATH` or `PATH ENTRY`, of each finding of the rule. */
  readonly expected: readonly string[];
  readonly text: string;
}

export function policySamples(): PolicySample[] {
  return readdirSync(FOLDER)
    .sort()
    .map((name) => {
      const [rule = "", kind] = name.split(".");
      assert.ok(kind === "bad" || kind === "good", name);
      const text = readFileSync(join(FOLDER, name), "utf8");
      const expected = text.split("\n").flatMap((line, index) =>
        [...line.matchAll(MARK)].map(([, code, path, entry]) => {
          assert.equal(code, rule, `${name} announces findings of its own rule only`);
          return path === undefined ? String(index + 1) : [path, entry].filter(Boolean).join(" ");
        }),
      );
      return { name, rule, kind, text, expected: expected.sort() };
    });
}

/** What the rule finds, in the form of the expectation. */
export function found({ text, name, rule }: PolicySample): string[] {
  const loaded = load(text, name);
  const changes = [...text.matchAll(/^# SERVER (\S+): (.*)$/gm)];
  const live = changes.reduce((model, [, path = "", json = ""]) => set(model, path, json), loaded.model);
  const [findings, origin] =
    changes.length === 0
      ? [auditExpansion(loaded, TODAY), originOf(loaded)]
      : [auditLive(loaded, live, TODAY), liveOrigins(loaded, live)];
  return findings
    .filter((one) => one.rule === rule)
    .map((one) => {
      const source = sourceOf(one, loaded, origin, "http://127.0.0.1:8080");
      if (source.kind === "spec") return String(source.range.start.line);
      return [one.path, one.entry].filter((part) => part !== null).join(" ");
    })
    .sort();
}

/** A spec without errors, as commands have it. */
export function load(text: string, name = "spec.yaml"): LoadedModel & { readonly model: OtrsModel } {
  const { value, diagnostics } = loadSpec(text, name, { variables: {}, env: {} });
  assert.ok(value, `${name}\n${diagnostics.map(({ code, detail }) => `${code}: ${detail}`).join("\n")}`);
  const expansion = expandSpec(value.spec);
  return {
    ...expansion,
    model: expansion.model as OtrsModel,
    source: value.source,
    data: value.data,
    authorities: {},
    guides: () => [],
    withoutKeycloak: () => {
      throw new TypeError("no provider");
    },
  };
}

function set(model: OtrsModel, path: string, json: string): OtrsModel {
  const copy = structuredClone(model) as OtrsModel;
  const keys = path.split("/");
  const parent = keys
    .slice(0, -1)
    .reduce<Record<string, unknown>>((value, key) => value[key] as Record<string, unknown>, copy.realms);
  const last = keys.at(-1) ?? "";
  assert.ok(parent !== undefined && last in parent, `${path} is no place of the model`);
  parent[last] = JSON.parse(json);
  return copy;
}
