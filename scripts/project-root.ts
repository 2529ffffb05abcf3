// Where Pulumi.yaml is: beside scripts/ in the repository, two folders up in the compiled package.

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** Folder of Pulumi.yaml, whatever the working directory is. */
export function projectRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, "Pulumi.yaml"))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error("Pulumi.yaml is not above the scripts folder");
    folder = parent;
  }
  return folder;
}
