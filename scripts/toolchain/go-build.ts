// Builds a tool from one of the pinned Go modules in toolchain/.

import { dirname, join } from "node:path";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { type Environment, exists, type Progress } from "./cache.ts";
import { findOnPath } from "./find-on-path.ts";
import { run, tail } from "./run.ts";

export interface GoBuild {
  /** A folder in toolchain/. */
  readonly module: "cli" | "language-nodejs" | "keycloak-plugin";
  readonly package: string;
  /** Go variables to set at link time. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Where the executable is written. */
  readonly output: string;
  /** What it is called in progress lines, with how long it takes. */
  readonly what: string;
}

export interface GoBuildOptions {
  readonly env: Environment;
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
}

const stillBuildingMs = 20_000;

/** @throws Failure `toolchain-missing` (no Go) or `toolchain-build-failed` */
export async function goBuild(build: GoBuild, { env, progress, signal }: GoBuildOptions): Promise<void> {
  const go = await findGo(env);
  if (go === undefined) {
    throw new Failure(
      "toolchain-missing",
      `${build.what} can neither be downloaded nor built: there is no Go`,
      {
        hint: "install Go (go.dev), or the Pulumi CLI: curl -fsSL https://get.pulumi.com | sh",
      },
    );
  }
  const flags = Object.entries(build.variables ?? {}).map(([name, value]) => `-X ${name}=${value}`);
  const args = [
    "build",
    "-trimpath",
    "-ldflags",
    ["-s -w", ...flags].join(" "),
    "-o",
    build.output,
    build.package,
  ];
  progress(`building ${build.what}`);
  const start = Date.now();
  const timer = setInterval(() => {
    progress(`still building ${build.what}: ${Math.round((Date.now() - start) / 1000)} s so far`);
  }, stillBuildingMs);
  try {
    const cwd = join(await modulesFolder(), build.module);
    const { code, output } = await run(go, args, { env, cwd, signal });
    if (code === 0) return;
    throw new Failure("toolchain-build-failed", `go build of ${build.what} failed:\n${tail(output)}`);
  } finally {
    clearInterval(timer);
  }
}

export async function findGo(env: Environment): Promise<string | undefined> {
  const usual = "/usr/local/go/bin/go";
  return (await findOnPath("go", env)) ?? ((await exists(usual)) ? usual : undefined);
}

/** The folder toolchain/, from the sources as well as from the compiled package. */
async function modulesFolder(): Promise<string> {
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const modules = join(folder, "toolchain");
    if (await exists(join(modules, "cli", "go.mod"))) return modules;
  }
  throw new Failure("toolchain-missing", "the folder toolchain/ is missing from this installation");
}
