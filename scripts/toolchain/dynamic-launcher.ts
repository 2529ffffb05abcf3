// Pulumi starts dynamic resources through `pulumi-resource-pulumi-nodejs`, which the official CLI brings
// along and one built from source does not.

import { join } from "node:path";
import { exists, writeWhole } from "./cache.ts";

// The engine passes its address as the first argument. `node -e` has no script name, so one is put in.
const text = `#!/bin/sh
exec node -e 'require(require.resolve("@pulumi/pulumi/cmd/dynamic-provider", { paths: [process.cwd()] }))' \\
  pulumi-resource-pulumi-nodejs "$@"
`;

/** The folder that is put on PATH. The number changes with the text. */
export function launcherFolder(folder: string): string {
  return join(folder, "launcher-1");
}

/** Writes the launcher into a folder. */
export async function writeLauncher(folder: string): Promise<void> {
  const file = join(folder, "pulumi-resource-pulumi-nodejs");
  if (!(await exists(file))) await writeWhole(file, text, 0o755);
}
