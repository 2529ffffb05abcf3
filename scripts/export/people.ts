// People whom a spec is to name. A server may hold thousands: only those asked for are read.

import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { findUser } from "../../infra/admin/find-user.ts";
import { soundsSecret } from "../../infra/diagnostics/cover.ts";
import type { UserModel } from "../../infra/model/types.ts";

/** People of a realm, and what is left out of them. */
export interface People {
  /** For `readUser`: their attributes' names count, not the values. */
  readonly wanted: Readonly<Record<string, UserModel>>;
  /** Sentences about what is not read. */
  readonly left: readonly string[];
}

export async function findPeople(
  admin: AdminClient,
  realm: string,
  names: readonly string[],
): Promise<People> {
  const [found, all] = await Promise.all([
    Promise.all(names.map((name) => findPerson(admin, realm, name))),
    admin.get<number>(adminPath`/realms/${realm}/users/count`),
  ]);
  const people = found.flat();
  const others = all - people.length;
  return {
    wanted: Object.fromEntries(people.map(({ name, model }) => [name, model])),
    left: [
      ...people.flatMap(({ name, secret }) =>
        secret.map((attribute) => `user ${name}: attribute ${attribute}, which sounds like a secret`),
      ),
      ...(others === 0
        ? []
        : [`${others} ${others === 1 ? "person" : "people"}; name those to keep with --person`]),
    ],
  };
}

async function findPerson(admin: AdminClient, realm: string, username: string) {
  const user = await findUser(admin, realm, username);
  if (user === undefined) return [];
  const attributes = Object.keys(user.attributes ?? {});
  const secret = attributes.filter(soundsSecret);
  const kept = attributes.filter((name) => !secret.includes(name));
  const model: UserModel = {
    enabled: true,
    email: null,
    emailVerified: false,
    firstName: null,
    lastName: null,
    attributes: Object.fromEntries(kept.map((name) => [name, []])),
    clientRoles: {},
    temporaryPassword: null,
  };
  return [{ name: user.username ?? username, model, secret }];
}
