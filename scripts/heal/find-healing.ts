// What has to be healed before Pulumi can work on a stack. It reads, and changes nothing.

import type { AdminClient } from "../../infra/admin/client.ts";
import { refuseMoved } from "../../infra/admin/moved.ts";
import { readOwners } from "../../infra/admin/owner.ts";
import { formerNames } from "../../infra/model/former-names.ts";
import { realmNames } from "../../infra/model/realm-names.ts";
import type { Model } from "../../infra/model/types.ts";
import { meanwhile } from "../meanwhile.ts";
import type { Workspace } from "../stack/pulumi.ts";
import { deadLocks } from "./dead-locks.ts";
import { DETAILS_TYPE, type Entry, entriesOf } from "./entries.ts";
import { type Doubtful, findGone } from "./gone.ts";
import { findLive, type LiveEntry } from "./live-ids.ts";
import type { BlankLock, Lock } from "./locks.ts";
import { refuseOtherKey, refuseRename } from "./refuse-rename.ts";
import { type Held, type ReadState, readState, type State } from "./state.ts";

/** One stack, and the server that its model is for. */
export interface Patient {
  readonly workspace: Workspace;
  /** Name of the stack. */
  readonly stack: string;
  /** The stack's mark, `PROJECT/STACK`. */
  readonly owner: string;
  readonly model: Model;
  readonly admin: AdminClient;
  /** Address at which the person lets the stack's realms be made anew. */
  readonly movedTo: string | undefined;
  readonly signal: AbortSignal;
}

export interface Healing {
  /** Of processes of this machine that are gone, or of nobody. */
  readonly locks: readonly (Lock | BlankLock)[];
  /** Whether the state is there and cannot be read. */
  readonly cut: boolean;
  /** Operations that were begun and never ended. */
  readonly pending: number;
  /** Whether an import was ended before it was complete. */
  readonly loose: boolean;
  /** Whether the state has names from before a helpdesk came into a list: the next update gives the new ones. */
  readonly renamed: boolean;
  /** In the state, and no longer on the server, or there as another thing of the same name. */
  readonly gone: readonly Held[];
  /** On the server, in realms with this stack's mark, and not in the state. */
  readonly unknown: readonly LiveEntry[];
}

export interface HealingOptions {
  /** Names of realms that count as the stack's, whatever their mark. */
  readonly adopted?: readonly string[];
  /** The stack's state, where it is being read already. */
  readonly reading?: Promise<ReadState>;
}

/** Begins to read a patient's state. */
export const startReading = ({ workspace, stack, signal }: Patient): Promise<ReadState> =>
  meanwhile(readState(workspace, stack, signal));

/**
 * Compares state and server.
 *
 * @throws Failure `stack-locked` where somebody works on the stack, `realm-elsewhere` where its realms are on
 *   another server, and what keeps Pulumi or the server from answering.
 */
export async function findHealing(
  patient: Patient,
  { adopted = [], reading = startReading(patient) }: HealingOptions = {},
): Promise<Healing> {
  const { model, admin, owner } = patient;
  const locks = await deadLocks(patient);
  const [read, live] = await Promise.all([reading, liveEntries()]);
  const said = read.kind === "whole" ? read.state : { held: [], pending: 0, loose: false };
  const state = underPresentNames(said, model);
  const renamed = state.held.some(({ name }, index) => name !== said.held[index]?.name);
  const { pending, loose } = state;
  const realms = state.held.filter(({ type }) => type === DETAILS_TYPE);
  await refuseMoved(
    admin,
    realms.map(({ id, keycloak }) => ({ realm: id, keycloak })),
    patient.movedTo,
  );
  refuseOtherKey(entriesOf(model), state.held);
  await refuseRename(admin, entriesOf(model), state.held);
  const { doubtful, unknown } = compare(entriesOf(model), live, state);
  const gone = await findGone(admin, doubtful);
  return { locks, cut: read.kind === "cut", pending, loose, renamed, gone, unknown };

  async function liveEntries(): Promise<readonly LiveEntry[]> {
    const marked = (await readOwners(admin, realmNames(model))).filter(
      (found) => found.status === "marked" && found.owner === owner,
    );
    const ours = new Set([...marked.map(({ realm }) => realm), ...adopted]);
    return findLive(
      admin,
      entriesOf(model).filter(({ realm }) => ours.has(realm)),
    );
  }
}

/** The state as the next update has it: what a helpdesk held alone goes on in the list that it is in now. */
function underPresentNames(state: State, model: Model): State {
  const names = new Set(state.held.map(({ name }) => name));
  const entries = entriesOf(model);
  const wanted = [model.key, ...entries.flatMap(({ name, parent }) => [parent, name])];
  const present = new Map(
    wanted.flatMap((name) =>
      names.has(name) ? [] : formerNames(model, name).map((former) => [former, name] as const),
    ),
  );
  return { ...state, held: state.held.map((one) => ({ ...one, name: present.get(one.name) ?? one.name })) };
}

/** What the state has and the server has not under its name, and what the server has and the state has not. */
export function compare(
  entries: readonly Entry[],
  live: readonly LiveEntry[],
  { held }: Pick<State, "held">,
): { readonly doubtful: readonly Doubtful[]; readonly unknown: readonly LiveEntry[] } {
  const key = ({ type, name }: Pick<Held, "type" | "name">) => `${type} ${name}`;
  const ids = new Map(live.map(({ entry, id }) => [key(entry), entry.stateId(id)]));
  const expected = new Map(entries.map((entry) => [key(entry), entry]));
  const doubtful = held.flatMap((one) => {
    const [entry, id] = [expected.get(key(one)), ids.get(key(one))];
    return entry === undefined || id === one.id ? [] : [{ held: one, entry, replaced: id !== undefined }];
  });
  const known = new Set(held.filter((one) => ids.get(key(one)) === one.id).map(key));
  return { doubtful, unknown: live.filter(({ entry }) => !known.has(key(entry))) };
}

export function isHealthy({ locks, cut, pending, loose, gone, unknown }: Healing): boolean {
  return locks.length + pending + gone.length + unknown.length === 0 && !cut && !loose;
}
