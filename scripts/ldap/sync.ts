// People fetched by Keycloak, and their number beside the directory's own: fewer is a failure.

import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { AdminFailure } from "../../infra/admin/errors.ts";
import { findFederation } from "../../infra/admin/federations.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { RealmKey } from "../../infra/model/types.ts";
import { sizeLimitCure } from "./examine.ts";
import { asFailure, type LdapFinding } from "./finding.ts";
import { type LocalPeople, readLocalPeople } from "./local-people.ts";
import type { Directory } from "./open-directories.ts";
import { changedFilter, peopleFilter } from "./people-filter.ts";
import { type Count, countPeople } from "./read-people.ts";
import { openFirst, type Session } from "./session.ts";
import { findEntries } from "./sync-entries.ts";
import { whileWaiting } from "./while-waiting.ts";

export type SyncKind = "full" | "changed";

export interface SyncResult {
  readonly realmKey: RealmKey;
  readonly realm: string;
  readonly directory: string;
  readonly kind: SyncKind;
  /** Keycloak's own numbers; null where it did not finish. */
  readonly keycloak: Numbers | null;
  /** How many the directory holds that were to come. */
  readonly inDirectory: number;
  readonly findings: readonly LdapFinding[];
}

export interface Numbers {
  readonly added: number;
  readonly updated: number;
  readonly removed: number;
  readonly failed: number;
}

const ACTIONS = { full: "triggerFullSync", changed: "triggerChangedUsersSync" } as const;

/**
 * @param tell - takes progress, a line at a time
 * @throws Failure `directory-failed` where the directory cannot be counted, AdminFailure
 */
export async function syncDirectory(
  { realmKey, realm, federation, settings }: Directory,
  admin: AdminClient,
  kind: SyncKind,
  tell: (line: string) => void,
): Promise<SyncResult> {
  const about = { realmKey, realm: realm.realm, directory: federation.name, kind };
  const id = (await findFederation(admin, realm.realm, federation.name))?.id;
  if (id === undefined)
    throw new Failure("directory-failed", `The realm ${realm.realm} has no directory ${federation.name}.`, {
      hint: "bring it up with `up`",
    });
  try {
    await using session = await openFirst(settings);
    const filter = await filterOf(kind, federation, admin, realm.realm, id);
    const inDirectory = await countPeople(session, federation, filter);
    tell(`${realm.realm}: ${shown(inDirectory)} people are to come from ${federation.name}`);
    const done = await trigger(admin, realm.realm, id, kind, tell);
    const keycloak = "aborted" in done ? null : done;
    const local = () => {
      tell(`${realm.realm}: looking for who does not come, and why`);
      return readLocalPeople(admin, realm.realm, id);
    };
    const findings = await judge(session, { realm, federation, local }, done, inDirectory);
    return { ...about, keycloak, inDirectory: inDirectory.count, findings };
  } catch (error) {
    throw asFailure(error);
  }
}

const shown = ({ count, more }: Count): string => `${more ? "more than " : ""}${count}`;

/** Keycloak asks for whoever changed since its last sync, which it remembers in seconds. */
async function filterOf(
  kind: SyncKind,
  federation: Directory["federation"],
  admin: AdminClient,
  realm: string,
  id: string,
): Promise<string> {
  if (kind === "full") return peopleFilter(federation);
  const path = adminPath`/realms/${realm}/components/${id}`;
  const { config } = await admin.get<{ config?: Readonly<Record<string, readonly string[]>> }>(path);
  const last = Number(config?.["lastSync"]?.[0] ?? 0);
  // Where there was none, it fetches everybody.
  return last > 0 ? changedFilter(federation, new Date(last * 1000)) : peopleFilter(federation);
}

interface Aborted {
  readonly aborted: string;
}

async function trigger(
  admin: AdminClient,
  realm: string,
  id: string,
  kind: SyncKind,
  tell: (line: string) => void,
): Promise<Numbers | Aborted> {
  const users = () => admin.get<number>(adminPath`/realms/${realm}/users/count`).catch(() => undefined);
  const path = `${adminPath`/realms/${realm}/user-storage/${id}/sync`}?action=${ACTIONS[kind]}`;
  const progress = async () => {
    const count = await users();
    if (count !== undefined) tell(`${realm}: ${count} people in the realm`);
  };
  try {
    const numbers = await whileWaiting(admin.postFor<Partial<Numbers>>(path, undefined), progress);
    const { added = 0, updated = 0, removed = 0, failed = 0 } = numbers;
    return { added, updated, removed, failed };
  } catch (error) {
    if (!(error instanceof AdminFailure) || error.status < 400) throw error;
    if (error.status === 401 || error.status === 403 || error.status === 404) throw error;
    return { aborted: error.message };
  }
}

async function judge(
  session: Session,
  {
    realm,
    federation,
    local,
  }: Pick<Directory, "realm" | "federation"> & { readonly local: () => Promise<LocalPeople> },
  done: Numbers | Aborted,
  inDirectory: Count,
): Promise<readonly LdapFinding[]> {
  const aborted = "aborted" in done;
  const taken = aborted ? 0 : done.added + done.updated;
  const failed = aborted ? 0 : done.failed;
  const fewer = !aborted && (taken + failed < inDirectory.count || inDirectory.more);
  const findings: LdapFinding[] = [];
  // A directory that holds people back is the reason, whatever else there is.
  if (fewer && inDirectory.limited)
    findings.push({
      code: "size-limit",
      severity: "error",
      detail: `Keycloak took ${taken} of ${shown(inDirectory)} people: the directory gives its account no more in one search, and paging does not lift that.`,
      fix: sizeLimitCure(federation),
    });
  else if (aborted || failed > 0 || fewer) {
    const entries = await findEntries(session, federation, realm, await local());
    const detail = aborted
      ? `Keycloak broke the sync off: ${done.aborted}`
      : `Keycloak took ${taken} of ${shown(inDirectory)} people${failed > 0 ? `, and failed with ${failed}` : ""}.`;
    const code = aborted ? "sync-aborted" : failed > 0 ? "sync-failed" : "sync-fewer";
    const named = entries.length === 0 ? [] : ["mend the entries below and sync again"];
    const unexplained = entries.length === 0 || entries.length < failed ? [UNEXPLAINED] : [];
    const fix = [...named, ...unexplained].join("\n");
    findings.push({ code, severity: "error", detail, fix }, ...entries);
  }
  return findings;
}

const UNEXPLAINED = "look into Keycloak's log";
