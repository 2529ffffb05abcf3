// The layout of a model made by hand over the Admin API, thing by thing, as a careful script would do it.

import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { findClient } from "../../infra/admin/find-client.ts";
import type { OtrsModel } from "../../infra/helpdesks/otrs-model.ts";
import type { ClientModel, RealmModel, UserModel } from "../../infra/model/types.ts";

/** Makes both realms, which must not exist, side by side. */
export async function makeDirectly(client: AdminClient, model: OtrsModel): Promise<void> {
  await Promise.all(Object.values(model.realms).map((realm) => makeRealm(client, realm)));
}

async function makeRealm(client: AdminClient, model: RealmModel): Promise<void> {
  const { realm, bruteForce } = model;
  const { userManagedAccess, ...login } = model.login;
  await client.post("/realms", {
    realm,
    enabled: true,
    displayName: model.displayName,
    ...login,
    userManagedAccessAllowed: userManagedAccess,
    bruteForceProtected: bruteForce.enabled,
  });
  await client.put(adminPath`/realms/${realm}/users/profile`, profileOf(model));
  for (const [clientId, roles] of Object.entries(model.builtInClientRoles)) {
    const client_ = { [clientId]: roles.map((name) => ({ name })) };
    await client.post(adminPath`/realms/${realm}/partialImport`, {
      ifResourceExists: "SKIP",
      roles: { client: client_ },
    });
  }
  for (const made of Object.values(model.clients)) await makeClient(client, realm, made);
  for (const [username, person] of Object.entries(model.users))
    await makePerson(client, model, username, person);
}

function profileOf({ profile }: RealmModel) {
  return {
    unmanagedAttributePolicy: profile.unmanagedAttributes,
    attributes: Object.entries(profile.attributes).map(([name, attribute]) => ({
      name,
      displayName: attribute.displayName,
      multivalued: attribute.multivalued,
      permissions: { view: attribute.view, edit: attribute.edit },
      validations: attribute.validations,
      ...(attribute.requiredFor.length === 0 ? {} : { required: { roles: attribute.requiredFor } }),
    })),
    groups: Object.entries(profile.groups).map(([name, group]) => ({ name, ...group })),
  };
}

async function makeClient(client: AdminClient, realm: string, model: ClientModel): Promise<void> {
  const uuid = await client.post(adminPath`/realms/${realm}/clients`, {
    clientId: model.clientId,
    publicClient: model.access === "public",
    standardFlowEnabled: model.standardFlow,
    directAccessGrantsEnabled: model.directAccessGrants,
    serviceAccountsEnabled: model.serviceAccount,
    redirectUris: model.redirectUris,
    webOrigins: model.webOrigins,
    attributes: { "post.logout.redirect.uris": model.postLogoutRedirectUris.join("##") },
  });
  const id = uuid ?? "";
  for (const name of Object.keys(model.roles))
    await client.post(adminPath`/realms/${realm}/clients/${id}/roles`, { name });
  if (!model.serviceAccount) return;
  const account = await client.get<{ id: string }>(
    adminPath`/realms/${realm}/clients/${id}/service-account-user`,
  );
  for (const [owner, names] of Object.entries(model.serviceAccountRoles)) {
    await give(client, realm, account.id, owner, names);
  }
}

async function makePerson(
  client: AdminClient,
  model: RealmModel,
  username: string,
  person: UserModel,
): Promise<void> {
  const { enabled, email, emailVerified, firstName, lastName, attributes } = person;
  const id = await client.post(adminPath`/realms/${model.realm}/users`, {
    username,
    enabled,
    email,
    emailVerified,
    firstName,
    lastName,
    attributes,
  });
  for (const [key, names] of Object.entries(person.clientRoles)) {
    await give(client, model.realm, id ?? "", model.clients[key]?.clientId ?? "", names);
  }
}

async function give(
  client: AdminClient,
  realm: string,
  userId: string,
  clientId: string,
  names: readonly string[],
): Promise<void> {
  const owner = await findClient(client, realm, clientId);
  const id = owner?.id ?? "";
  const available = await client.get<{ name: string }[]>(adminPath`/realms/${realm}/clients/${id}/roles`);
  const wanted = available.filter(({ name }) => names.includes(name));
  await client.post(adminPath`/realms/${realm}/users/${userId}/role-mappings/clients/${id}`, wanted);
}
