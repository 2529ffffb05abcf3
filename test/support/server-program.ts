// A server's program: Debian puts those where only root's PATH leads.

import { delimiter } from "node:path";
import { findOnPath } from "../../scripts/toolchain/find-on-path.ts";

/** Its path, or undefined where it is not installed. */
export function findServerProgram(name: string): Promise<string | undefined> {
  const folders = [process.env["PATH"] ?? "", "/usr/sbin", "/usr/local/sbin"];
  return findOnPath(name, { PATH: folders.join(delimiter) });
}
