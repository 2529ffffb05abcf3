// The Pulumi program: spec -> model -> components -> outputs, from top to bottom. What takes time to load is
// imported where it is needed, so that plugins and server are at work meanwhile.

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { AdminClient } from "./admin/client.ts";
import { resolveConnection } from "./admin/connection.ts";
import { takeIn } from "./admin/not-in-state.ts";
import { askServer } from "./ask-server.ts";
import { encryptedSettings, refuseSecretsInClear } from "./components/secret-settings.ts";
import { startPlugins } from "./components/start-plugins.ts";
import { describeFailure, Failure } from "./diagnostics/failure.ts";
import { renderDiagnostics } from "./diagnostics/render.ts";
import type { LoadedModel } from "./load-model.ts";
import { atTime, openWindows } from "./model/at-time.ts";
import { gateText, isNamed, OPEN, openedIn, withClosed } from "./model/closed.ts";
import { readStackConfig, type StackConfig } from "./stack-config.ts";

/** Folder of Pulumi.yaml, whatever the working directory is; for the compiled program it is further up. */
const [ROOT = ""] = ["..", "../.."]
  .map((up) => resolve(import.meta.dirname, up))
  .filter((folder) => existsSync(join(folder, "Pulumi.yaml")));

/** Out here, since in a function with `using` the compiler leaves the name of an import as it is. */
const loadComponents = () => import("./components/index.ts");

/**
 * Registers all resources and gives the stack's outputs. `main.js` calls it.
 *
 * @throws pulumi.RunError with a person's text for whatever is wrong with the input or the server.
 */
export async function program(): Promise<pulumi.Inputs> {
  return build().catch((error: unknown) => {
    throw error instanceof Failure ? new pulumi.RunError(describeFailure(error)) : error;
  });
}

async function build(): Promise<pulumi.Inputs> {
  const config = new pulumi.Config();
  const keycloak = new pulumi.Config("keycloak");
  const settings = readStackConfig(config);
  refuseSecretsInClear(config, keycloak, encryptedSettings(process.env));
  using client = new AdminClient(resolveConnection({ config: (key) => keycloak.get(key), env: process.env }));
  await startPlugins();
  // What keeps the server from it, the first question meets again.
  client.login().catch(() => {});

  const loaded = await load(settings);
  const owner = `${pulumi.getProject()}/${pulumi.getStack()}`;
  const allowDestroy = (process.env["DESKREALM_ALLOW_DESTROY"] ?? "").split(",");
  // Nothing is registered before the server has said whose the realms are.
  const [{ notice, isNew, closed, foreign }, components] = await Promise.all([
    askServer(loaded, owner, client, allowDestroy),
    loadComponents(),
  ]);

  const resolveSecret = components.secretResolver(config, process.env);
  components.demandSecrets(loaded.model, resolveSecret);
  const now = new Date();
  const shut = closed.filter((gate) => !isNamed(gate, openedIn(process.env)));
  const helpdesk = new components.Helpdesk({
    model: withClosed(atTime(loaded.model, now), shut),
    owner,
    resolveSecret,
    allowDestroy,
    foreign,
  });
  if (notice !== undefined) await pulumi.log.info(notice, helpdesk);
  for (const gate of shut)
    await pulumi.log.info(
      `Closed on the server, and stays so: ${gateText(gate)}. ${OPEN}=${gate.name} opens it.`,
      helpdesk,
    );
  for (const window of openWindows(loaded.model, now)) await pulumi.log.warn(window, helpdesk);
  if (!isNew) {
    const hint = takeIn(settings.spec, pulumi.getStack());
    if (!pulumi.runtime.isDryRun()) components.hintAtConflicts(hint);
    else await components.refuseExisting(helpdesk.withModels(loaded.model), client, hint);
  }
  return components.stackOutputs(loaded, helpdesk);
}

/** The model of the stack's spec; what is wrong with it ends the program. */
async function load({ spec, variables }: StackConfig): Promise<LoadedModel> {
  const { loadModel } = await import("./load-model.ts");
  const values = { variables, env: process.env };
  const { value, diagnostics, text } = await loadModel(resolve(ROOT, spec), spec, values);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (value === undefined) throw new pulumi.RunError(renderDiagnostics(errors, text).join("\n"));
  for (const found of renderDiagnostics(diagnostics, text)) await pulumi.log.warn(found);
  return value;
}
