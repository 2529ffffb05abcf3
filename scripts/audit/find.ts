// The findings of one spec, by its own meaning or by what its server holds, each with where it comes from.

import { AdminClient } from "../../infra/admin/client.ts";
import { type Connection, shown } from "../../infra/admin/connection.ts";
import type { LoadedModel } from "../../infra/load-model.ts";
import { auditExpansion, type OriginOf, originOf } from "../../infra/policy/audit.ts";
import { auditLive, liveOrigins } from "../../infra/policy/audit-live.ts";
import type { Environment, Finding } from "../../infra/policy/types.ts";
import type { Context } from "../context.ts";
import { readLiveModel } from "../live/read-model.ts";
import { type Source, sourceOf } from "./source.ts";

export interface LocatedFinding extends Finding {
  readonly source: Source;
}

/** What was found in one spec's realms. */
export interface Audit {
  /** The spec, as the person named it. */
  readonly file: string;
  /** The server that was read; `null`: the spec's own meaning was judged. */
  readonly server: string | null;
  readonly environment: Environment;
  /** Realms that the server lacks, and that nobody could judge. */
  readonly missing: readonly string[];
  /** By path in the model. */
  readonly findings: readonly LocatedFinding[];
}

/** Judges what the spec means. */
export function findMeant(file: string, loaded: LoadedModel, today: string): Audit {
  const findings = located(auditExpansion(loaded, today), loaded, originOf(loaded), null);
  return { file, server: null, environment: loaded.policy.environment, missing: [], findings };
}

/**
 * Judges what the server holds of the spec's realms.
 *
 * @throws AdminFailure where the server cannot be read.
 */
export async function findLive(
  file: string,
  loaded: LoadedModel,
  connection: Connection,
  today: string,
  { signal }: Pick<Context, "signal">,
): Promise<Audit> {
  using client = new AdminClient(connection, { signal });
  const live = await readLiveModel(client, loaded.model);
  const server = shown(connection.adminUrl);
  const findings = located(auditLive(loaded, live, today), loaded, liveOrigins(loaded, live), server);
  const missing = Object.entries(loaded.model.realms)
    .filter(([key]) => !Object.hasOwn(live.realms, key))
    .map(([, { realm }]) => realm);
  return { file, server, environment: loaded.policy.environment, missing, findings };
}

function located(
  findings: readonly Finding[],
  loaded: LoadedModel,
  origin: OriginOf,
  server: string | null,
): LocatedFinding[] {
  return findings.map((one) => ({ ...one, source: sourceOf(one, loaded, origin, server) }));
}
