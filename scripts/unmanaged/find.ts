// Everything in our realms that the spec does not know of, and that an administrator would want to.

import type RealmRepresentation from "@keycloak/keycloak-admin-client/lib/defs/realmRepresentation.js";
import type RoleRepresentation from "@keycloak/keycloak-admin-client/lib/defs/roleRepresentation.js";
import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { ascending, type PartialModel } from "../../infra/model/canonical.ts";
import type { RealmKey, RealmModel } from "../../infra/model/types.ts";
import { findAdmins } from "./admins.ts";
import { findFlows, findRequiredActions } from "./authentication.ts";
import { findClientExtras, findForeignClients, findScopes } from "./clients.ts";
import { listSome } from "./list.ts";
import { findComponents, findGroups, findIdentityProviders, findRealmRoles, findSettings } from "./realm.ts";
import type { Found, Unmanaged } from "./types.ts";

/**
 * What is in the model's realms beyond the model, ascending by realm and text. Lists are read in pages and
 * not without end; where one was cut, a finding says so.
 *
 * @throws AdminFailure where the server cannot be read.
 */
export async function findUnmanaged(model: PartialModel, admin: AdminClient): Promise<readonly Unmanaged[]> {
  const realms = Object.entries(model.realms) as [RealmKey, RealmModel][];
  const each = await Promise.all(
    realms.map(async ([key, realm]) => {
      const found = await findInRealm(realm, admin);
      return found
        .map((one): Unmanaged => {
          return { ...one, key, realm: realm.realm, text: `${key} realm ${realm.realm}: ${one.text}` };
        })
        .sort((a, b) => ascending(a.text, b.text));
    }),
  );
  return each.flat();
}

async function findInRealm(model: RealmModel, admin: AdminClient): Promise<Found[]> {
  const name = model.realm;
  const realm = await admin.find<RealmRepresentation>(adminPath`/realms/${name}`);
  if (realm === undefined) return [];
  const roles = listSome<RoleRepresentation>(admin, adminPath`/realms/${name}/roles`, "realm roles");
  const found = await Promise.all([
    findForeignClients(admin, model),
    findClientExtras(admin, model),
    findScopes(admin, name),
    roles.then(({ entries, more }) => [...findRealmRoles(entries, realm), ...more]),
    roles.then(({ entries }) => findAdmins(admin, model, realm, entries)),
    findGroups(admin, model),
    findIdentityProviders(admin, model),
    findComponents(admin, model),
    findFlows(admin, model),
    findRequiredActions(admin, name),
    findSettings(realm),
  ]);
  return found.flat();
}
