// deskrealm ephemeral extend: one name's test realms may stay longer. Nothing else about them changes.

import { AdminClient } from "../../infra/admin/client.ts";
import { AdminFailure } from "../../infra/admin/errors.ts";
import { addRealmAttributes } from "../../infra/admin/realm-attributes.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { EPHEMERAL_ATTRIBUTES } from "../../infra/model/mark.ts";
import type { Context } from "../context.ts";
import type { DownRequest } from "./down.ts";
import { findEmbedded } from "./embedded.ts";
import { embeddedFolder, moveEnd, sharedFolder, withFolder } from "./folder.ts";
import { readNamed, untilText } from "./marks.ts";
import { patient } from "./patient.ts";

export interface ExtendRequest extends DownRequest {
  /** From now on. */
  readonly ttlSeconds: number;
}

/**
 * Also sets an end that somebody has made unreadable by hand.
 *
 * @returns the new end, ISO 8601 in UTC
 * @throws Failure `ephemeral-unknown` where no realm bears the name
 */
export async function ephemeralExtend(
  { name, server, ttlSeconds }: ExtendRequest,
  context: Context,
): Promise<string> {
  const folder =
    server.kind === "embedded"
      ? embeddedFolder(name, context)
      : sharedFolder(server.connection, name, context);
  return withFolder(folder, name, context, async () => {
    const connection =
      server.kind === "embedded" ? (await findEmbedded(folder))?.connection : patient(server.connection);
    if (connection === undefined) throw unknown(name);
    const until = untilText(context.now().getTime() + ttlSeconds * 1000);
    using admin = new AdminClient(connection, { signal: context.signal });
    const realms = await readNamed(admin, name);
    if (realms.length === 0) throw unknown(name);
    const added = { [EPHEMERAL_ATTRIBUTES.until]: until };
    await Promise.all(
      realms.map((realm) =>
        addRealmAttributes(admin, realm, added).catch((error: unknown) => {
          // Deleted just now.
          throw error instanceof AdminFailure && error.status === 404 ? unknown(name) : error;
        }),
      ),
    );
    await moveEnd(folder, until);
    return until;
  });
}

const unknown = (name: string): Failure =>
  new Failure("ephemeral-unknown", `There are no test realms ${name}.`, {
    hint: "deskrealm ephemeral list shows what there is",
  });
