// Which Keycloak a command for test realms means.

import type { Connection } from "../../infra/admin/connection.ts";
import type { Context } from "../context.ts";
import { connectionOf, type TargetOptions } from "../stack/target.ts";
import { exists } from "../toolchain/cache.ts";
import { embeddedFolder } from "./folder.ts";
import type { EphemeralServer } from "./types.ts";

/**
 * The stack's Keycloak where one is named; else that of the name alone, where there is one; else the environment's.
 * Where that names none, it can only have been one of the name alone.
 */
export async function chooseServer(
  name: string,
  options: TargetOptions,
  context: Context,
): Promise<EphemeralServer> {
  const own = options.stack === undefined && (await exists(embeddedFolder(name, context)));
  const connection = own ? undefined : await anyShared(options, context);
  return connection === undefined ? { kind: "embedded" } : { kind: "shared", connection };
}

/** The shared Keycloak, if a stack or the environment names one. */
export async function anyShared({ stack }: TargetOptions, context: Context): Promise<Connection | undefined> {
  const isNamed = stack !== undefined || (context.env["KEYCLOAK_URL"] ?? "") !== "";
  return isNamed ? connectionOf(stack, context) : undefined;
}
