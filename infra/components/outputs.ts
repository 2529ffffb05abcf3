// The stack's outputs: what the helpdesk's own configuration needs, by realm.

import * as pulumi from "@pulumi/pulumi";
import type { Model, RealmModel } from "../model/types.ts";
import type { Helpdesk } from "./helpdesk.ts";

/** Realm names, client ids, and the secrets that Keycloak made, as Pulumi secrets. */
export function stackOutputs({ model }: { readonly model: Model }, helpdesk: Helpdesk): pulumi.Inputs {
  return Object.fromEntries(
    (Object.entries(model.realms) as [string, RealmModel][]).map(([key, realm]) => [
      key,
      {
        realm: realm.realm,
        clients: Object.fromEntries(
          Object.entries(realm.clients).map(([name, client]) => [
            name,
            {
              clientId: client.clientId,
              ...(client.access === "confidential"
                ? {
                    clientSecret: pulumi.secret(
                      helpdesk.realms[key]?.clients[name]?.client.clientSecret ?? "",
                    ),
                  }
                : {}),
            },
          ]),
        ),
      },
    ]),
  );
}
