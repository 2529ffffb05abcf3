// Where the stacks' state is. Our PULUMI_HOME is our own, so the person's `pulumi login` is looked up in theirs.

import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { Context } from "../context.ts";

interface Credentials {
  readonly current?: string;
  readonly accessTokens?: Readonly<Record<string, string>>;
}

/**
 * Environment variables that name the backend: `PULUMI_BACKEND_URL` as it is, else the person's login.
 *
 * @throws Failure `backend-missing` where there is neither.
 */
export async function backendEnvironment({ env }: Pick<Context, "env">): Promise<Record<string, string>> {
  if (env["PULUMI_BACKEND_URL"]) return {};
  const home = env["PULUMI_HOME"] ?? join(env["HOME"] ?? "", ".pulumi");
  const login = await readCredentials(join(home, "credentials.json"));
  if (login.current) {
    const token = env["PULUMI_ACCESS_TOKEN"] ?? login.accessTokens?.[login.current];
    return { PULUMI_BACKEND_URL: login.current, ...(token ? { PULUMI_ACCESS_TOKEN: token } : {}) };
  }
  throw new Failure("backend-missing", "Pulumi does not know where to keep the stacks' state.", {
    hint: "run: pulumi login, or: export PULUMI_BACKEND_URL=file:///path/of/a/folder",
  });
}

/** Folder of the backend that an environment names, where that is one of files. */
export const stateFolder = (env: Context["env"]): string | undefined =>
  backendFolder(env["PULUMI_BACKEND_URL"] ?? "", env);

/** Folder of a backend of files, or undefined where the state is elsewhere. */
export function backendFolder(url: string, env: Context["env"]): string | undefined {
  const path = /^file:\/\/([^?]*)/.exec(url)?.[1];
  if (path === undefined || path === "") return undefined;
  return path.startsWith("~") ? join(env["HOME"] ?? homedir(), path.slice(1)) : resolve(path);
}

async function readCredentials(file: string): Promise<Credentials> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Credentials;
  } catch {
    return {};
  }
}
