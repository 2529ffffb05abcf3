// One helpdesk as one of the two sides has it: a revision, the working tree, or a server.

import type { Failure } from "../diagnostics/failure.ts";
import type { Diagnostic } from "../diagnostics/types.ts";
import type { Expansion } from "../helpdesks/types.ts";
import type { PartialModel } from "../model/canonical.ts";
import type { Finding } from "../policy/types.ts";
import type { Source } from "../spec/source.ts";
import type { PreviewStep } from "./preview.ts";
import type { Unknown } from "./unknown.ts";

/** A stack that names a spec, or a spec that no stack names. */
export interface Unit {
  readonly kind: "stack" | "spec";
  /** Name of the stack; path of the spec where there is none. */
  readonly name: string;
  /** Path of the spec from the project's folder. */
  readonly spec: string;
  /** Path of the stack's configuration file. */
  readonly stackFile: string | null;
  readonly variables: Readonly<Record<string, string>>;
  /** Encrypted variables with their ciphers. */
  readonly encrypted: Readonly<Record<string, string>>;
  readonly keycloakUrl: string | null;
  /** What is wrong with the stack's file, so that nothing can be said of its realms. */
  readonly fault: string | null;
  /** Name of the content of the spec's file; `null` where there is none. */
  readonly specId: string | null;
  /** Name of the content of the stack's file. */
  readonly stackId: string | null;
}

/** A unit with the meaning of its spec. */
export interface Side {
  readonly unit: Unit;
  /** `undefined` where the spec has errors. */
  readonly expanded: ExpandedSide | undefined;
  readonly diagnostics: readonly Diagnostic[];
  readonly unknowns: readonly Unknown[];
  readonly findings: readonly Finding[];
}

export interface ExpandedSide extends Pick<Expansion, "origins" | "loginRoles"> {
  readonly model: PartialModel;
  /** The model was read from a server: its values stand in no file. Origins and source are the spec's. */
  readonly onServer: boolean;
  readonly source: Source;
  /** The stack's file, to find a variable's line; `null` without a stack. */
  readonly stack: Source | null;
}

/** The same helpdesk on both sides. */
export interface Pair {
  readonly before: Side | null;
  readonly after: Side | null;
  /** Only where `before` is a server. */
  readonly live?: LiveFacts;
}

/** What nobody but the server and Pulumi can say of the way from a server to a spec. */
export interface LiveFacts {
  /** What `up` would refuse to go on with. */
  readonly refusals: readonly Failure[];
  /** `null` where Pulumi was not asked. */
  readonly steps: readonly PreviewStep[] | null;
}
