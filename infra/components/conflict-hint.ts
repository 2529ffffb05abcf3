// A run that was started without a preview, and so without what `refuse-existing.ts` asks.

import { WHY } from "../admin/not-in-state.ts";

/**
 * Says what to do where the plugin ends the run in 409 Conflict. The engine tells a program nothing of that: it
 * sends SIGINT, as it does for every failure and for Ctrl-C. Nor does it tell what the state holds, so this
 * speaks of a conflict only if there was one.
 *
 * @param hint - how such things are taken into the state
 */
export function hintAtConflicts(hint: string): void {
  process.once("SIGINT", () => {
    process.stderr.write(
      `hint: 409 Conflict from Keycloak means that it has what Pulumi's state has not. ${WHY} In that case, ${hint}\n`,
    );
    // As it would have ended without us.
    process.kill(process.pid, "SIGINT");
  });
}
