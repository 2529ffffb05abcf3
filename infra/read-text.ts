// Reads a file that a person names: a plain one, of bounded size. A pipe or a device could have no end.

import { constants } from "node:fs";
import { open } from "node:fs/promises";
import type { DiagnosticCode } from "./diagnostics/catalogue.ts";
import { MAX_LENGTH } from "./spec/limits.ts";

/** The text, or why there is none. Bytes that are no UTF-8 come as U+FFFD, which no spec may hold. */
export type TextFile =
  | { readonly text: string }
  | { readonly text: undefined; readonly code: DiagnosticCode; readonly reason: string };

export async function readText(path: string): Promise<TextFile> {
  try {
    // Without waiting for somebody to write into a pipe.
    await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = await file.stat();
    if (!stats.isFile()) {
      const what = stats.isDirectory() ? "a folder" : stats.isFIFO() ? "a pipe" : "a device";
      return { text: undefined, code: "file-unreadable", reason: `it is ${what}, not a file` };
    }
    const chunks: Buffer[] = [];
    for await (const chunk of file.createReadStream({ end: MAX_LENGTH })) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    if (bytes.length > MAX_LENGTH)
      return { text: undefined, code: "too-large", reason: `it has more than ${MAX_LENGTH} bytes` };
    // A byte order mark goes.
    return { text: new TextDecoder().decode(bytes) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === "ENOENT" ? "there is no such file" : message;
    return { text: undefined, code: "file-unreadable", reason };
  }
}
