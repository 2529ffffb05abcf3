// deskrealm setup: brings what the other commands need, and shows each step.

import type { Context, ExitCode, Register } from "../context.ts";
import { defaultKeycloakVersion } from "../servers/keycloak-versions.ts";
import { prepare } from "../servers/prepare.ts";
import { ensureToolchain, type Toolchain } from "../toolchain/toolchain.ts";

interface SetupOptions {
  readonly version: string;
  readonly pulumi: boolean;
  readonly keycloak: boolean;
  readonly from?: string;
  readonly env?: boolean;
}

export const registerSetup: Register = (program, context, finish) => {
  program
    .command("setup")
    .description("bring Pulumi, its Keycloak plugin and a prepared Keycloak into Deskrealm's cache")
    .option("--version <version>", "the Keycloak to prepare", defaultKeycloakVersion)
    .option("--no-pulumi", "leave Pulumi out: test realms need none")
    .option("--no-keycloak", "leave Keycloak out")
    .option("--from <path>", "a Keycloak zip or unpacked folder that you have")
    .option("--env", 'print shell lines for plain pulumi: eval "$(deskrealm setup --env)"')
    .action(async (options: SetupOptions) => finish(await setup(options, context)));
};

async function setup(options: SetupOptions, { env, signal, stdout, stderr }: Context): Promise<ExitCode> {
  const progress = (line: string) => void stderr.write(`${line}\n`);
  const bringPulumi = () => ensureToolchain({ env, progress, signal });
  if (options.env === true) {
    stdout.write(shellLines(await bringPulumi()));
    return 0;
  }
  if (options.pulumi) {
    const { versions } = await bringPulumi();
    progress(`Pulumi ${versions.cli} and its Keycloak plugin ${versions.keycloakPlugin} are ready`);
  }
  if (options.keycloak) {
    const { java } = await prepare({ version: options.version, from: options.from, env, progress, signal });
    progress(`Keycloak ${options.version} is prepared for Java ${java.version}`);
  }
  return 0;
}

function shellLines({ env }: Toolchain): string {
  return Object.entries(env)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'\n`)
    .join("");
}
