// Looks at each tool without changing anything.

import { listJavas } from "../servers/java.ts";
import { keycloakVersions } from "../servers/keycloak-versions.ts";
import { preparedFor } from "../servers/prepare.ts";
import type { Environment } from "../toolchain/cache.ts";
import { findOnPath } from "../toolchain/find-on-path.ts";
import { findGo } from "../toolchain/go-build.ts";
import { run } from "../toolchain/run.ts";
import { inspectToolchain, type Source } from "../toolchain/toolchain.ts";
import { compareVersions } from "../toolchain/versions.ts";

export interface Finding {
  readonly name: string;
  /** `optional`: not there, and only some ways or the tests need it. */
  readonly state: "ok" | "missing" | "optional";
  readonly version: string;
  /** A file, or how the tool came. */
  readonly from: string;
  /** What to do or what it is for; empty where all is well. */
  readonly remedy: string;
}

interface Examination {
  readonly env: Environment;
  readonly signal?: AbortSignal;
}

const sources: Readonly<Record<Source, string>> = {
  path: "PATH",
  download: "official download",
  build: "built from source",
};

/** Everything, in the order in which it is needed. */
export async function examine(options: Examination): Promise<Finding[]> {
  const groups = [nodeFinding(), pulumiFindings, javaFinding, keycloakFinding, toolFindings];
  const found = await Promise.all(
    groups.map((group) => (typeof group === "function" ? group(options) : group)),
  );
  return found.flat();
}

function nodeFinding(): Finding {
  const version = process.versions.node;
  const fits = compareVersions(version, "22.18.0") >= 0;
  return finding("Node.js", fits, version, process.execPath, "install Node.js 22.18 or newer");
}

async function pulumiFindings(options: Examination): Promise<Finding[]> {
  const toolchain = await inspectToolchain(options);
  const setup = "run: deskrealm setup";
  const { versions, source, pulumi } = toolchain ?? {};
  const cli = source === undefined ? "" : `${sources[source.cli]}: ${pulumi}`;
  const plugin = source === undefined ? "" : sources[source.keycloakPlugin];
  const there = toolchain !== undefined;
  return [
    finding("Pulumi CLI", there, versions?.cli ?? "", cli, setup),
    finding(
      "Pulumi's Node.js host",
      there,
      versions?.languageHost ?? "",
      cli === "" ? "" : "beside the CLI",
      setup,
    ),
    finding("Keycloak plugin", there, versions?.keycloakPlugin ?? "", plugin, setup),
  ];
}

async function javaFinding({ env }: Examination): Promise<Finding> {
  const [java] = (await listJavas(env)).filter(({ major }) => major >= 17);
  const remedy =
    "install Java 17 or newer (Debian: apt-get install default-jre-headless), for the embedded Keycloak";
  return finding("Java", java !== undefined, java?.version ?? "", java?.home ?? "", remedy);
}

async function keycloakFinding({ env }: Examination): Promise<Finding> {
  const prepared: string[] = [];
  for (const version of keycloakVersions)
    if ((await preparedFor(version, env)).length > 0) prepared.push(version);
  const remedy = "run: deskrealm setup";
  return finding("prepared Keycloaks", prepared.length > 0, prepared.join(", "), "Deskrealm's cache", remedy);
}

async function toolFindings(options: Examination): Promise<Finding[]> {
  const { env } = options;
  const go = await findGo(env);
  return Promise.all([
    optional("Maven", await findOnPath("mvn", env), ["--version"], "one way to get Keycloak's zip", options),
    optional("Go", go, ["version"], "builds Pulumi where it cannot be downloaded", options),
    optional("perl", await findOnPath("perl", env), ["--version"], "for the tests of Config.pm", options),
    optional(
      "chromium",
      await findOnPath("chromium", env),
      ["--version"],
      "for the tests of logins",
      options,
    ),
    optional("git", await findOnPath("git", env), ["--version"], "for the tests and for review", options),
  ]);
}

async function optional(
  name: string,
  file: string | undefined,
  args: readonly string[],
  use: string,
  { env, signal }: Examination,
): Promise<Finding> {
  if (file === undefined)
    return { name, state: "optional", version: "", from: "", remedy: `not there; ${use}` };
  const { output } = await run(file, args, { env, signal, timeoutMs: 20_000 });
  const version = /\d+(\.\d+)+/.exec(output)?.[0] ?? "";
  return { name, state: "ok", version, from: file, remedy: "" };
}

function finding(name: string, there: boolean, version: string, from: string, remedy: string): Finding {
  if (there) return { name, state: "ok", version, from, remedy: "" };
  return { name, state: "missing", version, from: version === "" ? "" : from, remedy };
}
