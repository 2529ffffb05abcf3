// The sample model with every part that may be missing there, so that its leaves are all that a model can have.

import type { OtrsModel } from "../../infra/helpdesks/otrs-model.ts";
import type { FederationModel } from "../../infra/model/federation.ts";
import type { MapperModel, RealmModel } from "../../infra/model/types.ts";
import { sampleFederation } from "./sample-federation.ts";
import { sampleModel } from "./sample-model.ts";
import { sampleFlow, sampleProvider } from "./sample-provider.ts";

/** A model in which nothing is null, no list is empty and every record has an entry. */
export function fullModel(): OtrsModel {
  const { realms, ...rest } = sampleModel();
  return { ...rest, realms: { agents: full(realms.agents), customers: full(realms.customers) } };
}

function full(realm: RealmModel): RealmModel {
  const { clients, profile, smtp } = realm;
  return {
    ...realm,
    displayNameHtml: "<b>ACME</b>",
    frontendUrl: "https://login.acme.example",
    themes: { login: "acme", account: "acme", admin: "acme", email: "acme" },
    smtp: smtp && {
      ...smtp,
      replyTo: "support@acme.example",
      replyToDisplayName: "ACME Support",
      envelopeFrom: "bounce@acme.example",
    },
    profile: {
      ...profile,
      attributes: Object.fromEntries(
        Object.entries(profile.attributes).map(([name, attribute]) => [
          name,
          {
            ...attribute,
            requiredFor: ["admin", "user"],
            group: "user-metadata",
            validations: { length: { min: "3", max: "255" } },
            annotations: { inputType: "text" },
          },
        ]),
      ),
    },
    clients: Object.fromEntries(
      Object.entries(clients).map(([key, client]) => [
        key,
        {
          ...client,
          pkce: "S256",
          rootUrl: "https://desk.example",
          baseUrl: "/",
          adminUrl: "https://desk.example/admin",
          backchannelLogoutUrl: "https://desk.example/logout",
          idTokenAlgorithm: "PS256",
          userinfoAlgorithm: "ES256",
          mappers: {
            department: { type: "oidc-usermodel-attribute-mapper", config: { "claim.name": "dept" } },
          },
          flowOverrides: { browser: "browser with a second factor", directGrant: "direct grant" },
          roles: {
            Agent: { description: "of the helpdesk", composites: ["account/view-profile"] },
            Admin: { description: "of the helpdesk", composites: [] },
          },
          serviceAccountRoles: { "realm-management": ["view-users"] },
        },
      ]),
    ),
    federations: { ldap: fullFederation() },
    groups: { Helpdesk: { clientRoles: { app: ["Agent", "Admin"] } }, Guests: { clientRoles: {} } },
    identityProviders: { entra: sampleProvider() },
    brokerFlows: { "first login without linking": sampleFlow() },
    users: {
      ada: {
        enabled: true,
        email: "ada@acme.example",
        emailVerified: true,
        firstName: "Ada",
        lastName: "Byron",
        attributes: { phone: ["+49 30 1"], customerid: ["acme"], apiToken: ["s3cret-value"] },
        clientRoles: { app: ["Agent", "Admin"] },
        temporaryPassword: { kind: "secret", name: "ada" },
      },
    },
  };
}

/** With a mapper of each kind. */
function fullFederation(): FederationModel {
  const federation = sampleFederation();
  const attribute = (model: string, ldap: string): MapperModel => ({
    type: "user-attribute-ldap-mapper",
    config: { "user.model.attribute": model, "ldap.attribute": ldap, "read.only": "true" },
  });
  return {
    ...federation,
    mappers: {
      ...federation.mappers,
      "first name": attribute("firstName", "givenName"),
      email: attribute("email", "mail"),
      customerid: attribute("customerid", "departmentNumber"),
      "everybody's company": {
        type: "hardcoded-attribute-mapper",
        config: { "user.model.attribute": "company", "attribute.value": "acme" },
      },
      "account controls": {
        type: "msad-user-account-control-mapper",
        config: { "always.read.enabled.value.from.ldap": "true" },
      },
      Helpdesk: {
        type: "group-ldap-mapper",
        config: {
          "groups.dn": "ou=groups,dc=acme,dc=example",
          "groups.ldap.filter": "(cn=Helpdesk)",
          "preserve.group.inheritance": "false",
        },
      },
      "all groups": { type: "group-ldap-mapper", config: { "groups.dn": "ou=all,dc=acme,dc=example" } },
      "desk roles": {
        type: "role-ldap-mapper",
        config: { "roles.dn": "ou=roles,dc=acme,dc=example", "roles.ldap.filter": "(cn=desk-*)" },
      },
    },
  };
}
