// A folder with specs and stacks, as commands find them below Pulumi.yaml; the settings in clear.

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export class StackFolder implements AsyncDisposable {
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  /** @param files - to begin with, by their path below the folder */
  static async create(files: Readonly<Record<string, string>> = {}): Promise<StackFolder> {
    const folder = new StackFolder(await mkdtemp(join(tmpdir(), "deskrealm-stacks-")));
    for (const [path, text] of Object.entries(files)) await folder.write(path, text);
    return folder;
  }

  /** A file below the folder. */
  async write(path: string, text: string): Promise<string> {
    await mkdir(dirname(join(this.root, path)), { recursive: true });
    await writeFile(join(this.root, path), text);
    return path;
  }

  /** A stack's configuration file. */
  stack(name: string, config: Readonly<Record<string, unknown>>): Promise<string> {
    return this.write(`stacks/Pulumi.${name}.yaml`, JSON.stringify({ config }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
  }
}
