// A spec's test realms as unit tests look at them: derived from a text, and read again.

import assert from "node:assert/strict";
import { ephemeralSpec } from "../../infra/ephemeral/ephemeral-spec.ts";
import type { EphemeralOptions } from "../../infra/ephemeral/options.ts";
import { type LoadedModel, modelOf } from "../../infra/load-model.ts";
import type { Model } from "../../infra/model/types.ts";
import { sampleValues } from "./sample-specs.ts";

export const OPTIONS: EphemeralOptions = {
  name: "pr-42",
  url: "https://pr-42.preview.example/desk",
  keycloakUrl: "http://127.0.0.1:8080",
};

/** The model of a spec without errors. */
export function load(text: string): LoadedModel {
  const { value, diagnostics } = modelOf(text, "spec.yaml", sampleValues(text));
  assert.ok(value, diagnostics.map(({ code, detail }) => `${code}: ${detail}`).join("\n"));
  return value;
}

/** Its test realms, as `OPTIONS` has them unless something else is said. */
export function derive(text: string, options: Partial<EphemeralOptions> = {}) {
  const { value, diagnostics } = ephemeralSpec(load(text), { ...OPTIONS, ...options });
  assert.ok(value, diagnostics.map(({ code, detail }) => `${code}: ${detail}`).join("\n"));
  return value;
}

/** What the derived spec means. It needs the values that it says it needs, and no other. */
export function meaning({ data, directories }: ReturnType<typeof derive>): Model {
  const variables = Object.fromEntries(
    directories.map(({ urlVariable }) => [urlVariable, "ldap://127.0.0.1:3890"]),
  );
  const { value, diagnostics } = modelOf(JSON.stringify(data), "derived", { variables, env: {} });
  assert.ok(value, diagnostics.map(({ code, detail }) => `${code}: ${detail}`).join("\n"));
  return value.model;
}

export const ACME = `helpdesk: otrs
url: https://\${var:HOST:-otrs.acme.example}/otrs
backendUrl: https://keycloak.internal.acme.example
policy: { exceptions: [{ rule: redirect-below-base, reason: soon, until: 2027-01-31 }] }
shared:
  frontendUrl: https://login.acme.example
  sslRequired: all
  passwordPolicy: length(12) and passwordBlacklist(acme.txt) and notUsername(undefined)
  login: { verifyEmail: true, rememberMe: true }
  themes: { login: acme }
  smtp: { host: mail.acme.example, from: a@acme.example, auth: { username: a, password: "\${secret:smtp}" } }
agents:
  realm: acme-agents
  displayNameHtml: <img src="https://www.acme.example/logo.png">
  roles: [Admin]
  attributes: { phone: {} }
  clients:
    app:
      clientId: desk
      redirectUris: [https://otrs.acme.example/otrs/index.pl, https://other.acme.example/otrs/index.pl]
      webOrigins: [https://otrs.acme.example, https://intranet.acme.example]
      postLogoutRedirectUris: [https://www.acme.example/bye]
  users:
    root: { firstName: R, lastName: A, email: r@acme.example, roles: [Admin], temporaryPassword: "\${env:ROOT}" }
  identityProviders:
    entra: { tenant: acme.onmicrosoft.example, clientId: c, clientSecret: "\${vault.entra}" }
customers:
  ldap:
    vendor: openldap
    url: [ldaps://ldap1.acme.example, ldap://ldap2.acme.example]
    bind: { dn: "cn=keycloak,dc=acme,dc=example", password: "\${secret:bind}" }
    users: ou=people,dc=acme,dc=example
    ca: ca.pem
    edit: { writable-until: 2026-12-31T18:00+01:00 }
    filter: (mail=*)
    attributes: { customerid: departmentNumber }
    roles: { Customer User: all }
ephemeral:
  agents:
    users:
      alice: { firstName: Alice, lastName: Agent, email: alice@pr.example, roles: [Agent, Admin], attributes: { phone: "1" } }
  customers: { ldif: fixtures/customers.ldif }
`;
