// A subject of a review against servers as a helpdesk of a review.

import { relative } from "node:path";
import type { Unit } from "../../../infra/review/sides.ts";
import type { Context } from "../../context.ts";
import { stackFile, stackVariables } from "../../stack/stack-file.ts";
import { recordedPath } from "../../stack/target.ts";

/** The helpdesk of a stack, or of a spec that no stack names. */
export async function unitOf(spec: string, stack: string | undefined, context: Context): Promise<Unit> {
  const path = recordedPath(context, spec);
  const none = { encrypted: {}, keycloakUrl: null, fault: null, specId: null, stackId: null };
  if (stack === undefined)
    return { ...none, kind: "spec", name: path, spec: path, stackFile: null, variables: {} };
  const file = relative(context.root, stackFile(context.root, stack)).replaceAll("\\", "/");
  const variables = await stackVariables(context.root, stack);
  return { ...none, kind: "stack", name: stack, spec: path, stackFile: file, variables };
}
