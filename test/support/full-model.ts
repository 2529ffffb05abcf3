// The sample model with every part that may be missing there, so that its leaves are all that a model can have.

import type { OtrsModel } from "../../infra/helpdesks/otrs-model.ts";
import type { RealmModel } from "../../infra/model/types.ts";
import { fullFederation } from "./sample-federation.ts";
import { layout, samplePerson } from "./sample-model.ts";
import { sampleFlow, sampleProvider } from "./sample-provider.ts";

/** A model in which nothing is null, no list is empty and every record has an entry. */
export const fullModel = (): OtrsModel => layout((_, full) => full, "", parts);

const parts = (): Partial<RealmModel> => ({
  federations: { ldap: fullFederation() },
  groups: { Helpdesk: { clientRoles: { app: ["Agent", "Admin"] } }, Guests: { clientRoles: {} } },
  identityProviders: { entra: sampleProvider() },
  brokerFlows: { "first login without linking": sampleFlow() },
  users: {
    ada: samplePerson({
      email: "ada@acme.example",
      firstName: "Ada",
      lastName: "Byron",
      attributes: { phone: ["+49 30 1"], customerid: ["acme"], apiToken: ["s3cret-value"] },
    }),
  },
});
