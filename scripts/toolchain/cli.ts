// The Pulumi CLI with its Node.js language host: from PATH, downloaded, or built.

import { mkdir, rename, rm, symlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { exists, publish, temporaryName, writeWhole } from "./cache.ts";
import { download, downloadText } from "./download.ts";
import { findOnPath } from "./find-on-path.ts";
import { goBuild } from "./go-build.ts";
import { run, tail } from "./run.ts";
import type { Source, Work } from "./toolchain.ts";
import { cli, isFittingCli, languageHost } from "./versions.ts";

export interface Cli {
  /** The folder whose `bin` holds `pulumi` and `pulumi-language-nodejs`. */
  readonly root: string;
  readonly version: string;
  readonly source: Source;
}

export const hostName = "pulumi-language-nodejs";

/** What is on PATH, if it is whole and its version fits. */
export async function cliOnPath({ env, folder, pulumiHome, signal }: Work): Promise<Cli | undefined> {
  const file = await findOnPath("pulumi", env);
  if (file === undefined || (await findOnPath(hostName, env)) === undefined) return undefined;
  const quiet = { ...env, PULUMI_SKIP_UPDATE_CHECK: "true", PULUMI_HOME: pulumiHome };
  const { code, output } = await run(file, ["version"], { env: quiet, signal, timeoutMs: 20_000 });
  const version = /\bv?(\d+\.\d+\.\d+)/.exec(output)?.[1];
  if (code !== 0 || version === undefined || !isFittingCli(version)) return undefined;
  return { root: await rootOf(file, folder), version, source: "path" };
}

/** The Automation API takes a root with a `bin`; a pulumi that is elsewhere gets one of links. */
async function rootOf(file: string, folder: string): Promise<string> {
  if (basename(dirname(file)) === "bin") return dirname(dirname(file));
  const root = join(folder, "cli-on-path");
  const temporary = temporaryName(root);
  await mkdir(temporary, { recursive: true });
  await symlink(dirname(file), join(temporary, "bin"));
  await replace(temporary, root);
  return root;
}

/** What an earlier run brought. */
export async function cliInCache({ folder, allowed }: Work): Promise<Cli | undefined> {
  for (const found of [downloaded(folder), built(folder)]) {
    if (allowed.includes(found.source) && (await exists(join(found.root, "bin", "pulumi")))) return found;
  }
  return undefined;
}

function downloaded(folder: string): Cli {
  return {
    root: join(folder, `cli-downloaded-${cli.downloaded}`),
    version: cli.downloaded,
    source: "download",
  };
}

function built(folder: string): Cli {
  const root = join(folder, `cli-built-${cli.built}-${languageHost.built}`);
  return { root, version: cli.built, source: "build" };
}

/** @throws Failure `download-failed` or `checksum-mismatch` */
export async function downloadCli(work: Work): Promise<Cli> {
  const { version, root } = downloaded(work.folder);
  const platform = `${process.platform}-${process.arch}`;
  const archive = `pulumi-v${version}-${platform}.tar.gz`;
  work.progress(`downloading the Pulumi CLI ${version}`);
  await downloadAndUnpack(
    `${work.releases}/sdk`,
    archive,
    `pulumi-${version}-checksums.txt`,
    root,
    "pulumi",
    work,
  );
  return downloaded(work.folder);
}

/**
 * Downloads an archive, checks it against the published list of checksums, and publishes its folder.
 * @throws Failure `download-failed` or `checksum-mismatch`
 */
async function downloadAndUnpack(
  base: string,
  archive: string,
  list: string,
  target: string,
  inside: string,
  work: Work,
): Promise<void> {
  const scratch = temporaryName(target);
  await mkdir(join(scratch, "root"), { recursive: true });
  try {
    const file = await downloadPublished(base, archive, list, scratch, work);
    const { code, output } = await run("tar", ["-xzf", file, "-C", scratch], work);
    if (code !== 0) throw new Error(`tar failed: ${tail(output)}`);
    await rename(join(scratch, inside), join(scratch, "root", "bin"));
    await replace(join(scratch, "root"), target);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Downloads a file into a folder and checks it against the list of checksums published beside it. */
export async function downloadPublished(
  base: string,
  name: string,
  list: string,
  folder: string,
  { progress, signal }: Work,
): Promise<string> {
  const lines = (await downloadText(`${base}/${list}`, { progress, signal })).split("\n");
  const checksum = lines
    .map((line) => line.trim().split(/\s+/))
    .find((entry) => entry[1]?.replace(/^\.\//, "") === name)?.[0];
  if (checksum === undefined) throw new Error(`${base}/${list} does not name ${name}`);
  const file = join(folder, name);
  await download(`${base}/${name}`, file, { checksum, progress, signal });
  return file;
}

/** Publishes a folder whose place may be held by a damaged one; called with the lock held. */
async function replace(temporary: string, root: string): Promise<void> {
  await rm(root, { recursive: true, force: true });
  await publish(temporary, root);
}

/** The built language host's file, beside its launcher. */
const BUILT_HOST = "language-host";

// Today's engine sends Pulumi.yaml's options with each request, and this language host knows them as flags
// only. Without the first one it loads TypeScript's compiler at every start.
const HOST_LAUNCHER = `#!/bin/sh
folder=$PWD
while [ -n "$folder" ] && [ ! -e "$folder/Pulumi.yaml" ]; do folder=\${folder%/*}; done
nodeargs=
[ -z "$folder" ] || while read -r key value; do
  [ "$key" != nodeargs: ] || nodeargs=$value
done <"$folder/Pulumi.yaml"
exec "\${0%/*}/${BUILT_HOST}" -typescript=false -nodeargs="$nodeargs" "$@"
`;

/** Writes the launcher anew beside a host that an earlier version of ours has built. */
export async function renewLauncher({ folder }: Work): Promise<void> {
  const bin = join(built(folder).root, "bin");
  if (await exists(join(bin, BUILT_HOST))) await writeWhole(join(bin, hostName), HOST_LAUNCHER, 0o755);
}

/** @throws Failure `toolchain-missing` or `toolchain-build-failed` */
export async function buildCli(work: Work): Promise<Cli> {
  const { root, version } = built(work.folder);
  const temporary = temporaryName(root);
  await mkdir(join(temporary, "bin"), { recursive: true });
  try {
    await goBuild(
      {
        module: "cli",
        package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
        variables: { "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": `v${version}` },
        output: join(temporary, "bin", "pulumi"),
        what: `the Pulumi CLI ${version} (3 to 5 minutes, once)`,
      },
      work,
    );
    await goBuild(
      {
        module: "language-nodejs",
        package: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
        variables: { "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": `v${languageHost.built}` },
        output: join(temporary, "bin", BUILT_HOST),
        what: `Pulumi's Node.js language host ${languageHost.built} (1 minute, once)`,
      },
      work,
    );
    await writeWhole(join(temporary, "bin", hostName), HOST_LAUNCHER, 0o755);
    await replace(temporary, root);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return built(work.folder);
}
