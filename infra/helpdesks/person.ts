// A person whom a spec names, as the model has them.

import { type Explained, given, preset, type Sourced } from "../model/explained.ts";
import type { RealmKey, UserModel } from "../model/types.ts";
import type { RealmSpec } from "../spec/schema.ts";
import type { UserSpec } from "../spec/user.ts";

/** All people of a realm, by user name. Their roles are those of the client with key `app`. */
export function expandUsers(key: RealmKey, { users = {} }: RealmSpec): Record<string, Explained<UserModel>> {
  return Object.fromEntries(Object.entries(users).map(([name, user]) => [name, expandUser(key, name, user)]));
}

function expandUser(key: RealmKey, name: string, user: UserSpec): Explained<UserModel> {
  const at = [key, "users", name] as const;
  const none = preset(null, "deskrealm", "not in the spec");
  return {
    enabled: given(user.enabled, ...at, "enabled") ?? preset(true, "keycloak", "Keycloak's default"),
    email: given(user.email, ...at, "email") ?? none,
    emailVerified:
      given(user.emailVerified, ...at, "emailVerified") ??
      preset(true, "deskrealm", "an administrator vouches for the address"),
    firstName: given(user.firstName, ...at, "firstName") ?? none,
    lastName: given(user.lastName, ...at, "lastName") ?? none,
    attributes: Object.fromEntries(
      Object.entries(user.attributes ?? {}).map(([attribute, value]) => [
        attribute,
        given(typeof value === "string" ? [value] : value, ...at, "attributes", attribute) as Sourced<
          string[]
        >,
      ]),
    ),
    clientRoles:
      user.roles === undefined || user.roles.length === 0
        ? {}
        : { app: given([...new Set(user.roles)].sort(), ...at, "roles") as Sourced<string[]> },
    temporaryPassword: (given(user.temporaryPassword, ...at, "temporaryPassword") ?? none) as Explained<
      UserModel["temporaryPassword"]
    >,
  };
}
