// A federation written by hand, in which nothing is null, and a model that has it among its customers.

import type { OtrsModel } from "../../infra/helpdesks/otrs-model.ts";
import type { FederationModel } from "../../infra/model/federation.ts";
import type { MapperModel, RealmModel } from "../../infra/model/types.ts";
import { sampleModel } from "./sample-model.ts";

export function sampleFederation(parts: Partial<FederationModel> = {}): FederationModel {
  return {
    name: "corporate-ldap",
    enabled: true,
    priority: 0,
    vendor: "OTHER",
    connectionUrl: "ldaps://ldap.acme.example:636",
    bind: { dn: "cn=keycloak,dc=acme,dc=example", credential: { kind: "secret", name: "bind" } },
    usersDn: "ou=people,dc=acme,dc=example",
    relativeCreateDn: "ou=new",
    usernameAttribute: "uid",
    rdnAttribute: "uid",
    uuidAttribute: "entryUUID",
    objectClasses: ["inetOrgPerson", "organizationalPerson", "person"],
    filter: "(mail=*)",
    searchScope: "SUBTREE",
    startTls: false,
    useTruststore: "ALWAYS",
    connectionPooling: true,
    connectTimeout: 5000,
    readTimeout: 30_000,
    pagination: true,
    editMode: "READ_ONLY",
    writableUntil: "2026-12-31T18:00:00+01:00",
    importEnabled: true,
    syncRegistrations: false,
    batchSize: 1000,
    fullSyncPeriod: 86_400,
    changedSyncPeriod: 3600,
    cache: {
      policy: "EVICT_WEEKLY",
      evictionDay: 1,
      evictionHour: 3,
      evictionMinute: 30,
      maxLifespan: 60_000,
    },
    trustEmail: false,
    validatePasswordPolicy: false,
    usePasswordModifyExtendedOp: false,
    kerberos: false,
    kerberosForPasswords: false,
    kerberosPrincipalAttribute: "krb5PrincipalName",
    debug: false,
    mappers: {
      username: attribute("username", "uid"),
      "creation date": attribute("createTimestamp", "createTimestamp"),
      phone: attribute("phone", "telephoneNumber"),
      uuid: attribute("directory-id", "entryUUID"),
      "everybody's role": {
        type: "hardcoded-ldap-role-mapper",
        config: { role: "otrs-app.Customer User" },
      },
    },
    ...parts,
  };
}

/** With a mapper of each kind. */
export function fullFederation(): FederationModel {
  const { mappers, ...federation } = sampleFederation();
  return {
    ...federation,
    mappers: {
      ...mappers,
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

function attribute(model: string, ldap: string): MapperModel {
  const config = { "user.model.attribute": model, "ldap.attribute": ldap, "read.only": "true" };
  return { type: "user-attribute-ldap-mapper", config };
}

/** The sample model whose customers come from the federation. */
export function federatedModel(parts: Partial<FederationModel> = {}): OtrsModel {
  const { realms, ...model } = sampleModel();
  const customers: RealmModel = {
    ...realms.customers,
    federations: { ldap: sampleFederation(parts) },
    groups: { Helpdesk: { clientRoles: { app: ["Customer User"] } } },
  };
  return { ...model, realms: { ...realms, customers } };
}
