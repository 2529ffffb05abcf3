// The spec as somebody wrote it, and as test realms are made of it. Its problems are told before anything is done.

import { dirname, resolve } from "node:path";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { Diagnostic } from "../../infra/diagnostics/types.ts";
import { type EphemeralSpec, ephemeralSpec } from "../../infra/ephemeral/ephemeral-spec.ts";
import { type LoadedModel, loadModel, modelOf } from "../../infra/load-model.ts";
import type { Context } from "../context.ts";
import type { DirectoryValues } from "../servers/directory/for-realms.ts";
import { writeDiagnostics } from "../views/check.ts";
import type { EphemeralRequest } from "./types.ts";

/** A spec without errors, for test realms on any server. */
export interface Written {
  /** Where the paths in it begin. */
  readonly specFolder: string;
  /** @throws Failure `spec-invalid` after its diagnostics, `ephemeral-option` */
  readonly derive: (keycloakUrl: string) => EphemeralSpec;
}

/** Where the directories of a derived spec are, and with which passwords. */
type Values = DirectoryValues;

export interface Derived extends EphemeralSpec, Values {
  /** What the derived spec means. */
  readonly loaded: LoadedModel;
}

/** Stands for a Keycloak that is yet to be started. */
export const YET_TO_START = "http://127.0.0.1:8080";
/** Stands for directories that are yet to be started. */
export const NOWHERE = "ldap://127.0.0.1:1";

/** @throws Failure `spec-invalid` after its diagnostics. */
export async function readWritten(
  { spec, name, url, variables = {} }: Omit<EphemeralRequest, "server" | "out">,
  { cwd, env, stderr }: Context,
): Promise<Written> {
  const { value, diagnostics, text } = await loadModel(resolve(cwd, spec), spec, { variables, env });
  const tell = (found: readonly Diagnostic[]) =>
    writeDiagnostics({ value: undefined, diagnostics: found, text }, stderr);
  tell(diagnostics);
  if (value === undefined) throw invalid(spec);
  const derive = (keycloakUrl: string) => {
    const derived = ephemeralSpec(value, { name, url, keycloakUrl });
    tell(derived.diagnostics);
    if (derived.value === undefined) throw invalid(spec);
    return derived.value;
  };
  return { specFolder: dirname(resolve(cwd, spec)), derive };
}

const invalid = (spec: string) =>
  new Failure("spec-invalid", `Nothing was done, because ${spec} has errors.`, {
    hint: "mend what is named above; deskrealm explain CODE says more of each",
  });

export function loadDerived(derived: EphemeralSpec, spec: string, values: Values): Derived {
  const { variables } = values;
  const { value, diagnostics } = modelOf(JSON.stringify(derived.data), spec, { variables, env: {} });
  if (value !== undefined) return { ...derived, ...values, loaded: value };
  const details = diagnostics.map(({ detail }) => detail).join("; ");
  throw new Failure("spec-invalid", `As a spec of test realms, ${spec} has errors: ${details}`);
}
