// One server tried out: the spec applied or found there, a second preview, the realms read and verified.

import { AdminClient } from "../../infra/admin/client.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { LoadedModel } from "../../infra/load-model.ts";
import type { PartialModel } from "../../infra/model/canonical.ts";
import { realmNames } from "../../infra/model/realm-names.ts";
import type { Context } from "../context.ts";
import { readLiveModel } from "../live/read-model.ts";
import { administratorOf } from "../servers/administrator.ts";
import type { Keycloak } from "../servers/keycloak.ts";
import type { PlannedChange, ThrowAwayStack } from "../stack/throw-away-stack.ts";
import type { CheckResult } from "../verify/check.ts";
import { verifyModel } from "../verify/verify-model.ts";
import { readRaw } from "./raw.ts";
import type { RawRealms } from "./raw-changes.ts";

export interface Trial {
  readonly version: string;
  /** In Pulumi's words, why it could not be applied or previewed; `null` where it could. */
  readonly refused: string | null;
  /** What an `up` right after it would change. */
  readonly changes: readonly PlannedChange[];
  readonly live: PartialModel;
  readonly raw: RawRealms;
  readonly checks: readonly CheckResult[];
}

/** Makes the realms of the stack first where `up` says so. */
export async function tryOut(
  keycloak: Keycloak,
  stack: ThrowAwayStack,
  loaded: LoadedModel,
  { up }: { readonly up: boolean },
  { signal, now }: Context,
): Promise<Trial> {
  await stack.use(keycloak);
  const { refused, changes } = await plan(stack, up);
  const connection = administratorOf(keycloak);
  using client = new AdminClient(connection, { signal });
  const live = await readLiveModel(client, loaded.model);
  const names = realmNames(live);
  const raw = await Promise.all(names.map(async (realm) => [realm, await readRaw(client, realm)] as const));
  const options = { owner: stack.owner, probe: false, logins: loaded.logins };
  // Half of a layout promises nothing.
  const checks =
    refused !== null && up ? [] : await verifyModel(loaded.model, connection, options, { now, signal });
  return { version: keycloak.version, refused, changes, live, raw: Object.fromEntries(raw), checks };
}

async function plan(stack: ThrowAwayStack, up: boolean): Promise<Pick<Trial, "refused" | "changes">> {
  try {
    if (up) await stack.up();
    return { refused: null, changes: await stack.preview() };
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== "pulumi-failed") throw error;
    return { refused: error.message, changes: [] };
  }
}
