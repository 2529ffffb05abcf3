// The fewest Admin API calls that bring a model about: one realm import each. What `up` is measured
// against, and how tests of the live reader get a realm without Pulumi.

import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import type { PartialModel } from "../../infra/model/canonical.ts";
import { markAttributes } from "../../infra/model/mark.ts";
import type { SecretReference } from "../../infra/model/types.ts";
import { realmImport } from "../../scripts/realm-import/realm.ts";
import { providersDirectly } from "./providers-directly.ts";

export interface ApplyOptions {
  /** The mark's text; without it the realm is nobody's. */
  readonly owner?: string;
  /** Value of a reference that is not Keycloak's own. */
  readonly secret?: (reference: SecretReference) => string;
}

/** Creates all realms of the model, which must not exist. */
export async function applyDirectly(
  client: AdminClient,
  model: PartialModel,
  { owner, secret }: ApplyOptions = {},
): Promise<void> {
  const realms = Object.values(model.realms);
  await Promise.all(
    realms.map(async (realm) => {
      const attributes = owner === undefined ? {} : markAttributes(realm, owner);
      await client.post("/realms", realmImport(realm, { attributes, secretOf: secret }));
      await providersDirectly(client, realm, secret);
    }),
  );
}

/** Deletes all realms of the model that exist. */
export async function removeDirectly(client: AdminClient, model: PartialModel): Promise<void> {
  await Promise.all(
    Object.values(model.realms).map(async ({ realm }) => {
      const path = adminPath`/realms/${realm}`;
      if ((await client.find(path)) !== undefined) await client.delete(path);
    }),
  );
}
