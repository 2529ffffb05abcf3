// The system's programs that tests need: installed where that is allowed, named where it is not.

import { spawnSync } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { findServerProgram } from "../../scripts/servers/server-program.ts";
import type { Progress } from "../../scripts/toolchain/cache.ts";
import { postgresBinaries } from "./postgres.ts";
import { SAMBA_PACKAGES } from "./samba-provision.ts";

/** Programs that have their package's name. */
const NAMED = ["perl", "git", "bash", "openssl", "chromium", "curl", "jq", "shellcheck"];
/** What asks Debian's packages whether they may start their services. */
const POLICY = "/usr/sbin/policy-rc.d";
const PROVISION_FILES = "/usr/share/samba/setup";

/** @throws Error that names what is missing and how to get it */
export async function demandPrograms(progress: Progress): Promise<void> {
  const missing = await missingPackages();
  if (missing.length === 0) return;
  const install = `apt-get install --yes ${missing.join(" ")}`;
  const isDebianRoot = process.getuid?.() === 0 && spawnSync("apt-get", ["--version"]).error === undefined;
  if (!isDebianRoot) throw new Error(`The tests need ${missing.join(", ")}. On Debian: ${install}`);
  progress(`installing ${missing.join(", ")}`);
  withoutServices(() => {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    spawnSync("sh", ["-c", `apt-get update && ${install}`], { stdio: "inherit", env });
  });
  const still = await missingPackages();
  if (still.length > 0) throw new Error(`The tests need ${still.join(", ")}, which could not be installed.`);
}

async function missingPackages(): Promise<string[]> {
  const missing = NAMED.filter((name) => spawnSync(name, ["--version"]).error !== undefined);
  // Debian's package php brings a web server, too.
  if (spawnSync("php", ["--version"]).error !== undefined) missing.push("php-cli");
  // A server's programs are on nobody's PATH.
  if ((await postgresBinaries()) === undefined) missing.push("postgresql");
  if ((await findServerProgram("slapd", process.env)) === undefined) missing.push("slapd");
  if ((await findServerProgram("ldapmodify", process.env)) === undefined) missing.push("ldap-utils");
  const hasSamba =
    (await findServerProgram("samba", process.env)) !== undefined && existsSync(PROVISION_FILES);
  if (!hasSamba) missing.push(...SAMBA_PACKAGES);
  return missing;
}

/** The tests start their own servers; those of the packages would take their ports. */
function withoutServices(install: () => void): void {
  const hasOwn = existsSync(POLICY);
  if (!hasOwn) writeFileSync(POLICY, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    install();
  } finally {
    if (!hasOwn) rmSync(POLICY);
  }
}
