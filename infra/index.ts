// The Pulumi program: spec -> model -> components -> outputs, from top to bottom.

import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { resolveConnection } from "./admin/connection.ts";
import { askServer } from "./ask-server.ts";
import { encryptedSettings, refuseSecretsInClear } from "./components/secret-settings.ts";
import { startKeycloakPlugin } from "./components/start-plugins.ts";
import { describeFailure, Failure } from "./diagnostics/failure.ts";
import { renderDiagnostic } from "./diagnostics/render.ts";
import { type LoadedModel, loadModel } from "./load-model.ts";
import { readStackConfig, type StackConfig } from "./stack-config.ts";

/** Folder of Pulumi.yaml, whatever the working directory is. */
const ROOT = resolve(import.meta.dirname, "..");

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
  const connection = resolveConnection({ config: (key) => keycloak.get(key), env: process.env });

  startKeycloakPlugin();

  const loaded = await load(settings);
  const owner = `${pulumi.getProject()}/${pulumi.getStack()}`;
  // Nothing is registered before the server has said whose the realms are.
  const [{ notice }, components] = await Promise.all([
    askServer(loaded, owner, connection),
    import("./components/index.ts"),
  ]);

  const resolveSecret = components.secretResolver(config, process.env);
  const allowDestroy = (process.env["DESKREALM_ALLOW_DESTROY"] ?? "").split(",");
  const helpdesk = new components.Helpdesk({ model: loaded.model, owner, resolveSecret, allowDestroy });
  if (notice !== undefined) await pulumi.log.info(notice, helpdesk);
  return components.stackOutputs(loaded, helpdesk);
}

/** The model of the stack's spec; what is wrong with it ends the program. */
async function load({ spec, variables }: StackConfig): Promise<LoadedModel> {
  const { value, diagnostics, text } = await loadModel(resolve(ROOT, spec), spec, {
    variables,
    env: process.env,
  });
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (value === undefined)
    throw new pulumi.RunError(errors.map((found) => renderDiagnostic(found, text)).join("\n"));
  for (const found of diagnostics) await pulumi.log.warn(renderDiagnostic(found, text));
  return value;
}
