// The sample model with every part that may be missing there, so that its leaves are all that a model can have.

import type { Model, RealmModel } from "../../infra/model/types.ts";
import { sampleModel } from "./sample-model.ts";

/** A model in which nothing is null, no list is empty and every record has an entry. */
export function fullModel(): Model {
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
