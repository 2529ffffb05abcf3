// deskrealm ephemeral up|list|extend|down|gc: realms for a test, which say themselves when they may go.

import { Option } from "commander";
import type { Connection } from "../../infra/admin/connection.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { Context, ExitCode, Register } from "../context.ts";
import { anyShared, chooseServer } from "../ephemeral/choose-server.ts";
import type { EphemeralRequest } from "../ephemeral/types.ts";
import { DEFAULT_TTL, parseFor, parseName, parseTtl } from "../ephemeral/words.ts";
import { keycloakVersions } from "../servers/keycloak-versions.ts";
import { collectVariable, VARIABLE_OPTION } from "../spec-values.ts";
import { variablesOf } from "../stack/stack-file.ts";
import { connectionOf } from "../stack/target.ts";
import { showCollected, showDown, showExtended, showList, showUp } from "../views/ephemeral.ts";

interface CommonOptions {
  readonly stack?: string;
  readonly json?: boolean;
}

interface UpOptions extends CommonOptions {
  readonly name: string;
  readonly url: readonly string[];
  readonly ttl: number;
  readonly embedded?: boolean;
  readonly keycloakVersion?: string;
  readonly for?: string;
  readonly out?: string;
  readonly var?: Record<string, string>;
}

const STACK = [
  "--stack <name>",
  "take the Keycloak from this stack's configuration, not from KEYCLOAK_*",
] as const;
const ttl = (what: string) =>
  new Option("--ttl <time>", `${what}, as 30m, 8h or 7d`)
    .argParser(parseTtl)
    .default(parseTtl(DEFAULT_TTL), DEFAULT_TTL);
const JSON_OPTION = ["--json", "print JSON, without secrets"] as const;

export const registerEphemeral: Register = (program, context, finish) => {
  const ephemeral = program
    .command("ephemeral")
    .description("realms for a test: their own names, people and end; nothing of production in them");
  registerUp(ephemeral, context, finish);
  ephemeral
    .command("list")
    .description("show what there is, for whom and until when")
    .option(...STACK)
    .option(...JSON_OPTION)
    .action(async (options: CommonOptions) => finish(await list(options, context)));
  ephemeral
    .command("extend")
    .description("let test realms stay longer")
    .argument("<name>", "their name", parseName)
    .addOption(ttl("how long from now on"))
    .option(...STACK)
    .action(async (name: string, options: CommonOptions & { ttl: number }) =>
      finish(await extend(name, options, context)),
    );
  ephemeral
    .command("down")
    .description("delete test realms; fine where there are none")
    .argument("<name>", "their name", parseName)
    .option(...STACK)
    .action(async (name: string, options: CommonOptions) =>
      finish(await untilInterrupted(() => down(name, options, context), context)),
    );
  ephemeral
    .command("gc")
    .description("delete all test realms that are past their time")
    .option("--dry-run", "only say which")
    .option(...STACK)
    .option(...JSON_OPTION)
    .action(async (options: CommonOptions & { dryRun?: boolean }) =>
      finish(await untilInterrupted(() => gc(options, context), context)),
    );
};

const registerUp: Register = (ephemeral, context, finish) => {
  ephemeral
    .command("up")
    .description("make test realms of a spec, or bring them up to date, and write all that a test needs")
    .argument("<spec>", "spec file")
    .requiredOption("--name <name>", "what the realms' names end in, such as pr-42", parseName)
    .requiredOption(
      "--url <url>",
      "address of the helpdesk that is tested; of several, KEY=URL for each",
      collect,
    )
    .addOption(ttl("how long they may stay"))
    .option("--embedded", "on a Keycloak of their own, which is started on this machine")
    .addOption(
      new Option(
        "--keycloak-version <version>",
        `its version, one of ${keycloakVersions.join(", ")}`,
      ).implies({
        embedded: true,
      }),
    )
    .option(
      "--for <who>",
      "for whom they are; by default whoever GitHub, GitLab or the system names",
      parseFor,
    )
    .option("--out <folder>", "where the files are written (default: test-realms/NAME)")
    .option(...VARIABLE_OPTION, collectVariable)
    .option(...STACK)
    .option(...JSON_OPTION)
    .action(async (spec: string, options: UpOptions) =>
      finish(await untilInterrupted(() => up(spec, options, context), context)),
    );
};

