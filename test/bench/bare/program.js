// The same two realms as people write them with bare Pulumi: one resource for each thing, names by hand, and
// what Keycloak and its plugin have by themselves left to them. For comparison only.

import * as keycloak from "@pulumi/keycloak";

const ROLES = ["manage-clients", "manage-users", "query-users", "view-clients", "view-system", "view-users"];

const length = (config) => ({ name: "length", config });
const COMMON = [
  {
    ...attribute("username"),
    validators: [length({ min: "3", max: "255" }), { name: "username-prohibited-characters" }],
  },
  { ...attribute("email", ["user"]), validators: [{ name: "email" }, length({ max: "255" })] },
  attribute("firstName", ["user"]),
  attribute("lastName", ["user"]),
];
const CUSTOMERS = [
  attribute("customerid", ["admin", "user"], ["admin"]),
  attribute("phone"),
  attribute("city"),
];
const URIS = {
  validRedirectUris: ["http://localhost:3001/*"],
  webOrigins: ["http://localhost:3001"],
  validPostLogoutRedirectUris: ["http://localhost:3001"],
};

function attribute(name, requiredForRoles = [], edits = ["admin", "user"]) {
  return {
    name,
    displayName: name,
    requiredForRoles,
    permissions: { views: ["admin", "user"], edits },
    validators: [length({ max: "255" })],
  };
}

function realm(name, roles, attributes) {
  const made = new keycloak.Realm(name, {
    realm: name,
    enabled: true,
    securityDefenses: { bruteForceDetection: { maxLoginFailures: 30, failureResetTimeSeconds: 43200 } },
  });
  const management = keycloak.openid.getClientOutput({ realmId: made.id, clientId: "realm-management" });
  new keycloak.RealmUserProfile(`${name}-profile`, {
    realmId: made.id,
    unmanagedAttributePolicy: "ENABLED",
    attributes,
    groups: [{ name: "user-metadata", displayHeader: "User metadata" }],
  });
  const app = new keycloak.openid.Client(`${name}-app`, {
    ...URIS,
    realmId: made.id,
    clientId: "otrs-app",
    accessType: "PUBLIC",
    standardFlowEnabled: true,
  });
  const api = new keycloak.openid.Client(`${name}-api`, {
    ...URIS,
    realmId: made.id,
    clientId: "otrs-api",
    accessType: "CONFIDENTIAL",
    standardFlowEnabled: true,
    serviceAccountsEnabled: true,
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

const agents = realm("otrs-agents", ["Agent", "Admin"], COMMON);
realm("otrs-customer-users", ["Customer User"], [...COMMON, ...CUSTOMERS]);
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
