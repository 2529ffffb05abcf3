// What healing would do, and what `up` would change on the server after it. Nothing is changed, not the state.

import type { Writable } from "node:stream";
import { visible } from "../../infra/diagnostics/visible.ts";
import { findDrift } from "../drift/find.ts";
import type { Healing, Patient } from "./find-healing.ts";
import { foundLines } from "./view.ts";

/**
 * Writes it down.
 *
 * @returns whether that is the whole plan. Pulumi's own would show as new what is only new to its state.
 */
export async function writePreview(
  { admin, model }: Pick<Patient, "admin" | "model">,
  healing: Healing,
  stdout: Writable,
): Promise<boolean> {
  const write = (line: string) => void stdout.write(`${visible(line)}\n`);
  write("up first heals the stack, without a change on the server:");
  for (const line of foundLines(healing)) write(`- ${line}`);
  // A lock and leftover notes keep nobody from a plan.
  if (!healing.cut && healing.unknown.length === 0) return false;
  const drift = await findDrift(model, admin);
  write(
    drift.length === 0
      ? "and then changes nothing: the server is as the spec says."
      : "and then makes the server as the spec says, which it is not yet:",
  );
  for (const { text } of drift) write(`- ${text}`);
  return true;
}