/** They are looked at together, once the spec says how many there are to be. */
const collect = (word: string, before: readonly string[] = []): readonly string[] => [...before, word];

async function untilInterrupted(
  work: () => Promise<ExitCode>,
  { signal, stderr }: Context,
): Promise<ExitCode> {
  try {
    return await work();
  } catch (error) {
    if (!signal.aborted) throw error;
    stderr.write(
      "\nInterrupted. The same command gets home from here; down or gc takes away what is there.\n",
    );
    return 1;
  }
}

async function up(spec: string, options: UpOptions, context: Context): Promise<ExitCode> {
  const { name, url, ttl, out = `test-realms/${name}` } = options;
  const variables = await variablesOf(context.root, options);
  const wanted = { spec, name, url, ttlSeconds: ttl, for: options.for, variables };
  const server =
    options.embedded === true
      ? ({ kind: "embedded", version: options.keycloakVersion } as const)
      : ({ kind: "shared", connection: await sharedFor(wanted, options, context) } as const);
  const { ephemeralUp } = await import("../ephemeral/up.ts");
  const request = { ...wanted, server, out };
  const run = await ephemeralUp(request, context);
  showUp(run, { out, stack: options.stack, json: options.json === true }, context);
  return 0;
}

/** Where no Keycloak is named, what is wrong with spec and words is told all the same, and the third way to one. */
async function sharedFor(
  wanted: Omit<EphemeralRequest, "server" | "out">,
  { stack }: CommonOptions,
  context: Context,
): Promise<Connection> {
  try {
    return await connectionOf(stack, context);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== "configuration-missing") throw error;
    const { readWritten, YET_TO_START } = await import("../ephemeral/derive.ts");
    (await readWritten(wanted, context)).derive(YET_TO_START);
    const hint = `${error.hint}\n    or: take a stack's Keycloak by --stack NAME, or one of their own by --embedded`;
    throw new Failure(error.code, error.message, { hint, cause: error });
  }
}

async function list(options: CommonOptions, context: Context): Promise<ExitCode> {
  const { ephemeralList } = await import("../ephemeral/list.ts");
  showList(await ephemeralList(await everywhere(options, context), context), options.json === true, context);
  return 0;
}

async function extend(
  name: string,
  { ttl, ...options }: CommonOptions & { ttl: number },
  context: Context,
): Promise<ExitCode> {
  const { ephemeralExtend } = await import("../ephemeral/extend.ts");
  const server = await chooseServer(name, options, context);
  showExtended(name, await ephemeralExtend({ name, server, ttlSeconds: ttl }, context), context);
  return 0;
}

async function down(name: string, options: CommonOptions, context: Context): Promise<ExitCode> {
  const { ephemeralDown } = await import("../ephemeral/down.ts");
  const server = await chooseServer(name, options, context);
  showDown(name, await ephemeralDown({ name, server }, context), context);
  return 0;
}

async function gc(options: CommonOptions & { dryRun?: boolean }, context: Context): Promise<ExitCode> {
  const { ephemeralGc } = await import("../ephemeral/gc.ts");
  const dryRun = options.dryRun === true;
  const collected = await ephemeralGc(await everywhere(options, context), { dryRun }, context);
  showCollected(collected, { dryRun, json: options.json === true }, context);
  return collected.failed.length > 0 ? 1 : 0;
}

/** Nobody has to have a shared Keycloak, but it is said that none was looked at. */
async function everywhere(options: CommonOptions, context: Context) {
  const shared = await anyShared(options, context);
  if (shared === undefined)
    context.stderr.write(
      "No shared Keycloak is named (KEYCLOAK_URL, or --stack): only this machine is looked at.\n",
    );
  return shared;
}
