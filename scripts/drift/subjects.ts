// What drift looks at: a spec, and the stack that says which Keycloak and which values.

import { relative, resolve } from "node:path";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { Context } from "../context.ts";
import { stackNames, stackSettings } from "../stack/stack-file.ts";
import { stacksOf } from "../stack/target.ts";

export interface Subject {
  /** From the working folder; undefined: what the stack names. */
  readonly spec: string | undefined;
  /** Undefined: no stack names the spec, and the environment says which Keycloak. */
  readonly stack: string | undefined;
}

/** A spec counts once for each stack that names it. Without specs, every stack counts. */
export async function subjectsOf(
  specs: readonly string[],
  stack: string | undefined,
  context: Context,
): Promise<Subject[]> {
  if (stack !== undefined) return (specs.length === 0 ? [undefined] : specs).map((spec) => ({ spec, stack }));
  if (specs.length === 0) {
    const names = await stackNames(context.root);
    if (names.length > 0) return names.map((name) => ({ spec: undefined, stack: name }));
    throw new Failure("stack-missing", "There is no stack in stacks/.", {
      hint: "run: deskrealm up SPEC --stack NAME",
    });
  }
  const each = await Promise.all(
    specs.map(async (spec): Promise<Subject[]> => {
      const stacks = await stacksOf(spec, context);
      return (stacks.length === 0 ? [undefined] : stacks).map((name) => ({ spec, stack: name }));
    }),
  );
  return each.flat();
}

/** @throws Failure `configuration-missing` where the stack names no spec. */
export async function specOf({ spec, stack }: Subject, context: Context): Promise<string> {
  if (spec !== undefined) return spec;
  const recorded = (await stackSettings(context.root, stack ?? "")).get("deskrealm:spec");
  if (typeof recorded === "string") return relative(context.cwd, resolve(context.root, recorded));
  throw new Failure("configuration-missing", `The stack ${stack} does not name its spec.`, {
    hint: `run: pulumi config set deskrealm:spec realms/otrs.yaml --stack ${stack}`,
  });
}
