// What Pulumi's state holds of a stack: which resources by which id, and what a killed run left unfinished.

import { coverUrls } from "../../infra/diagnostics/cover.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { errorLines, runOnStack, type Workspace } from "../stack/pulumi.ts";
import { bound, type Resource } from "./bind.ts";

/** One resource of a state. */
export interface Held {
  readonly urn: string;
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  /** Empty for a component. */
  readonly id: string;
  /** Address of the Keycloak that a realm was last seen on, where this resource remembers it. */
  readonly keycloak?: string | undefined;
}

export interface State {
  readonly held: readonly Held[];
  /** Operations that were begun and never ended. */
  readonly pending: number;
  /** Whether an import was ended before it was complete. */
  readonly loose: boolean;
}

/** `cut`: the file is there and cannot be read; `none`: there is no such stack. */
export type ReadState = { readonly kind: "whole"; readonly state: State } | { readonly kind: "cut" | "none" };

interface Deployment {
  readonly resources?: readonly (Resource & {
    readonly delete?: boolean;
    readonly inputs?: { readonly keycloak?: string };
  })[];
  readonly pending_operations?: readonly unknown[];
}

/**
 * Reads a stack's state; secrets stay encrypted.
 *
 * @throws Failure `pulumi-failed`
 */
export async function readState(
  workspace: Workspace,
  stack: string,
  signal: AbortSignal,
): Promise<ReadState> {
  const result = await runOnStack(workspace, stack, ["stack", "export"], signal);
  if (result.code === 0) return { kind: "whole", state: stateOf(result.stdout) };
  if (/no stack named .* found/.test(result.output)) return { kind: "none" };
  if (/failed to load checkpoint/.test(result.output)) return { kind: "cut" };
  const reason = coverUrls(errorLines(result));
  throw new Failure("pulumi-failed", `The state of the stack ${stack} could not be read: ${reason}`);
}

/** @param text - what `pulumi stack export` prints */
export function stateOf(text: string): State {
  const { deployment } = JSON.parse(text) as { deployment?: Deployment | null };
  // What is only left over to be deleted is no longer the resource of its name.
  const resources = (deployment?.resources ?? []).filter((one) => one.delete !== true);
  return {
    held: resources.map(({ urn, id = "", inputs }) => ({
      ...{ urn, id, ...partsOf(urn) },
      keycloak: inputs?.keycloak,
    })),
    pending: deployment?.pending_operations?.length ?? 0,
    loose: bound(resources) !== undefined,
  };
}

/** `urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME`; a name may hold colons. */
function partsOf(urn: string): { readonly type: string; readonly name: string } {
  const [, , types = "", ...name] = urn.split("::");
  return { type: types.split("$").at(-1) ?? "", name: name.join("::") };
}
