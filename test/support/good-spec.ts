// Specs without errors: the good samples and the realms/ that come with the repository.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expandSpec } from "../../infra/helpdesks/index.ts";
import type { OtrsModel } from "../../infra/helpdesks/otrs-model.ts";
import type { Expansion } from "../../infra/helpdesks/types.ts";
import { loadSpec } from "../../infra/spec/load.ts";

const ROOT = join(import.meta.dirname, "../..");

/** Path from the repository's folder, and the text. */
export interface GoodSpec {
  readonly name: string;
  readonly text: string;
}

export function goodSpecs(): GoodSpec[] {
  return ["realms", "test/samples/good"].flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .filter((file) => file.endsWith(".yaml"))
      .sort()
      .map((file) => goodSpec(`${folder}/${file}`)),
  );
}

export const goodSpec = (name: string): GoodSpec => ({ name, text: readFileSync(join(ROOT, name), "utf8") });

/** The expansion of a text that has no error. */
export function expand(text: string): Expansion & { readonly model: OtrsModel } {
  const { value, diagnostics } = loadSpec(text, "spec.yaml", { variables: {}, env: {} });
  assert.ok(value, diagnostics.map(({ detail }) => detail).join("\n"));
  return expandSpec(value.spec) as Expansion & { readonly model: OtrsModel };
}
