// The two sides of a comparison: a snapshot, or what is on the server now.

import { AdminClient } from "../../infra/admin/client.ts";
import { shown } from "../../infra/admin/connection.ts";
import { visible } from "../../infra/diagnostics/visible.ts";
import type { PartialModel } from "../../infra/model/canonical.ts";
import type { Context } from "../context.ts";
import { type Drift, driftBetween } from "../drift/find.ts";
import { connectionOf, loadSpecModel, ownerOf } from "../stack/target.ts";
import { chooseSnapshot, NOW } from "./choose.ts";
import type { Shelf } from "./folder.ts";
import { readPresent } from "./read.ts";
import { underHeadOf } from "./snapshot.ts";

/** Whose snapshots they are, and where now is to be looked at. */
export interface About {
  /** The spec, from the working folder. */
  readonly path: string;
  readonly stack: string;
  readonly shelf: Shelf;
  /** Values of `${var:NAME}`, over those of the stack. */
  readonly variables: Record<string, string>;
}

export interface NamedSide {
  /** An id, or `now`. */
  readonly name: string;
  /** As a sentence calls it. */
  readonly label: string;
  readonly model: PartialModel;
}

/** @throws Failure `snapshot-unknown`; AdminFailure where the server cannot be read. */
export async function sideOf(word: string, about: About, context: Context): Promise<NamedSide> {
  if (word === NOW) return { name: NOW, label: "on the server", model: await readNow(about, context) };
  const { id, model } = chooseSnapshot(word, about.shelf.snapshots);
  return { name: id, label: `in ${id}`, model };
}

async function readNow(about: About, context: Context): Promise<PartialModel> {
  const { path, stack, shelf, variables } = about;
  const { model } = await loadSpecModel(path, { stack, var: variables }, context);
  using admin = new AdminClient(await connectionOf(stack, context), { signal: context.signal });
  const [newest] = shelf.snapshots;
  const server = shown(admin.connection.adminUrl);
  if (newest !== undefined && newest.server !== server)
    context.stderr.write(
      `notice: the newest snapshot is of ${visible(newest.server)}, and now is ${server}\n`,
    );
  return readPresent(admin, { model, owner: ownerOf(stack), last: newest?.model });
}

export interface Compared {
  /** Names of the sides. */
  readonly from: string;
  readonly to: string;
  readonly differences: readonly Drift[];
}

/** What is `added` is on the second side only. */
export function compareSides(from: NamedSide, to: NamedSide): Compared {
  const differences = driftBetween({ from, to: { ...to, model: underHeadOf(from.model, to.model) } });
  return { from: from.name, to: to.name, differences };
}
