// `npm start`: from a fresh clone to a person logging in, with the same commands that people use.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { describeFailure, Failure } from "../infra/diagnostics/failure.ts";
import { abortOnSignals } from "./abort-on-signals.ts";
import { runCli } from "./cli.ts";
import type { Context } from "./context.ts";
import { projectRoot } from "./project-root.ts";
import { randomPassword, randomSecret } from "./random-password.ts";
import { type KeptServer, startKept } from "./servers/kept.ts";
import { defaultKeycloakVersion } from "./servers/keycloak-versions.ts";
import { openStack, openWorkspace } from "./stack/workspace.ts";
import { cacheRoot, writeWhole } from "./toolchain/cache.ts";

const SPEC = "realms/otrs.yaml";
const STACK = "demo";

async function start(context: Context): Promise<number> {
  const { env, signal, stderr } = context;
  const progress = (line: string) => void stderr.write(`${line}\n`);

  progress("1/5 Pulumi's toolchain and a Keycloak on this machine");
  const server = await startKept({
    version: defaultKeycloakVersion,
    port: undefined,
    fresh: false,
    from: undefined,
    env,
    signal,
    progress,
  });
  const inDemo: Context = { ...context, env: { ...env, ...(await demoEnvironment(context)) } };
  await configureStack(server, inDemo);

  const steps: [string, string[]][] = [
    ["2/5 the realms of the spec", ["up", SPEC, "--stack", STACK]],
    ["3/5 real logins and API calls", ["verify", SPEC, "--stack", STACK]],
    ["4/5 the server against the spec", ["drift", SPEC, "--stack", STACK]],
    ["5/5 what goes into OTRS's configuration", ["render", SPEC, "--stack", STACK, "--out", "rendered"]],
  ];
  for (const [title, words] of steps) {
    progress(`\n${title}\n$ npx deskrealm ${words.join(" ")}`);
    const code = await runCli(words, inDemo);
    if (code !== 0) return code;
  }
  context.stdout.write(farewell(server, inDemo));
  return 0;
}

/** State and passphrase of the demo's stack are files in Deskrealm's cache. */
async function demoEnvironment({ env }: Context): Promise<Record<string, string>> {
  const folder = join(cacheRoot(env), "demo");
  const passphrase = join(folder, "passphrase");
  const state = join(folder, "state");
  if (!existsSync(passphrase)) await writeWhole(passphrase, randomSecret(), 0o600);
  const { mkdir, readFile } = await import("node:fs/promises");
  await mkdir(state, { recursive: true });
  return {
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE_FILE: passphrase,
    // Pulumi takes the variable before the file, also an empty one, and the person's own must not count here.
    PULUMI_CONFIG_PASSPHRASE: await readFile(passphrase, "utf8"),
  };
}

async function configureStack(server: KeptServer, context: Context): Promise<void> {
  const { readFile } = await import("node:fs/promises");
  const { stack, config } = await openStack(await openWorkspace(context), STACK);
  const root =
    config["deskrealm:secrets"] === undefined ? { "deskrealm:secrets.root": secret(randomPassword()) } : {};
  await stack.setAllConfig(
    {
      "deskrealm:spec": { value: SPEC },
      "keycloak:url": { value: server.url },
      "keycloak:clientId": { value: "admin-cli" },
      "keycloak:username": { value: server.adminUsername },
      "keycloak:password": secret((await readFile(server.adminPasswordFile, "utf8")).trim()),
      ...root,
    },
    true,
  );
}

const secret = (value: string) => ({ value, secret: true });

function farewell(server: KeptServer, { env, root }: Context): string {
  return `
People can log in now.

Keycloak's console   ${server.url}/admin/  (user ${server.adminUsername}, password in ${server.adminPasswordFile})
Agents               ${server.url}/realms/otrs-agents/account/
Customers            ${server.url}/realms/otrs-customer-users/account/
OTRS's configuration ${join(root, "rendered", "Config.pm")}

Go on with plain Pulumi, or with deskrealm and this stack:
  eval "$(npx deskrealm setup --env)"
  export PULUMI_BACKEND_URL=${env["PULUMI_BACKEND_URL"]}
  export PULUMI_CONFIG_PASSPHRASE_FILE=${env["PULUMI_CONFIG_PASSPHRASE_FILE"]}
  unset PULUMI_CONFIG_PASSPHRASE
  pulumi preview --stack ${STACK}
The first password of root@localhost:
  pulumi config get --path 'deskrealm:secrets.root' --stack ${STACK}
Stop the server (its data stays):
  npx deskrealm keycloak stop
`;
}

try {
  process.exitCode = await start({
    env: process.env,
    stdout: process.stdout,
    stderr: process.stderr,
    cwd: projectRoot(),
    root: projectRoot(),
    now: () => new Date(),
    signal: abortOnSignals(),
  });
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  process.stderr.write(`${describeFailure(error)}\n`);
  process.exitCode = 1;
}
