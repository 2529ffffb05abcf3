// The same two realms as people write them with bare Pulumi: one resource for each thing, names by hand.
// For comparison only.

import * as keycloak from "@pulumi/keycloak";

const ROLES = ["manage-clients", "manage-users", "query-users", "view-clients", "view-system", "view-users"];

function realm(name, roles) {
  const made = new keycloak.Realm(name, { realm: name, enabled: true });
  const management = keycloak.openid.getClientOutput({ realmId: made.id, clientId: "realm-management" });
  new keycloak.RealmUserProfile(`${name}-profile`, {
    realmId: made.id,
    unmanagedAttributePolicy: "ENABLED",
    attributes: ["username", "email", "firstName", "lastName"].map((attribute) => ({
      name: attribute,
      permissions: { views: ["admin", "user"], edits: ["admin", "user"] },
    })),
  });
  const app = new keycloak.openid.Client(`${name}-app`, {
    realmId: made.id,
    clientId: "otrs-app",
    accessType: "PUBLIC",
    standardFlowEnabled: true,
    validRedirectUris: ["http://localhost:3001/*"],
  });
  const api = new keycloak.openid.Client(`${name}-api`, {
    realmId: made.id,
    clientId: "otrs-api",
    accessType: "CONFIDENTIAL",
    standardFlowEnabled: true,
    serviceAccountsEnabled: true,
    validRedirectUris: ["http://localhost:3001/*"],
  });
  const system = new keycloak.Role(`${name}-view-system`, {
    realmId: made.id,
    clientId: management.id,
    name: "view-system",
  });
  for (const role of ROLES) {
    const args = {
      realmId: made.id,
      serviceAccountUserId: api.serviceAccountUserId,
      clientId: management.id,
      role,
    };
    new keycloak.openid.ClientServiceAccountRole(`${name}-${role}`, args, { dependsOn: [system] });
  }
  const own = roles.map(
    (role) => new keycloak.Role(`${name}-${role}`, { realmId: made.id, clientId: app.id, name: role }),
  );
  return { made, own };
}

const agents = realm("otrs-agents", ["Agent", "Admin"]);
realm("otrs-customer-users", ["Customer User"]);
const root = new keycloak.User("root", {
  realmId: agents.made.id,
  username: "root@localhost",
  firstName: "Root",
  lastName: "Admin",
  email: "root@desk.example",
});
new keycloak.UserRoles("root-roles", {
  realmId: agents.made.id,
  userId: root.id,
  roleIds: agents.own.map(({ id }) => id),
  exhaustive: false,
});
