// `deskrealm ldap sync`: only in realms that bear the stack's own mark.

import { AdminClient } from "../../infra/admin/client.ts";
import { checkOwners, readOwners } from "../../infra/admin/owner.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { Context, ExitCode } from "../context.ts";
import type { Target } from "../stack/target.ts";
import type { Directory } from "./open-directories.ts";
import { type SyncKind, type SyncResult, syncDirectory } from "./sync.ts";
import { syncJson, syncText } from "./view-sync.ts";

export type { SyncKind } from "./sync.ts";

export interface SyncOptions {
  readonly kind: SyncKind;
  readonly json: boolean;
}

/** Keycloak answers when it has done, and many people take their time; seconds. */
const PATIENCE = 3600;

/** @throws Failure `realm-not-ours`, `realm-unknown`, `directory-failed` */
export async function syncDirectories(
  directories: readonly Directory[],
  { connection, owner }: Pick<Target, "connection" | "owner">,
  { kind, json }: SyncOptions,
  { stdout, stderr, signal }: Pick<Context, "stdout" | "stderr" | "signal">,
): Promise<ExitCode> {
  const patient = { ...connection, timeoutSeconds: Math.max(connection.timeoutSeconds, PATIENCE) };
  using admin = new AdminClient(patient, { signal });
  await demandOwn(
    admin,
    directories.map(({ realm }) => realm.realm),
    owner,
  );
  const results: SyncResult[] = [];
  const tell = (line: string) => void stderr.write(`${line}\n`);
  for (const directory of directories) results.push(await syncDirectory(directory, admin, kind, tell));
  stdout.write(json ? syncJson(results) : syncText(results));
  return results.some(({ findings }) => findings.some(({ severity }) => severity === "error")) ? 1 : 0;
}

async function demandOwn(
  admin: AdminClient,
  realms: readonly string[],
  owner: string | undefined,
): Promise<void> {
  if (owner === undefined)
    throw new Failure("realm-not-ours", "Nothing was touched: no stack says whose the realms are to be.", {
      hint: "add --stack NAME",
    });
  const owners = await readOwners(admin, realms);
  checkOwners(admin, owners, owner);
  const absent = owners.filter(({ status }) => status === "absent").map(({ realm }) => realm);
  if (absent.length > 0)
    throw new Failure("realm-unknown", `There is no realm ${absent.join(", ")}.`, {
      hint: "make it with `up`",
    });
}
