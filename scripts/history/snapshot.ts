// A snapshot as a file: what realms were like at a time, without people and without secrets.

import { canonical, headOf, type PartialModel } from "../../infra/model/canonical.ts";
import { diffModels } from "../../infra/model/diff.ts";

/** Rises when a program that reads the files would have to change. */
export const VERSION = 1;
export const KIND = "deskrealm-snapshot";

export interface Snapshot {
  /** The time in a form that sorts and that file systems take; the file is `ID.json`. */
  readonly id: string;
  /** The stack's mark, `PROJECT/STACK`. */
  readonly owner: string;
  /** Keycloak's URL without credentials. */
  readonly server: string;
  /** Path of the spec, from Pulumi.yaml's folder. */
  readonly spec: string;
  /** Of realms that were not there or not the stack's there is nothing; `users` are empty. */
  readonly model: PartialModel;
}

/** `2026-11-23T08-15-42-123Z` */
export const idOf = (time: Date): string => time.toISOString().replace(/[:.]/g, "-");

/** ISO 8601; undefined where the text is no id. */
export function timeOf(id: string): string | undefined {
  const found = /^(\d{4}-\d\d-\d\dT\d\d)-(\d\d)-(\d\d)-(\d{3}Z)$/.exec(id);
  return found === null ? undefined : `${found[1]}:${found[2]}:${found[3]}.${found[4]}`;
}

/** The file's text. */
export function snapshotText({ id, owner, server, spec, model }: Snapshot): string {
  const head = { kind: KIND, version: VERSION, time: timeOf(id), owner, server, spec };
  return `${JSON.stringify({ ...head, model: canonical(model) }, null, 2)}\n`;
}

/**
 * The model under another one's key and helpdesks. No server holds those: they are the spec's,
 * and no difference between two states of a server.
 */
export function underHeadOf(head: PartialModel, model: PartialModel): PartialModel {
  return { ...headOf(head), realms: model.realms };
}

/** How many things differ on the server from one model to the other. */
export const countDifferences = (from: PartialModel, to: PartialModel): number =>
  diffModels(from, underHeadOf(from, to)).length;
