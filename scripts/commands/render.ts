// deskrealm render SPEC: what goes into the helpdesk's own configuration, its secrets in files only; with
// --migration how its people come into Keycloak; with --direct what it needs to do without Keycloak.

import { resolve } from "node:path";
import { Option } from "commander";
import { AdminClient } from "../../infra/admin/client.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { Context, ExitCode, Register } from "../context.ts";
import { directSecret } from "../render/direct-secret.ts";
import { readSecrets } from "../render/read-secrets.ts";
import { collectVariable, VARIABLE_OPTION } from "../spec-values.ts";
import { loadSpecModel, onlyStackOf, openTarget, type TargetOptions } from "../stack/target.ts";
import { checkMigration } from "../verify/migration-checks.ts";
import { verifyText } from "../verify/view.ts";
import { showDirect, showGuides, showRendering, showSteps, writeRendering } from "../views/render.ts";

interface RenderOptions extends TargetOptions {
  readonly out: string;
  readonly migration?: boolean;
  readonly check?: boolean;
  readonly probe?: boolean;
  readonly direct?: string;
}

export const registerRender: Register = (program, context, finish) => {
  program
    .command("render")
    .description(
      "write what goes into the helpdesk's own configuration; secrets go to files of mode 0600 only",
    )
    .argument("<spec>", "spec file")
    .option("--stack <name>", "take the Keycloak and the variables' values from this stack")
    .option("--out <folder>", "where the files are written", "rendered")
    .option("--migration", "print how the people of an installed helpdesk come into Keycloak; write nothing")
    .addOption(
      new Option(
        "--check",
        "try what the migration's commands live on, on objects that are taken away again",
      ).implies({ migration: true }),
    )
    .addOption(
      new Option(
        "--direct <provider>",
        "write what the helpdesk needs to talk to this identity provider of the spec without Keycloak, and print what that needs",
      ).conflicts(["migration", "check", "probe"]),
    )
    .option("--probe", "with --check: make those objects also in realms that are not this stack's")
    .option(...VARIABLE_OPTION, collectVariable)
    .action(async (spec: string, options: RenderOptions) => {
      finish(await runFor(options)(spec, options, context));
    });
};

function runFor({ check, migration, direct }: RenderOptions) {
  if (direct !== undefined) return runDirect;
  return check ? runCheck : migration ? runMigration : runRender;
}

/** Both sides' settings for a provider without Keycloak: no server is asked. */
async function runDirect(spec: string, options: RenderOptions, context: Context): Promise<ExitCode> {
  const stack = options.stack ?? (await onlyStackOf(spec, context));
  const loaded = await loadSpecModel(
    spec,
    { ...options, ...(stack === undefined ? {} : { stack }) },
    context,
  );
  const login = loaded.withoutKeycloak(options.direct ?? "");
  const rendering = login.render(await directSecret(login, stack, context));
  const folder = resolve(context.cwd, options.out);
  await writeRendering(rendering, folder);
  showRendering(rendering, folder, context.stdout, "What is otherwise without Keycloak, or left open");
  showDirect(login, context.stdout);
  return 0;
}

/** The steps alone: no server is asked. */
async function runMigration(spec: string, options: RenderOptions, context: Context): Promise<ExitCode> {
  const { loaded, connection } = await openTarget(spec, options, context);
  const addresses = { keycloakUrl: connection.url, backendUrl: loaded.backendUrl };
  if (loaded.migration === null) {
    throw new Failure(
      "migration-missing",
      "The vendor of this helpdesk has no way to bring its people into Keycloak.",
      {
        hint: "check the people with `deskrealm check-users`, and import them in Keycloak, or take them from a directory",
      },
    );
  }
  showSteps(loaded.migration(addresses, { spec, options: wordsOf(options) }), context.stdout);
  return 0;
}

/** @returns 0 where the helpdesk's account may do what the commands do, else 1. */
async function runCheck(spec: string, options: RenderOptions, context: Context): Promise<ExitCode> {
  const { loaded, connection, owner } = await openTarget(spec, options, context);
  const results = await checkMigration(
    loaded.model,
    connection,
    { owner, probe: options.probe === true },
    context,
  );
  context.stdout.write(verifyText(results));
  return results.some(({ status }) => status === "failed") ? 1 : 0;
}

/** The options that say which realms, as they were given. */
function wordsOf({ stack, var: variables = {} }: TargetOptions): string[] {
  return [
    ...(stack === undefined ? [] : ["--stack", stack]),
    ...Object.entries(variables).flatMap(([name, value]) => ["--var", `${name}=${value}`]),
  ];
}

/** Reads the clients' secrets from Keycloak, which is where they are true, and writes the files. */
async function runRender(spec: string, options: RenderOptions, context: Context): Promise<ExitCode> {
  const { loaded, connection } = await openTarget(spec, options, context);
  using client = new AdminClient(connection, { signal: context.signal });
  const rendering = loaded.render({
    keycloakUrl: connection.url,
    backendUrl: loaded.backendUrl,
    clientSecrets: await readSecrets(client, loaded.model),
  });
  const folder = resolve(context.cwd, options.out);
  await writeRendering(rendering, folder);
  showRendering(rendering, folder, context.stdout);
  showGuides(loaded.guides(connection.url), context.stdout);
  return 0;
}
