// The secrets of a helpdesk's confidential clients, from Keycloak, which is where they are true.

import type { AdminClient } from "../../infra/admin/client.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { RenderFacts } from "../../infra/helpdesks/types.ts";
import type { Model, RealmKey, RealmModel } from "../../infra/model/types.ts";
import { readSecret } from "../verify/secret.ts";

type Secrets = RenderFacts["clientSecrets"];

/** By realm key and client key. @throws Failure `secret-missing` where a client is not there. */
export async function readSecrets(client: AdminClient, model: Model): Promise<Secrets> {
  const realms = Object.entries(model.realms) as [RealmKey, RealmModel][];
  const entries = await Promise.all(
    realms.map(async ([key, realm]) => [key, await realmSecrets(client, realm)] as const),
  );
  return Object.fromEntries(entries);
}

async function realmSecrets(client: AdminClient, realm: RealmModel): Promise<Record<string, string>> {
  const confidential = Object.entries(realm.clients).filter(([, { access }]) => access === "confidential");
  const entries = await Promise.all(
    confidential.map(async ([key, one]) => {
      const value = await readSecret(client, realm.realm, one);
      if (value === undefined) {
        throw new Failure(
          "secret-missing",
          `The realm ${realm.realm} has no client ${one.clientId} on this Keycloak.`,
          {
            hint: "make the realms first: deskrealm up SPEC --stack NAME",
          },
        );
      }
      return [key, value] as const;
    }),
  );
  return Object.fromEntries(entries);
}
