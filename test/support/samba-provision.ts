// A domain is provisioned once for each version of Samba, into Deskrealm's cache, and copied for each test.

import assert from "node:assert/strict";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { cacheRoot, exists, publish, temporaryName, withLock } from "../../scripts/toolchain/cache.ts";
import { run } from "../../scripts/toolchain/run.ts";

/** Raised when what is provisioned changes. */
const REVISION = 1;

/** Debian's packages of a domain controller: what `samba` demands, and what provisioning needs besides. */
export const SAMBA_PACKAGES = ["samba", "samba-dsdb-modules", "samba-ad-provision", "samba-vfs-modules"];

export const SAMBA_DOMAIN = { realm: "AD.DESK.EXAMPLE", name: "DESK", host: "DC1" } as const;
/** A throw-away domain's administrator, on loopback addresses alone. */
export const SAMBA_ADMIN = {
  dn: "CN=Administrator,CN=Users,DC=ad,DC=desk,DC=example",
  password: "Provisioned-Passw0rd!",
} as const;

/** The folder of a domain in which nobody is yet. */
export async function provisionSamba(program: string): Promise<string> {
  const env = { PATH: process.env["PATH"] };
  const { stdout } = await run(program, ["--version"], { env });
  const version = /Version (\S+)/.exec(stdout)?.[1] ?? "unknown";
  const root = join(cacheRoot(process.env), "samba");
  const folder = join(root, `${version}-${REVISION}`);
  if (await exists(folder)) return folder;
  const lock = { progress: () => {}, what: "provisioning Samba" };
  return withLock(`${folder}.lock`, lock, async () => {
    if (await exists(folder)) return folder;
    for (const name of await readdir(root))
      if (name.includes(".tmp-")) await rm(join(root, name), { recursive: true, force: true });
    const temporary = temporaryName(folder);
    const words = [
      ...["domain", "provision", "--server-role=dc", "--dns-backend=NONE", "--use-rfc2307"],
      ...[`--realm=${SAMBA_DOMAIN.realm}`, `--domain=${SAMBA_DOMAIN.name}`],
      ...[`--host-name=${SAMBA_DOMAIN.host}`, "--host-ip=127.0.0.1"],
      ...[`--adminpass=${SAMBA_ADMIN.password}`, `--targetdir=${temporary}`],
      ...[
        "--option=interfaces=127.0.0.1/8",
        "--option=bind interfaces only=yes",
        "--option=log file=/dev/null",
      ],
    ];
    const { code, output } = await run("samba-tool", words, { env: { ...env, LC_ALL: "C.UTF-8" } });
    assert.equal(code, 0, `samba-tool failed:\n${output}`);
    await publish(temporary, folder);
    return folder;
  });
}
