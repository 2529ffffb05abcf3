// What is killed: each act is a command, what comes before it, and what has to be true after it.

import type { OtrsModel } from "../../infra/helpdesks/otrs-model.ts";
import { makeDirectly } from "../support/make-directly.ts";
import { AGENTS, CUSTOMERS, SPEC, STACK, type Version, type World } from "./world.ts";

export interface Act {
  readonly name: "up" | "update" | "adopt" | "destroy";
  /** The words after `deskrealm`. */
  readonly words: readonly string[];
  /** The spec that the command is to bring about. */
  readonly version: Version;
  /** Realms made by hand before it. */
  readonly byHand?: true;
}

const ON = ["--stack", STACK];
const UP = ["up", SPEC, ...ON];
const DESTROY = ["destroy", SPEC, ...ON, "--allow-destroy", AGENTS, CUSTOMERS];

/** In an order in which each begins where the last one ended; over and over. */
export const ACTS: readonly Act[] = [
  { name: "up", words: UP, version: "small" },
  { name: "update", words: UP, version: "large" },
  { name: "update", words: UP, version: "small" },
  { name: "destroy", words: DESTROY, version: "small" },
  { name: "adopt", words: ["adopt", SPEC, ...ON, "--yes"], version: "large", byHand: true },
  { name: "destroy", words: DESTROY, version: "large" },
];

export async function prepare(world: World, act: Act): Promise<OtrsModel> {
  const model = await world.write(act.version);
  if (act.byHand) await makeDirectly(world.admin, model);
  return model;
}

/** What is wrong after the act; empty where everything is as it has to be. */
export async function problemsAfter(
  world: World,
  { name }: Act,
  { model, before }: { readonly model: OtrsModel; readonly before: Readonly<Record<string, string>> },
): Promise<string[]> {
  if (name === "destroy") return (await world.realmsLeft()).map((realm) => `${realm} is still there`);
  const { code, text } = await world.project.deskrealm(["drift", SPEC, "--stack", STACK]);
  const drift = code === 0 ? [] : [`drift ended with ${code}: ${text}`];
  const after = await world.identities(model);
  const changed = Object.entries(before)
    .filter(([key, value]) => key in after && after[key] !== value)
    .map(([key]) => `${key} is another than before`);
  return [...drift, ...changed, ...(await world.duplicates(model))];
}
