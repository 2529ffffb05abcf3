// The Keycloak plugin, in our own PULUMI_HOME only: one built from source must not pose as the official one.

import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { exists, temporaryName, writeWhole } from "./cache.ts";
import { downloadPublished } from "./cli.ts";
import { goBuild } from "./go-build.ts";
import { run, tail } from "./run.ts";
import type { Source, Work } from "./toolchain.ts";
import { keycloakPlugin } from "./versions.ts";

const { version, revision } = keycloakPlugin;
const platform = `${process.platform}-${process.arch === "x64" ? "amd64" : process.arch}`;

/** Where the engine looks for the plugin. */
export function pluginFile(pulumiHome: string): string {
  return join(pulumiHome, "plugins", `resource-keycloak-v${version}`, "pulumi-resource-keycloak");
}

/** How the installed plugin came, or undefined where none is installed whole. */
export async function installedPlugin(pulumiHome: string): Promise<Source | undefined> {
  const folder = join(pulumiHome, "plugins", `resource-keycloak-v${version}`);
  // Pulumi marks an installation that is under way, or was killed, with this file.
  if (!(await exists(pluginFile(pulumiHome))) || (await exists(`${folder}.partial`))) return undefined;
  const source = await readFile(sourceFile(pulumiHome), "utf8").catch(() => undefined);
  return source === "build" || source === "download" ? source : undefined;
}

function sourceFile(pulumiHome: string): string {
  return join(pulumiHome, `keycloak-plugin-${version}-${revision}.source`);
}

/** Downloads the official plugin and installs it. */
export async function downloadPlugin(pulumi: string, work: Work): Promise<Source> {
  const name = `pulumi-resource-keycloak-v${version}-${platform}.tar.gz`;
  work.progress(`downloading the Keycloak plugin ${version}`);
  await withScratch(work, async (scratch) => {
    const list = `pulumi-keycloak_${version}_checksums.txt`;
    const file = await downloadPublished(`${work.releases}/plugins`, name, list, scratch, work);
    await install(pulumi, file, "download", work);
  });
  return "download";
}

/** Builds the plugin from the Go module and installs it. */
export async function buildPlugin(pulumi: string, work: Work): Promise<Source> {
  await withScratch(work, async (scratch) => {
    const output = join(scratch, "pulumi-resource-keycloak");
    const what = `the Keycloak plugin ${version} (1 to 2 minutes, once)`;
    await goBuild({ module: "keycloak-plugin", package: ".", output, what }, work);
    await install(pulumi, output, "build", work);
  });
  return "build";
}

async function install(pulumi: string, file: string, source: Source, work: Work): Promise<void> {
  const args = ["plugin", "install", "resource", "keycloak", version, "--reinstall", "--file", file];
  const env = { ...work.env, PULUMI_HOME: work.pulumiHome, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const { code, output } = await run(pulumi, args, { env, signal: work.signal });
  if (code !== 0)
    throw new Failure("toolchain-build-failed", `pulumi plugin install failed:\n${tail(output)}`);
  await writeWhole(sourceFile(work.pulumiHome), source);
}

async function withScratch(work: Work, use: (scratch: string) => Promise<void>): Promise<void> {
  const scratch = temporaryName(join(work.folder, "plugin"));
  await mkdir(scratch, { recursive: true });
  try {
    await use(scratch);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
