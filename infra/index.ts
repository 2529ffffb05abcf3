// The Pulumi program: spec -> model -> components -> outputs, from top to bottom.

import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { AdminClient } from "./admin/client.ts";
import { resolveConnection } from "./admin/connection.ts";
import { checkOwners, checkPeople, readOwners } from "./admin/owner.ts";
import { readServerVersion, versionNotice } from "./admin/server-version.ts";
import { Helpdesk } from "./components/helpdesk.ts";
import { stackOutputs } from "./components/outputs.ts";
import { encryptedSettings, refuseSecretsInClear } from "./components/secret-settings.ts";
import { secretResolver } from "./components/secrets.ts";
import { describeFailure, Failure } from "./diagnostics/failure.ts";
import { renderDiagnostic } from "./diagnostics/render.ts";
import { type LoadedModel, loadModel } from "./load-model.ts";
import { readStackConfig } from "./stack-config.ts";

/** Folder of Pulumi.yaml, whatever the working directory is. */
const ROOT = resolve(import.meta.dirname, "..");

/**
 * Registers all resources and gives the stack's outputs. `main.cjs` calls it.
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
  const { spec, variables } = readStackConfig(config);
  refuseSecretsInClear(config, keycloak, encryptedSettings(process.env));

  const {
    value: loaded,
    diagnostics,
    text,
  } = await loadModel(resolve(ROOT, spec), spec, { variables, env: process.env });
  for (const found of diagnostics.filter(({ severity }) => severity !== "error")) {
    await pulumi.log.warn(renderDiagnostic(found, text));
  }
  if (loaded === undefined) {
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    throw new pulumi.RunError(errors.map((found) => renderDiagnostic(found, text)).join("\n"));
  }

  const owner = `${pulumi.getProject()}/${pulumi.getStack()}`;
  await askServer(loaded, owner, keycloak);

  const helpdesk = new Helpdesk({
    model: loaded.model,
    owner,
    resolveSecret: secretResolver(config, process.env),
    allowDestroy: (process.env["DESKREALM_ALLOW_DESTROY"] ?? "").split(","),
  });
  return stackOutputs(loaded, helpdesk);
}

/** Nothing is registered before the server has said whose the realms are. */
async function askServer(loaded: LoadedModel, owner: string, keycloak: pulumi.Config): Promise<void> {
  using client = new AdminClient(resolveConnection({ config: (key) => keycloak.get(key), env: process.env }));
  const realms = Object.values(loaded.model.realms);
  const names = realms.map(({ realm }) => realm);
  const people = Object.fromEntries(realms.map(({ realm, users }) => [realm, Object.keys(users)]));
  const [owners, version] = await Promise.all([readOwners(client, names), readServerVersion(client)]);
  checkOwners(client, owners, owner);
  await checkPeople(client, owners, people);
  const notice = versionNotice(version, loaded.supportedKeycloak);
  if (notice !== undefined) await pulumi.log.info(notice);
}
