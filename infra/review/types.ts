// What a review is made of: changes with their risk, and the groups that people read.

import type { Acceptance } from "../policy/types.ts";
import type { Phrase } from "./phrase.ts";
import type { Operation } from "./preview.ts";

/** What a change does, the worst first. */
export const RISKS = ["loses", "locks-out", "opens", "unknown", "lifetime", "behaviour", "cosmetic"] as const;
export type Risk = (typeof RISKS)[number];

export const SEVERITIES = ["high", "medium", "low"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A line of a committed file. */
export interface Line {
  readonly kind: "line";
  /** Path from the project's folder. */
  readonly file: string;
  readonly line: number;
}

/** Where a value comes from: a line, a preset, or a server that was read. */
export type Place = Line | { readonly kind: "preset"; readonly reason: string } | { readonly kind: "server" };

/** What a rule says of one difference. */
export interface Verdict {
  /** Without the realm and without a full stop. */
  readonly sentence: Phrase;
  readonly risk: Risk;
  readonly severity: Severity;
  /** Why it is a risk, as a clause. */
  readonly reason: string;
  /** `up` refuses it. */
  readonly refused?: true;
}

/** A policy finding, or a problem of a spec, in the form that the views need. */
export interface Note {
  readonly summary: string;
  readonly detail: string;
  readonly fix: string;
  readonly accepted: Acceptance | null;
}

/** One thing that changes in one helpdesk. */
export interface Change extends Verdict {
  /** Stable name of the kind of change, such as `client-redirect-uri`. */
  readonly code: string;
  /** The same sentence with the helpdesk's own URL and variables in place of their values. */
  readonly general: Phrase;
  /**
   * `helpdesk`: it as a whole; `model`: a difference; `pulumi`: what only its preview says; `policy`: a
   * finding; `spec`: a spec that cannot be read.
   */
  readonly about: "helpdesk" | "model" | "pulumi" | "policy" | "spec";
  /** Path in the model; empty for what is about the helpdesk. */
  readonly path: string;
  /** Key of the realm, and its name; `null` for what belongs to none. */
  readonly realm: { readonly key: string; readonly name: string } | null;
  readonly helpdesk: string;
  /** Where the value comes from on each side; `null`: it is not there. */
  readonly from: Place | null;
  readonly to: Place | null;
  /** The line to look at: the new one, else where the old one would stand now, else the old one. */
  readonly at: Line | null;
  readonly note: Note | null;
}

/** Where one group's change happens. */
export interface Member {
  readonly helpdesk: string;
  readonly realm: Change["realm"];
  readonly path: string;
  readonly sentence: Phrase;
  readonly from: Place | null;
  readonly to: Place | null;
  readonly at: Line | null;
}

/** The same change in all of its members. */
export interface Group extends Verdict {
  readonly code: string;
  readonly about: Change["about"];
  /** Keys of the realms, ascending; empty for what belongs to none. */
  readonly realms: readonly string[];
  readonly note: Note | null;
  readonly members: readonly Member[];
}

/** The whole review. Nothing in it depends on when, where or for which commits it was made. */
export interface Review {
  /** Helpdesks that either side has, and those in which something changes. */
  readonly helpdesks: number;
  readonly changed: readonly string[];
  /** By severity, then risk, then a stable order. */
  readonly groups: readonly Group[];
  /** References without a value, by helpdesk. */
  readonly unknowns: readonly Unknowns[];
  /** Only of a review against servers. */
  readonly live?: LiveReview;
}

/** How a review against servers went. */
export interface LiveReview {
  /** What Pulumi would do, by helpdesk; without those in which it was not asked. */
  readonly previews: readonly Preview[];
  /** Helpdesks whose changes are told without Pulumi's preview, and why. */
  readonly withoutPreview: readonly Missed[];
  /** Helpdesks that could not be looked at. */
  readonly failed: readonly Missed[];
}

/** Numbers of resources. */
export interface Preview extends Readonly<Record<Operation, number>> {
  readonly helpdesk: string;
}

export interface Missed {
  readonly helpdesk: string;
  /** A failure's code, or `left-out`, `refused`, `no-stack`, `stack-new`. */
  readonly code: string;
  readonly message: string;
}

export interface Unknowns {
  /** As in a spec: `${var:HOST}`. */
  readonly reference: string;
  readonly helpdesks: readonly string[];
}
