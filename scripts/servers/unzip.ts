// Unpacks a zip whose checksum was checked, with its modes. yauzl refuses names that lead out of the target.

import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { openPromise } from "yauzl";

export interface UnzipOptions {
  /** How many leading folders of each entry's name are dropped. */
  readonly stripFolders: number;
  readonly signal?: AbortSignal | undefined;
}

export async function unzip(zip: string, target: string, options: UnzipOptions): Promise<void> {
  const file = await openPromise(zip);
  for await (const entry of file.eachEntry()) {
    options.signal?.throwIfAborted();
    const name = entry.fileName.split("/").slice(options.stripFolders).join("/");
    if (entry.fileName.endsWith("/")) {
      await mkdir(join(target, name), { recursive: true });
      continue;
    }
    const path = join(target, name);
    await mkdir(dirname(path), { recursive: true });
    const mode = (entry.externalFileAttributes >>> 16) & 0o777;
    await pipeline(await file.openReadStreamPromise(entry), createWriteStream(path, { mode: mode || 0o644 }));
  }
}
