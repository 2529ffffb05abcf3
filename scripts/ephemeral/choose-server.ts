// Which Keycloak a command for test realms means.

import type { Connection } from "../../infra/admin/connection.ts";
import type { Context } from "../context.ts";
import { connectionOf, type TargetOptions } from "../stack/target.ts";
import { exists } from "../toolchain/cache.ts";
import { embeddedFolder } from "./folder.ts";
import type { EphemeralServer } from "./types.ts";

/** The stack's Keycloak where one is named; else that of the name alone, where there is one; else the environment's. */
export async function chooseServer(
  name: string,
  options: TargetOptions,
  context: Context,
): Promise<EphemeralServer> {
  if (options.stack === undefined && (await exists(embeddedFolder(name, context))))
    return { kind: "embedded" };
  return { kind: "shared", connection: await sharedConnection(options, context) };
}

/** @throws Failure `configuration-missing` where neither a stack nor the environment names one. */
export const sharedConnection = ({ stack }: TargetOptions, context: Context): Promise<Connection> =>
  connectionOf(stack, context);
