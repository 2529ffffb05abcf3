// People whom the spec names, from Keycloak's representation to the model's.

import type { AdminClient } from "../../infra/admin/client.ts";
import { findUser } from "../../infra/admin/find-user.ts";
import type { ClientModel, UserModel } from "../../infra/model/types.ts";
import { readClientRoles } from "./client.ts";
import { flag, text } from "./values.ts";

/**
 * One person. Of attributes those that `wanted` names: a person's language, or what a helpdesk notes down
 * about them, is not the spec's. Roles of clients that are not the model's stand under the client's id.
 */
export async function readUser(
  admin: AdminClient,
  realm: string,
  username: string,
  wanted: UserModel,
  clients: Readonly<Record<string, ClientModel>>,
): Promise<UserModel | undefined> {
  const user = await findUser(admin, realm, username);
  if (user?.id === undefined) return undefined;
  const roles = await readClientRoles(admin, realm, user.id);
  const live: Readonly<Record<string, readonly string[]>> = user.attributes ?? {};
  return {
    enabled: flag(user.enabled),
    email: text(user.email),
    emailVerified: flag(user.emailVerified),
    firstName: text(user.firstName),
    lastName: text(user.lastName),
    attributes: Object.fromEntries(
      Object.keys(wanted.attributes).flatMap((name) => {
        const values = live[name];
        return values === undefined ? [] : [[name, values]];
      }),
    ),
    clientRoles: Object.fromEntries(
      Object.entries(roles).map(([clientId, names]) => {
        const key = Object.keys(clients).find((one) => clients[one]?.clientId === clientId);
        return [key ?? clientId, names];
      }),
    ),
    temporaryPassword: null,
  };
}
