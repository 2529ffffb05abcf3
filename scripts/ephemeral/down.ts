// deskrealm ephemeral down: one name's test realms go, with all that this machine keeps of them, and with their server
// where it is their own.

import { AdminClient } from "../../infra/admin/client.ts";
import type { Context } from "../context.ts";
import { exists } from "../toolchain/cache.ts";
import { deleteNamed } from "./delete-named.ts";
import { embeddedFolder, sharedFolder, withFolder } from "./folder.ts";
import { patient } from "./patient.ts";
import { removeRun } from "./remove-run.ts";
import type { EphemeralServer } from "./types.ts";

export interface DownRequest {
  readonly name: string;
  readonly server: EphemeralServer;
}

export interface Gone {
  /** Names of the realms that were deleted; none where a server went with all of its own. */
  readonly realms: readonly string[];
  readonly server: boolean;
}

/**
 * It is no failure where there is nothing, so that it can be run again.
 *
 * @throws Failure where the server cannot be reached or refuses; the next `down` or `gc` goes on.
 */
export async function ephemeralDown({ name, server }: DownRequest, context: Context): Promise<Gone> {
  if (server.kind === "embedded") {
    const folder = embeddedFolder(name, context);
    return withFolder(folder, name, context, async () => {
      const server = await exists(folder);
      await removeRun(folder);
      return { realms: [], server };
    });
  }
  const connection = patient(server.connection);
  const folder = sharedFolder(connection, name, context);
  using admin = new AdminClient(connection, { signal: context.signal });
  await admin.login();
  return withFolder(folder, name, context, async () => {
    const realms = await deleteNamed(admin, name);
    await removeRun(folder);
    return { realms, server: false };
  });
}
