// The usual beginning of a test with servers: a project, and a Keycloak that its commands go to.

import type { AdminClient } from "../../infra/admin/client.ts";
import {
  keycloakEnvironment,
  keycloakSettings,
  type PreparedProject,
  Project,
  type StackSettings,
} from "./project.ts";
import { Recorder } from "./recorder.ts";
import { startKeycloak, type TestKeycloak } from "./test-keycloak.ts";

export interface ProjectOptions {
  /** Of Keycloak; by default the one that is embedded by default. */
  readonly version?: string;
  /** Keeps what is written on the way to the server, in `recorder`. */
  readonly recorded?: boolean;
  /** Lays the administrator's account into the environment of each command, as `KEYCLOAK_*`; by default it does. */
  readonly account?: boolean;
  /** Goes over the environment of each command. */
  readonly env?: Readonly<Record<string, string>>;
  /** Files to begin with, by their path below the project's folder. */
  readonly files?: Readonly<Record<string, string>>;
}

/** A `Project` with its Keycloak. */
export class ServedProject extends Project {
  readonly keycloak: TestKeycloak;
  /** Where commands reach the server: the recorder's address, or the server's. */
  readonly url: string;
  readonly #recorder: Recorder | undefined;
  readonly #servers: AsyncDisposableStack;

  constructor(
    prepared: PreparedProject,
    { keycloak, recorder }: { keycloak: TestKeycloak; recorder: Recorder | undefined },
    servers: AsyncDisposableStack,
  ) {
    super(prepared);
    this.keycloak = keycloak;
    this.url = recorder?.url ?? keycloak.url;
    this.#recorder = recorder;
    this.#servers = servers;
  }

  /** The administrator's own way to the server, past the recorder. */
  get admin(): AdminClient {
    return this.keycloak.admin;
  }

  get recorder(): Recorder {
    if (this.#recorder === undefined) throw new Error("say `recorded: true` to useProject");
    return this.#recorder;
  }

  /** The server and its administrator as settings of a stack, with `more` of them. */
  settings({ plain = {}, secret = {} }: StackSettings = {}): StackSettings {
    const own = keycloakSettings(this.keycloak, this.url);
    return { plain: { ...own.plain, ...plain }, secret: { ...own.secret, ...secret } };
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    await super[Symbol.asyncDispose]();
    await this.#servers.disposeAsync();
  }
}

/**
 * @example
 * await using project = await useProject({ files: { "realms/desk.yaml": TEXT } });
 * expectCode(await project.deskrealm(["up", "realms/desk.yaml", "--stack", "desk"]), 0);
 */
export async function useProject(options: ProjectOptions = {}): Promise<ServedProject> {
  const { version, recorded = false, account = true, env = {}, files = {} } = options;
  await using servers = new AsyncDisposableStack();
  const keycloak = servers.use(await startKeycloak(version));
  const recorder = recorded ? servers.use(await Recorder.before(keycloak.url)) : undefined;
  const ofAccount = account ? keycloakEnvironment(keycloak, recorder?.url ?? keycloak.url) : {};
  const prepared = await Project.prepare({ ...ofAccount, ...env });
  const project = new ServedProject(prepared, { keycloak, recorder }, servers.move());
  for (const [path, text] of Object.entries(files)) await project.write(path, text);
  return project;
}
