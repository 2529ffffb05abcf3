// A stack keeps to its spec: another one would make other realms, and delete these.

import { Failure } from "../../infra/diagnostics/failure.ts";
import type { Context } from "../context.ts";
import { stackSettings } from "./stack-file.ts";
import { recordedPath } from "./target.ts";

/** @throws Failure `spec-mismatch` where the stack names another spec. */
export async function refuseOtherSpec(spec: string, stack: string, context: Context): Promise<void> {
  const recorded = (await stackSettings(context.root, stack)).get("deskrealm:spec");
  const asked = recordedPath(context, spec);
  if (recorded === undefined || recorded === asked) return;
  throw new Failure("spec-mismatch", `The stack ${stack} belongs to ${recorded}, not to ${asked}.`, {
    hint: `name another stack, or move this one: pulumi config set deskrealm:spec ${asked} --stack ${stack}`,
  });
}
