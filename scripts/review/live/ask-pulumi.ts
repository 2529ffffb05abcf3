// Pulumi's preview of each stack. The toolchain is looked for once, and only where a stack needs it.

import { Failure } from "../../../infra/diagnostics/failure.ts";
import type { Context } from "../../context.ts";
import type { AskPulumi } from "./look.ts";

/** For a review that leaves Pulumi out. */
export const leaveOut: AskPulumi = async () => ({ code: "left-out", message: "it was left out" });

/** Asks Pulumi; its failures come back as values, as the rest of the review stands without it. */
export function pulumiOf(context: Context): AskPulumi {
  const opened = async () => {
    const { openWorkspace } = await import("../../stack/workspace.ts");
    return openWorkspace(context);
  };
  let workspace: ReturnType<typeof opened> | undefined;
  return async (stack) => {
    if (stack === undefined) return { code: "no-stack", message: "no stack names the spec" };
    try {
      const { previewSteps } = await import("../../stack/preview.ts");
      workspace ??= opened();
      const steps = await previewSteps(await workspace, stack, context.signal);
      return steps ?? { code: "stack-new", message: "Pulumi has no such stack yet: up makes it" };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return { code: error.code, message: error.message, failure: error };
    }
  };
}
