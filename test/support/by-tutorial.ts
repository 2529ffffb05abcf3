// A realm as the vendor's tutorial says, by the calls that the console makes.

import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { attributeOf, Hand } from "./hand.ts";

/**
 * Makes one realm, which must not exist.
 *
 * @param url - of the helpdesk, with its path
 */
export async function makeByTutorial(
  admin: AdminClient,
  realm: string,
  { url, app, roles }: { readonly url: string; readonly app: string; readonly roles: readonly string[] },
): Promise<void> {
  await admin.post("/realms", { realm, enabled: true });
  const hand = new Hand(admin, realm);
  await hand.setProfile((config) => {
    config.unmanagedAttributePolicy = "ENABLED";
    delete attributeOf(config, "username").validations["up-username-not-idn-homograph"];
    for (const name of ["firstName", "lastName"])
      delete attributeOf(config, name).validations["person-name-prohibited-characters"];
  });
  const addresses = { redirectUris: [`${url}/*`], webOrigins: [new URL(url).origin] };
  const common = {
    ...addresses,
    protocol: "openid-connect",
    standardFlowEnabled: true,
    directAccessGrantsEnabled: false,
  };
  const attributes = { "post.logout.redirect.uris": url };
  const id = await admin.post(adminPath`/realms/${realm}/clients`, {
    ...{ ...common, attributes, clientId: app, publicClient: true },
  });
  for (const name of roles) await admin.post(adminPath`/realms/${realm}/clients/${id ?? ""}/roles`, { name });
  await admin.post(adminPath`/realms/${realm}/clients`, {
    ...{ ...common, attributes, clientId: "otrs-api", publicClient: false, serviceAccountsEnabled: true },
  });
  const management = await hand.client("realm-management");
  await admin.post(adminPath`/realms/${realm}/clients/${management.id}/roles`, { name: "view-system" });
  await hand.giveRoles("service-account-otrs-api", "realm-management", [
    ...["manage-clients", "manage-users", "query-users", "view-clients", "view-system", "view-users"],
  ]);
}
