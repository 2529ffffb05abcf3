// Federations of the tests' directories, as a model has them.

import { readFileSync } from "node:fs";
import type { FederationModel } from "../../infra/model/federation.ts";
import { type DirectorySettings, settingsOf } from "../../scripts/ldap/settings.ts";
import type { OpenLdap } from "./openldap.ts";
import type { SambaAd } from "./samba-ad.ts";
import { sampleFederation } from "./sample-federation.ts";

/** With the four attributes that everybody is to have, and the UUID. */
function mappersOf(username: string): FederationModel["mappers"] {
  const names = { username, firstName: "givenName", lastName: "sn", email: "mail" };
  return Object.fromEntries(
    Object.entries(names).map(([model, ldap]) => {
      const config = {
        ...{ "user.model.attribute": model, "ldap.attribute": ldap, "read.only": "true" },
        ...{
          "always.read.value.from.ldap": "false",
          "is.mandatory.in.ldap": "false",
          "is.binary.attribute": "false",
        },
      };
      return [model, { type: "user-attribute-ldap-mapper", config }];
    }),
  );
}

export function openLdapFederation(ldap: OpenLdap, parts: Partial<FederationModel> = {}): FederationModel {
  return sampleFederation({
    ...{ connectionUrl: ldap.ldapsUrl, usersDn: ldap.people, relativeCreateDn: null, filter: null },
    ...{ bind: { dn: ldap.bind.dn, credential: { kind: "secret", name: "bind" } }, writableUntil: null },
    ...{ objectClasses: ["inetOrgPerson"], mappers: mappersOf("uid"), kerberosPrincipalAttribute: null },
    ...{
      cache: {
        policy: "DEFAULT",
        evictionDay: null,
        evictionHour: null,
        evictionMinute: null,
        maxLifespan: null,
      },
    },
    ...{ fullSyncPeriod: null, changedSyncPeriod: null },
    ...parts,
  });
}

/** How the directory is asked from here: with its password and its authority, unless told otherwise. */
export function directorySettings(
  directory: OpenLdap | SambaAd,
  federation: FederationModel,
  { password = directory.bind.password, ca = directory.ca }: { password?: string; ca?: string } = {},
): DirectorySettings {
  return settingsOf(federation, password, readFileSync(ca, "utf8"));
}
