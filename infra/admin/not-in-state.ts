// What a server has and Pulumi's state has not, told with the command that takes it in.

import { Failure } from "../diagnostics/failure.ts";

/** How that comes. */
export const WHY = "A run was ended in its middle, the state was lost, or somebody made it by hand.";

/** The command for a stack, and what it does. */
export function takeIn(spec: string, stack: string): string {
  return `run: deskrealm up ${spec} --stack ${stack} (it takes such things into the state, and goes on)`;
}

/**
 * @param names - what is there, in words
 * @param hint - of `takeIn`
 */
export function notInState(names: readonly string[], hint: string): Failure {
  const text = `On the server, and not in Pulumi's state: ${names.join(", ")}. ${WHY}`;
  return new Failure("not-in-state", text, { hint });
}
