// People and service accounts of a realm, as its import takes them.

import type { ClientModel, RealmModel, UserModel } from "../../infra/model/types.ts";
import { rolesByClientId } from "./client.ts";
import { given } from "./given.ts";
import type { SecretOf } from "./secret-of.ts";

/** The account of a client, with its roles. */
export function serviceAccount(realm: RealmModel, client: ClientModel) {
  return {
    username: `service-account-${client.clientId}`,
    enabled: true,
    serviceAccountClientId: client.clientId,
    // An import gives nobody the realm's default roles.
    realmRoles: [`default-roles-${realm.realm.toLowerCase()}`],
    clientRoles: client.serviceAccountRoles,
  };
}

/** What of a person lasts when their realm is made anew. */
export interface KnownPerson {
  /** Keycloak's, the `sub` of their tokens. */
  readonly id: string;
  readonly password: string;
}

/**
 * A person.
 *
 * @param known - with it, they have the password that it says, and else the model's first one, to be changed
 * @param secretOf - value of a secret that the model names; without it, nobody gets a first password
 */
export function personImport(
  realm: RealmModel,
  [username, user]: readonly [string, UserModel],
  known: KnownPerson | undefined,
  secretOf: SecretOf,
) {
  const { clientRoles: roles, temporaryPassword, email, firstName, lastName, ...rest } = user;
  const isNew = temporaryPassword !== null && known === undefined;
  const first = isNew ? secretOf?.(temporaryPassword) : undefined;
  return {
    username,
    ...rest,
    ...given({ email, firstName, lastName }),
    realmRoles: [`default-roles-${realm.realm.toLowerCase()}`],
    clientRoles: rolesByClientId(roles, realm),
    // An import asks nobody to change a temporary password.
    ...(first === undefined ? {} : { ...credentials(first, true), requiredActions: ["UPDATE_PASSWORD"] }),
    ...(known === undefined ? {} : { id: known.id, ...credentials(known.password, false) }),
  };
}

const credentials = (value: string, temporary: boolean) => ({
  credentials: [{ type: "password", temporary, value }],
});
