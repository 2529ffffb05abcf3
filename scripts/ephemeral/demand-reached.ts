// Whether Keycloak gets through to the directories that were started for it: a Keycloak in a container has an address
// on this machine, and a loopback address of its own.

import type { AdminClient } from "../../infra/admin/client.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { Model } from "../../infra/model/types.ts";
import { askKeycloak } from "../ldap/keycloak-tests.ts";

/**
 * @param secrets - values of the derived spec's secrets
 * @throws Failure `directory-failed`
 */
export async function demandReached(
  admin: AdminClient,
  { realms }: Pick<Model, "realms">,
  secrets: Readonly<Record<string, string>>,
): Promise<void> {
  for (const { realm, federations } of Object.values(realms)) {
    for (const federation of Object.values(federations)) {
      const credential = federation.bind?.credential;
      const password = credential?.kind === "secret" ? secrets[credential.name] : undefined;
      const login = password === undefined ? undefined : { password };
      const answers = await askKeycloak(admin, realm, federation, login);
      const failed = [answers.connection, answers.authentication].find(
        (one) => one !== undefined && one !== "ok",
      );
      if (failed === undefined) continue;
      const what = `Keycloak at ${admin.connection.url} does not reach the directory of ${realm} at ${federation.connectionUrl} (${failed}).`;
      throw new Failure("directory-failed", what, {
        hint: "where Keycloak runs in a container, take --embedded, or name people under users",
      });
    }
  }
}
