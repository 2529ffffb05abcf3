// Nothing but test realms of the name that was said is touched.

import type { AdminClient } from "../../infra/admin/client.ts";
import { shown } from "../../infra/admin/connection.ts";
import { readOwners } from "../../infra/admin/owner.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { isOf, readMark } from "./marks.ts";

/**
 * Refuses unless each realm is absent or bears the name's mark.
 *
 * @throws Failure `realm-not-ours`, naming all of the others.
 */
export async function refuseOthers(
  admin: AdminClient,
  realms: readonly string[],
  name: string,
): Promise<void> {
  await admin.login();
  const found = await Promise.all(realms.map((realm) => readMark(admin, realm)));
  const others = realms.filter((_, index) => {
    const mark = found[index];
    return mark !== undefined && !isOf(mark, name);
  });
  if (others.length === 0) return;
  const owners = await readOwners(admin, others);
  const lines = owners.map((one) => {
    const mark = found[realms.indexOf(one.realm)];
    if (mark?.status === "broken") return `realm ${one.realm} bears half a mark: ${mark.reason}`;
    if (one.status === "marked") return `realm ${one.realm} belongs to ${one.owner}`;
    return `realm ${one.realm} bears nobody's mark`;
  });
  throw new Failure(
    "realm-not-ours",
    `Nothing was touched on ${shown(admin.connection.adminUrl)}, because ${lines.join("; ")}.`,
    { hint: "take another --name, or point KEYCLOAK_URL at the Keycloak that you mean" },
  );
}
