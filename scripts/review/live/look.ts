// One helpdesk: what its server holds against what its spec means, and what Pulumi would do about it.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { AdminClient } from "../../../infra/admin/client.ts";
import type { Failure } from "../../../infra/diagnostics/failure.ts";
import type { LoadedModel } from "../../../infra/load-model.ts";
import type { PartialModel } from "../../../infra/model/canonical.ts";
import { closedOnServer, isNamed, openedIn, withClosed } from "../../../infra/model/closed.ts";
import type { PreviewStep } from "../../../infra/review/preview.ts";
import type { ExpandedSide, Pair, Side, Unit } from "../../../infra/review/sides.ts";
import { parseSource } from "../../../infra/spec/source.ts";
import type { Context } from "../../context.ts";
import { type Subject, specOf } from "../../drift/subjects.ts";
import { readLiveModel } from "../../live/read-model.ts";
import { refuseOtherSpec } from "../../stack/refuse-other-spec.ts";
import { openTarget } from "../../stack/target.ts";
import { findingsOf } from "./findings.ts";
import { findRefusals } from "./refusals.ts";
import { unitOf } from "./unit.ts";

/** Why Pulumi's preview is not counted in. */
export type Missing = { readonly code: string; readonly message: string; readonly failure?: Failure };
/** Pulumi's steps for a stack. */
export type AskPulumi = (stack: string | undefined) => Promise<readonly PreviewStep[] | Missing>;

export interface Look {
  readonly pair: Pair;
  readonly preview: readonly PreviewStep[] | Missing;
}

/**
 * Looks at one server.
 *
 * @throws Failure where the spec has errors; AdminFailure where the server cannot be read
 */
export async function lookAt(subject: Subject, askPulumi: AskPulumi, context: Context): Promise<Look> {
  const { stack } = subject;
  const spec = await specOf(subject, context);
  if (stack !== undefined) await refuseOtherSpec(spec, stack, context);
  const named = stack === undefined ? {} : { stack };
  const { loaded, owner, connection } = await openTarget(spec, named, context);
  using client = new AdminClient(connection, { signal: context.signal });
  const refusals = await findRefusals(client, loaded.model, owner);
  const [live, preview] = await Promise.all([
    // Somebody else's realm is nobody's to read.
    refusals.some(({ code }) => code === "realm-not-ours")
      ? { ...loaded.model, realms: {} }
      : readLiveModel(client, loaded.model),
    refusals.length > 0 ? REFUSED : askPulumi(stack),
  ]);
  // What is closed there stays so.
  const closed = closedOnServer(loaded.model, live).filter((gate) => !isNamed(gate, openedIn(context.env)));
  const meant = { ...loaded, model: withClosed(loaded.model, closed) };
  const unit = await unitOf(spec, stack, context);
  const steps = isMissing(preview) ? null : preview;
  return { pair: { ...(await sidesOf(unit, meant, live, context)), live: { refusals, steps } }, preview };
}

const REFUSED: Missing = { code: "refused", message: "up refuses it" };

export const isMissing = (preview: Look["preview"]): preview is Missing => "code" in preview;

/** The server's model and the spec's as the two sides of a review. */
export async function sidesOf(
  unit: Unit,
  loaded: LoadedModel,
  live: PartialModel,
  context: Context,
): Promise<Pick<Pair, "before" | "after">> {
  const file = unit.stackFile;
  const stack = file === null ? null : parseSource(await readFile(join(context.root, file), "utf8"), file);
  const today = context.now().toISOString().slice(0, 10);
  const findings = findingsOf(loaded, live, today);
  // In the files' own words, wherever the command was started.
  const source = parseSource(loaded.source.text, unit.spec);
  const meant: ExpandedSide = { ...loaded, source, stack, onServer: false };
  const side = { unit, diagnostics: [], unknowns: [] };
  const after: Side = { ...side, expanded: meant, findings: findings.after };
  if (Object.keys(live.realms).length === 0) return { before: null, after };
  const held: ExpandedSide = { ...meant, model: live, onServer: true };
  return { before: { ...side, expanded: held, findings: findings.before }, after };
}
