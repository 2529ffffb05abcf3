// A realm of customers with its directory, made without Pulumi.

import type { AdminClient } from "../../infra/admin/client.ts";
import type { RealmModel } from "../../infra/model/types.ts";
import { applyDirectly } from "./apply-directly.ts";

/** The realm must not exist. */
export async function applyWithDirectory(
  admin: AdminClient,
  customers: RealmModel,
  owner: string,
  password: string,
): Promise<void> {
  const model = { key: "otrs", product: "otrs", url: "https://otrs.acme.example", realms: { customers } };
  await applyDirectly(admin, model, { owner, secret: () => password });
}
