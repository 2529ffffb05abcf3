// Test people get passwords that last: random ones, and the same again where a run is kept.

import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { AdminFailure } from "../../infra/admin/errors.ts";
import { findUser } from "../../infra/admin/find-user.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { Model, RealmModel } from "../../infra/model/types.ts";
import { randomPassword } from "../random-password.ts";
import type { Passwords } from "./folder.ts";

/** Sets everybody's password, and gives all of them. */
export async function setPasswords(
  admin: AdminClient,
  { realms }: Model,
  kept: Passwords,
): Promise<Passwords> {
  const entries = await Promise.all(
    Object.values(realms).map(async (realm) => {
      const passwords = await inRealm(admin, realm, kept[realm.realm] ?? {});
      return [realm.realm, passwords] as const;
    }),
  );
  return Object.fromEntries(entries);
}

async function inRealm(
  admin: AdminClient,
  { realm, users }: RealmModel,
  kept: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const entries = await Promise.all(
    Object.keys(users).map(async (username) => {
      const found = await findUser(admin, realm, username, { brief: true });
      if (found?.id === undefined)
        throw new Failure("person-unknown", `The realm ${realm} has lost its person ${username} again.`);
      const set = (value: string) =>
        admin.put(adminPath`/realms/${realm}/users/${found.id ?? ""}/reset-password`, {
          type: "password",
          value,
          temporary: false,
        });
      return [username, await setOne(set, kept[username])] as const;
    }),
  );
  return Object.fromEntries(entries);
}

async function setOne(set: (value: string) => Promise<void>, kept: string | undefined): Promise<string> {
  if (kept !== undefined) {
    try {
      await set(kept);
      return kept;
    } catch (error) {
      // A policy may ask for another one each time.
      if (!(error instanceof AdminFailure) || error.status !== 400) throw error;
    }
  }
  const fresh = randomPassword();
  await set(fresh);
  return fresh;
}
