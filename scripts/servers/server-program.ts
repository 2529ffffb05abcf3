// A server's program: Debian puts those where only root's PATH leads, others in folders of OpenLDAP's own.

import { delimiter } from "node:path";
import type { Environment } from "../toolchain/cache.ts";
import { findOnPath } from "../toolchain/find-on-path.ts";

const FOLDERS = [
  ...["/usr/sbin", "/usr/local/sbin", "/usr/libexec", "/usr/lib/openldap"],
  ...["/opt/homebrew/opt/openldap/libexec", "/usr/local/opt/openldap/libexec"],
];

/** Its path, or undefined where it is not installed. */
export function findServerProgram(
  name: string,
  env: Environment,
  folders: readonly string[] = FOLDERS,
): Promise<string | undefined> {
  return findOnPath(name, { PATH: [env["PATH"] ?? "", ...folders].join(delimiter) });
}
