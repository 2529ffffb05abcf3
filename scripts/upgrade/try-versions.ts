// The three trials behind a preview of an upgrade: the older version, the newer one, and the newer one on the
// older one's data. One server runs at a time.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { type LoadedModel, loadModel } from "../../infra/load-model.ts";
import type { Context } from "../context.ts";
import { Keycloak, type KeycloakOptions } from "../servers/keycloak.ts";
import { ThrowAwayStack } from "../stack/throw-away-stack.ts";
import { onLoopback } from "./on-loopback.ts";
import { secretsOf } from "./secrets-of.ts";
import { type Trial, tryOut } from "./trial.ts";

export interface UpgradeRequest {
  /** The spec as the person wrote it. */
  readonly loaded: LoadedModel;
  readonly variables: Readonly<Record<string, string>>;
  readonly from: string;
  readonly to: string;
}

export interface Trials {
  /** What was changed in the spec for the trial. */
  readonly notes: readonly string[];
  /** The spec as it was tried. */
  readonly loaded: LoadedModel;
  /** The older version, with the realms made on it. */
  readonly before: Trial;
  /** The newer version, with the realms made anew. */
  readonly fresh: Trial;
  /** The newer version on the older one's data. */
  readonly upgraded: Trial;
}

const STACK = "upgrade-preview";

/**
 * Starts, applies, reads and ends everything. Nothing of it stays, also where it fails or is interrupted.
 *
 * @throws Failure where a version could not be tried, `pulumi-failed` where the older one refuses the spec.
 */
export async function tryVersions(request: UpgradeRequest, context: Context): Promise<Trials> {
  const { from, to, variables } = request;
  const { model, source } = request.loaded;
  const { data, notes } = onLoopback(source.data, model);
  const options = { name: STACK, spec: data, variables, secrets: secretsOf(model) };
  const folder = await mkdtemp(join(tmpdir(), "deskrealm-upgrade-"));
  try {
    await using stack = await ThrowAwayStack.create(options, context);
    const loaded = await reload(stack, variables);
    const server = (version: string, title: string) => ({ version, title, folder, context });
    const first = await onServer(server(from, `1/3 Keycloak ${from}`), {}, async (keycloak) => {
      const trial = await tryOut(keycloak, stack, loaded, { up: true }, context);
      return { trial, port: keycloak.port, folder: keycloak.folder };
    });
    const before = first.trial;
    if (before.refused !== null) throw new Failure("pulumi-failed", `On Keycloak ${from}: ${before.refused}`);
    // On the same address, as a real upgrade: Pulumi's refresh asks where the state says that the server is.
    const copy = { dataOf: first.folder, port: first.port };
    const upgraded = await onServer(
      server(to, `2/3 Keycloak ${to} on the data of ${from}`),
      copy,
      (keycloak) => tryOut(keycloak, stack, loaded, { up: false }, context),
    );
    await using another = await ThrowAwayStack.create(options, context);
    const fresh = await onServer(server(to, `3/3 Keycloak ${to} with realms made anew`), {}, (keycloak) =>
      tryOut(keycloak, another, loaded, { up: true }, context),
    );
    return { notes, loaded, before, fresh, upgraded };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function reload(
  stack: ThrowAwayStack,
  variables: Readonly<Record<string, string>>,
): Promise<LoadedModel> {
  const { value, diagnostics } = await loadModel(stack.specFile, stack.specFile, {
    variables,
    env: stack.env,
  });
  if (value !== undefined) return value;
  const details = diagnostics.map(({ detail }) => detail).join("; ");
  throw new Failure("spec-invalid", `Without what leaves this machine, the spec has errors: ${details}`);
}

interface Server {
  readonly version: string;
  readonly title: string;
  /** Holds a folder for each server. */
  readonly folder: string;
  readonly context: Context;
}

/** The server ends in good order, so that its data can be copied. */
async function onServer<T>(
  { version, title, folder, context }: Server,
  options: Pick<KeycloakOptions, "dataOf" | "port">,
  work: (keycloak: Keycloak) => Promise<T>,
): Promise<T> {
  const { env, stderr, signal } = context;
  const progress = (line: string) => void stderr.write(`${line}\n`);
  progress(title);
  const dataDir = await mkdtemp(join(folder, "server-"));
  await using keycloak = await Keycloak.start({ ...options, version, dataDir, env, progress, signal });
  return await work(keycloak);
}
