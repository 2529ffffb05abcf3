// People of test realms that stay get the passwords that they had, whatever was done to them meanwhile.

import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { AdminFailure } from "../../infra/admin/errors.ts";
import { randomPassword } from "../random-password.ts";
import type { KnownPerson } from "../realm-import/people.ts";
import type { KnownPeople } from "./folder.ts";

/**
 * Sets everybody's password.
 *
 * @returns everybody, with another password where a policy refuses the one they had; undefined where somebody is gone
 */
export async function setPasswords(admin: AdminClient, known: KnownPeople): Promise<KnownPeople | undefined> {
  try {
    const realms = Object.entries(known).map(async ([realm, people]) => {
      const set = Object.entries(people).map(async ([name, person]) => {
        return [name, await setPassword(admin, realm, person)] as const;
      });
      return [realm, Object.fromEntries(await Promise.all(set))] as const;
    });
    return Object.fromEntries(await Promise.all(realms));
  } catch (error) {
    if (error instanceof AdminFailure && error.status === 404) return undefined;
    throw error;
  }
}

async function setPassword(
  admin: AdminClient,
  realm: string,
  { id, password }: KnownPerson,
): Promise<KnownPerson> {
  const set = (value: string) =>
    admin.put(adminPath`/realms/${realm}/users/${id}/reset-password`, {
      ...{ type: "password", value, temporary: false },
    });
  try {
    await set(password);
    return { id, password };
  } catch (error) {
    // A policy may ask for another one each time.
    if (!(error instanceof AdminFailure) || error.status !== 400) throw error;
  }
  const fresh = randomPassword();
  await set(fresh);
  return { id, password: fresh };
}
