// Drift of many stacks at once. What one of them cannot say does not hide the others.

import { AdminClient } from "../../infra/admin/client.ts";
import { shown } from "../../infra/admin/connection.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { ascending } from "../../infra/model/canonical.ts";
import { closedOnServer, type Gate } from "../../infra/model/closed.ts";
import { realmNames } from "../../infra/model/realm-names.ts";
import { mapBounded } from "../bounded.ts";
import type { Context, ExitCode } from "../context.ts";
import { exitCodeOf } from "../exit-code.ts";
import { readLiveModel } from "../live/read-model.ts";
import { openTarget } from "../stack/target.ts";
import { findUnmanaged } from "../unmanaged/find.ts";
import type { Unmanaged } from "../unmanaged/types.ts";
import { type Drift, driftOf, isLockedOut } from "./find.ts";
import { type Subject, specOf } from "./subjects.ts";

export interface CheckOptions {
  /** Whether to look for what the spec does not know of. */
  readonly unmanaged: boolean;
  /** Values of `${var:NAME}`, over those of the stack. */
  readonly variables: Readonly<Record<string, string>>;
}

/** What was found for one subject. */
export type Outcome = Subject &
  (
    | {
        readonly kind: "checked";
        /** URL without credentials. */
        readonly server: string;
        readonly realms: readonly string[];
        readonly differences: readonly Drift[];
        /** What is open in the spec and closed on the server. A person is no difference, the others are. */
        readonly closed: readonly Gate[];
        /** `null`: not asked for. */
        readonly unmanaged: readonly Unmanaged[] | null;
      }
    | { readonly kind: "failed"; readonly failure: Failure }
  );

/** Subjects at once; each server gets at most eight requests at once for each of them. */
const AT_ONCE = 4;

/** The outcomes in the order of the subjects. */
export function checkAll(
  subjects: readonly Subject[],
  options: CheckOptions,
  context: Context,
): Promise<Outcome[]> {
  return mapBounded(subjects, AT_ONCE, async (subject) => {
    try {
      return await check(subject, options, context);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return { ...subject, kind: "failed", failure: error };
    }
  });
}

async function check(subject: Subject, options: CheckOptions, context: Context): Promise<Outcome> {
  const { stack } = subject;
  const spec = await specOf(subject, context);
  const named = { var: { ...options.variables }, ...(stack === undefined ? {} : { stack }) };
  const { loaded, connection } = await openTarget(spec, named, context);
  using client = new AdminClient(connection, { signal: context.signal });
  const { model } = loaded;
  const [live, unmanaged] = await Promise.all([
    readLiveModel(client, model),
    options.unmanaged ? findUnmanaged(model, client) : null,
  ]);
  const differences = driftOf(model, live).filter((one) => !isLockedOut(one));
  const closed = closedOnServer(model, live);
  const realms = realmNames(model);
  const server = shown(connection.adminUrl);
  const found = { differences, closed, unmanaged };
  return { spec, stack, kind: "checked", server, realms: realms.sort(ascending), ...found };
}

/** Whether anything was found. */
export function differs(outcome: Outcome): boolean {
  if (outcome.kind === "failed") return false;
  return outcome.differences.length > 0 || (outcome.unmanaged ?? []).length > 0;
}

/** 1 where the world failed, else 2 where an input is wrong, else 3 where anything differs, else 0. */
export function exitCodeOfAll(outcomes: readonly Outcome[]): ExitCode {
  const failures = outcomes.flatMap((one) => (one.kind === "failed" ? [exitCodeOf(one.failure)] : []));
  if (failures.length > 0) return failures.includes(1) ? 1 : 2;
  return outcomes.some(differs) ? 3 : 0;
}
