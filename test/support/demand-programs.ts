// The system's programs that tests need: installed where that is allowed, named where it is not.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { findServerProgram } from "../../scripts/servers/server-program.ts";
import type { Progress } from "../../scripts/toolchain/cache.ts";
import { postgresBinaries } from "./postgres.ts";
import { SAMBA_PACKAGES } from "./samba-provision.ts";

/** What the tests without servers run. */
const ALWAYS = ["perl", "php", "git", "bash"];
const BESIDE_SERVERS = ["openssl", "chromium", "curl", "jq", "shellcheck"];
/** Where it is not called as the program is. Debian's package php brings a web server, too. */
const PACKAGES: Readonly<Record<string, string>> = { php: "php-cli" };
/** What asks Debian's packages whether they may start their services. */
const POLICY = "/usr/sbin/policy-rc.d";
const PROVISION_FILES = "/usr/share/samba/setup";

/**
 * @param servers - whether tests with servers are to run, too
 * @throws Error that names what is missing and how to get it
 */
export async function demandPrograms(progress: Progress, servers: boolean): Promise<void> {
  const missing = await missingPackages(servers);
  if (missing.length === 0) return;
  const install = `apt-get install --yes ${missing.join(" ")}`;
  const isDebianRoot = process.getuid?.() === 0 && spawnSync("apt-get", ["--version"]).error === undefined;
  if (!isDebianRoot) throw new Error(`The tests need ${missing.join(", ")}. On Debian: ${install}`);
  progress(`installing ${missing.join(", ")}`);
  await withoutServices(async () => {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    // Its standard output is for the tests alone.
    const stdio = ["ignore", process.stderr, process.stderr] as const;
    await once(spawn("sh", ["-c", `apt-get update && ${install}`], { stdio: [...stdio], env }), "exit");
  });
  const still = await missingPackages(servers);
  if (still.length > 0) throw new Error(`The tests need ${still.join(", ")}, which could not be installed.`);
}

async function missingPackages(servers: boolean): Promise<string[]> {
  const missing = [...ALWAYS, ...(servers ? BESIDE_SERVERS : [])]
    .filter((name) => spawnSync(name, ["--version"]).error !== undefined)
    .map((name) => PACKAGES[name] ?? name);
  if (!servers) return missing;
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
async function withoutServices(install: () => Promise<void>): Promise<void> {
  const hasOwn = existsSync(POLICY);
  if (!hasOwn) writeFileSync(POLICY, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    await install();
  } finally {
    if (!hasOwn) rmSync(POLICY);
  }
}
