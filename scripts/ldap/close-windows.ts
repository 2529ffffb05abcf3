// `deskrealm ldap close`: the end of windows in which Keycloak wrote to a directory. It is `up`, for a stack
// where nothing else is to be done: what runs at night without a person has to change what it says and no more.

import { Writable } from "node:stream";
import { AdminClient } from "../../infra/admin/client.ts";
import { findFederation, flatConfig } from "../../infra/admin/federations.ts";
import { describeFailure, Failure } from "../../infra/diagnostics/failure.ts";
import { atTime } from "../../infra/model/at-time.ts";
import type { Model, RealmKey, RealmModel } from "../../infra/model/types.ts";
import type { Context, ExitCode } from "../context.ts";
import { findDrift, isLockedOut } from "../drift/find.ts";
import { type Subject, specOf } from "../drift/subjects.ts";
import { exitCodeOf } from "../exit-code.ts";
import { FEDERATION_TYPE, MAPPERS_TYPE } from "../heal/entries.ts";
import { openSpecOnStack } from "../stack/stack-command.ts";
import { connectionOf } from "../stack/target.ts";

/** A window whose end has come. */
interface Over {
  readonly realmKey: RealmKey;
  /** The directory's key. */
  readonly key: string;
  /** In words. */
  readonly text: string;
  readonly realm: string;
  readonly name: string;
}

/** Each stack in its turn: what one of them cannot have does not keep the others from theirs. */
export async function closeWindows(subjects: readonly Subject[], context: Context): Promise<ExitCode> {
  let worst: ExitCode = 0;
  for (const subject of subjects) {
    const { stack } = subject;
    try {
      const line = await closeOn(await specOf(subject, context), stack, context);
      context.stdout.write(`${stack}: ${line}\n`);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      context.stderr.write(`${stack}: ${describeFailure(error)}\n`);
      worst = worst === 1 ? 1 : exitCodeOf(error);
    }
  }
  return worst;
}

/** @throws Failure `window-not-alone`, `stack-missing`, and what keeps `up` from its end */
async function closeOn(spec: string, stack: string | undefined, context: Context): Promise<string> {
  if (stack === undefined)
    throw new Failure("stack-missing", `No stack names ${spec}.`, { hint: "add --stack NAME" });
  const opened = await openSpecOnStack(spec, { stack }, context);
  const { model } = opened.loaded;
  const over = windowsOver(model, context.now());
  // Neither secrets nor a server are needed for that answer.
  if (over.length === 0) return "no window is over";
  using admin = new AdminClient(await connectionOf(stack, context), { signal: context.signal });
  const asked = await Promise.all(over.map(async (one) => ((await isOpen(admin, one)) ? [one] : [])));
  const open = asked.flat();
  if (open.length === 0) return "each window that is over is closed";
  const now = context.now();
  const drift = await findDrift(atTime(stillOpen(model, open), now), admin);
  const others = drift.filter((one) => !isLockedOut(one));
  refuseOthers(
    stack,
    others.map(({ text }) => text),
  );
  const { openWorkspace, previewSteps, runOperation } = await loadPulumi();
  const steps = (await previewSteps(await openWorkspace(context), stack, context.signal)) ?? [];
  const beyond = steps.filter(({ operation, type }) => operation !== "update" || !CLOSED_BY.has(type));
  refuseOthers(
    stack,
    beyond.map(({ operation, name }) => `${operation} ${name}`),
  );
  // What `up` says of its end is progress here.
  const stdout = new Writable({ write: (chunk, _, done) => void context.stderr.write(chunk, () => done()) });
  const options = { ...opened, allowDestroy: [], open: [], refresh: true, diff: false, snapshots: undefined };
  await runOperation("up", options, { ...context, stdout });
  return `closed ${open.map(({ text }) => text).join(" and ")}`;
}

/** What an edit mode is changed on. */
const CLOSED_BY: ReadonlySet<string> = new Set([FEDERATION_TYPE, MAPPERS_TYPE]);

function windowsOver({ realms }: Pick<Model, "realms">, now: Date): Over[] {
  const entries = Object.entries(realms) as [RealmKey, RealmModel][];
  return entries.flatMap(([realmKey, { realm, federations }]) =>
    Object.entries(federations).flatMap(([key, { name, writableUntil }]) => {
      if (writableUntil === null || now.getTime() < Date.parse(writableUntil)) return [];
      const text = `the window of the directory ${name} (realm ${realm}), which was over ${writableUntil}`;
      return [{ realmKey, key, text, realm, name }];
    }),
  );
}

async function isOpen(admin: AdminClient, { realm, name }: Over): Promise<boolean> {
  const found = await findFederation(admin, realm, name);
  return found !== undefined && flatConfig(found.config)["editMode"] === "WRITABLE";
}

/** The model as it would be if those windows had no end: what the server differs from that in is no window. */
function stillOpen(model: Model, open: readonly Over[]): Model {
  const realms = Object.entries(model.realms).map(([realmKey, realm]) => {
    const federations = Object.entries(realm.federations).map(([key, federation]) => {
      const counts = open.some((one) => one.realmKey === realmKey && one.key === key);
      return [key, counts ? { ...federation, writableUntil: "9999-12-31T00:00Z" } : federation] as const;
    });
    return [realmKey, { ...realm, federations: Object.fromEntries(federations) }] as const;
  });
  return { ...model, realms: Object.fromEntries(realms) as Model["realms"] };
}

function refuseOthers(stack: string, others: readonly string[]): void {
  if (others.length === 0) return;
  const shown = others.slice(0, 5).join("; ");
  const more = others.length > 5 ? `; and ${others.length - 5} more` : "";
  throw new Failure(
    "window-not-alone",
    `Nothing was changed, and the window is still open: up would change more than that (${shown}${more}).`,
    { hint: `look at it, and run: deskrealm up SPEC --stack ${stack}` },
  );
}

/** Out here, since in a function with `using` the compiler leaves the names of imports as they are. */
async function loadPulumi() {
  const { openWorkspace } = await import("../stack/workspace.ts");
  const { previewSteps } = await import("../stack/preview.ts");
  const { runOperation } = await import("../stack/run-operation.ts");
  return { openWorkspace, previewSteps, runOperation };
}
