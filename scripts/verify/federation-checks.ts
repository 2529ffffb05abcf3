// Whether a realm's directories are there, and open for changes only while the spec says so.

import type { AdminClient } from "../../infra/admin/client.ts";
import { flatConfig, listFederations } from "../../infra/admin/federations.ts";
import type { RealmModel } from "../../infra/model/types.ts";
import { BRING_UP, type Checks, Untrue } from "./check.ts";

/** `model` is as it is to be now. */
export async function checkFederations(
  checks: Checks,
  admin: AdminClient,
  { realm, federations }: RealmModel,
): Promise<void> {
  for (const { name, editMode } of Object.values(federations)) {
    const mode = editMode.toLowerCase().replace("_", "-");
    await checks.try("directory", `the directory ${name} is ${mode}`, async () => {
      const found = (await listFederations(admin, realm)).find((one) => one.name === name);
      if (found === undefined) throw new Untrue("the realm has no such directory", BRING_UP);
      const live = flatConfig(found.config)["editMode"] ?? "READ_ONLY";
      if (live === editMode) return;
      const why =
        live === "WRITABLE" ? "Keycloak writes to it, and deletes there whom it deletes" : `it is ${live}`;
      throw new Untrue(why, BRING_UP);
    });
  }
}
