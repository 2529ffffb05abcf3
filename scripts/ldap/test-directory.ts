// A directory tried from here and by Keycloak.

import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { AdminFailure } from "../../infra/admin/errors.ts";
import { findFederation } from "../../infra/admin/federations.ts";
import type { RealmKey } from "../../infra/model/types.ts";
import { compare } from "./compare.ts";
import { examine, type Server } from "./examine.ts";
import type { LdapFinding } from "./finding.ts";
import { askKeycloak, type KeycloakAnswers, type Login } from "./keycloak-tests.ts";
import type { Directory } from "./open-directories.ts";

export interface DirectoryResult {
  readonly realmKey: RealmKey;
  readonly realm: string;
  /** The federation's name. */
  readonly directory: string;
  readonly servers: readonly Server[];
  /** Who matches; null where nobody could be counted. */
  readonly people: number | null;
  /** Null where Keycloak could not be asked. */
  readonly keycloak: KeycloakAnswers | null;
  readonly findings: readonly LdapFinding[];
}

export async function testDirectory(
  directory: Directory,
  admin: AdminClient,
  now: Date,
): Promise<DirectoryResult> {
  const { realmKey, realm, federation, settings, ca } = directory;
  const here = await examine(federation, settings, now);
  const about = { realmKey, realm: realm.realm, directory: federation.name };
  const seen = { servers: here.servers, people: here.people ?? null };
  try {
    const keycloak = await ask(directory, admin);
    return { ...about, ...seen, keycloak, findings: compare(here, keycloak, ca) };
  } catch (error) {
    if (!(error instanceof AdminFailure)) throw error;
    const { message: detail, hint: fix } = error;
    const untried: LdapFinding = { code: "keycloak-not-tried", severity: "error", detail, fix };
    return { ...about, ...seen, keycloak: null, findings: [...here.findings, untried] };
  }
}

/** Before the first `up` there is no such realm: the account's own one asks the same. */
async function ask({ realm, federation, settings }: Directory, admin: AdminClient): Promise<KeycloakAnswers> {
  const exists = (await admin.find(adminPath`/realms/${realm.realm}`)) !== undefined;
  const where = exists ? realm.realm : admin.connection.realm;
  return askKeycloak(
    admin,
    where,
    federation,
    await loginOf(admin, realm.realm, federation, settings, exists),
  );
}

async function loginOf(
  admin: AdminClient,
  realm: string,
  { name, bind }: Directory["federation"],
  settings: Directory["settings"],
  exists: boolean,
): Promise<Login | undefined> {
  const password = settings.bind?.password;
  if (password !== undefined) return { password };
  if (bind?.credential.kind === "vault") return { password: `\${vault.${bind.credential.name}}` };
  const id = exists ? (await findFederation(admin, realm, name))?.id : undefined;
  return id === undefined ? undefined : { storedIn: id };
}
