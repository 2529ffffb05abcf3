// A state file that a killed run left cut short: it is set aside, since server and spec can rebuild it.

import { rename } from "node:fs/promises";
import { basename, join } from "node:path";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { exists } from "../toolchain/cache.ts";

/**
 * Gives the file another name beside its own, so that the stack can be made anew.
 *
 * @param backend - folder of a backend of files; undefined for any other
 * @returns the name that it has now
 * @throws Failure `state-unreadable` where the state is not in a file of this machine.
 */
export async function setAside(
  backend: string | undefined,
  { owner, stack, now }: { readonly owner: string; readonly stack: string; readonly now: Date },
): Promise<string> {
  for (const ending of ["json", "json.gz"]) {
    const file = join(backend ?? "", ".pulumi/stacks", `${owner}.${ending}`);
    if (backend === undefined || !(await exists(file))) continue;
    const time = now.toISOString().replace(/\W/g, "");
    // Any other ending, and Pulumi would take it for a stack.
    const aside = `${file}.unreadable-${time}`;
    await rename(file, aside);
    return basename(aside);
  }
  throw new Failure("state-unreadable", `Pulumi cannot read the state of the stack ${stack}.`, {
    hint: `keep it with your backend's own means, take it away with: pulumi stack rm --force ${stack}; then run the same command again, which rebuilds it from the server`,
  });
}
