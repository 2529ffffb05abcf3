// What `up` hands over as files: the helpdesk's own configuration, and the run as JSON and as lines for a shell.

import { join, resolve } from "node:path";
import type { Rendering } from "../../infra/helpdesks/types.ts";
import type { Context } from "../context.ts";
import { writeWhole } from "../toolchain/cache.ts";
import { jsonText } from "../views/json.ts";
import { writeRendering } from "../views/render.ts";
import { envText } from "./env-file.ts";
import { ENV_FILE, type EphemeralRun, JSON_FILE } from "./types.ts";

/** Those with secrets have mode 0600. */
export async function writeResult(
  result: (rendered: readonly string[]) => EphemeralRun,
  rendering: Rendering,
  out: string,
  { cwd }: Pick<Context, "cwd">,
): Promise<EphemeralRun> {
  const folder = resolve(cwd, out);
  await writeRendering(rendering, folder);
  const run = result(rendering.files.map(({ name }) => join(folder, name)));
  await writeWhole(join(folder, ENV_FILE), envText(run), 0o600);
  await writeWhole(join(folder, JSON_FILE), jsonText(run), 0o600);
  return run;
}
