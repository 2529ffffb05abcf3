// The directories that a command works on: of one spec, of one realm or both, with what is needed to ask them.

import { dirname, resolve } from "node:path";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { atTime } from "../../infra/model/at-time.ts";
import type { FederationModel } from "../../infra/model/federation.ts";
import type { RealmKey, RealmModel } from "../../infra/model/types.ts";
import type { Context } from "../context.ts";
import { readPem } from "../read-pem.ts";
import { secretValue } from "../stack/secret-values.ts";
import type { Target } from "../stack/target.ts";
import { type DirectorySettings, settingsOf } from "./settings.ts";

export interface Directory {
  readonly realmKey: RealmKey;
  readonly realm: RealmModel;
  readonly federation: FederationModel;
  readonly settings: DirectorySettings;
  /** File of the authority, as the spec names it. */
  readonly ca: string | undefined;
}

/** @throws Failure `directory-missing`, `authority-unreadable` for an authority's file */
export async function openDirectories(
  spec: string,
  { loaded, stack }: Pick<Target, "loaded" | "stack">,
  only: RealmKey | undefined,
  context: Context,
): Promise<readonly Directory[]> {
  const { realms } = atTime(loaded.model, context.now());
  const entries = (Object.entries(realms) as [RealmKey, RealmModel][]).filter(
    ([key]) => only === undefined || key === only,
  );
  const directories: Directory[] = [];
  for (const [realmKey, realm] of entries) {
    for (const federation of Object.values(realm.federations)) {
      const credential = federation.bind?.credential;
      const password = credential && (await secretValue(credential, stack, context));
      const ca = loaded.authorities[realmKey];
      const pem =
        ca === undefined ? undefined : await readPem(resolve(dirname(resolve(context.cwd, spec)), ca));
      directories.push({ realmKey, realm, federation, settings: settingsOf(federation, password, pem), ca });
    }
  }
  if (directories.length > 0) return directories;
  const where = only === undefined ? "either realm" : `the realm of ${only}`;
  throw new Failure("directory-missing", `${spec} has no directory for ${where}.`, {
    hint: "write one under ldap, see the README",
  });
}
