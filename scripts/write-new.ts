// A result as a file that was not there before.

import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { Failure } from "../infra/diagnostics/failure.ts";
import type { Context } from "./context.ts";

/**
 * Writes the text.
 *
 * @param file - path from the working folder
 * @throws Failure `file-exists` where there is such a file.
 */
export async function writeNew(file: string, text: string, { cwd }: Pick<Context, "cwd">): Promise<void> {
  try {
    await writeFile(resolve(cwd, file), text, { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    throw new Failure("file-exists", `${file} is there already, and was left as it is.`, {
      hint: "name another file, or move this one away",
    });
  }
}
