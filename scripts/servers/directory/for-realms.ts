// The directories that a spec of test realms needs: started, with the values that the spec then asks for.

import { join, resolve } from "node:path";
import type { EphemeralDirectory } from "../../../infra/ephemeral/directory.ts";
import { REALM_KEYS } from "../../../infra/spec/layout.ts";
import type { Context } from "../../context.ts";
import { EmbeddedDirectory, stopDirectory } from "./embedded-directory.ts";
import { readTree } from "./fill.ts";

export interface DirectoriesOptions {
  /** Folder of the spec: the paths of LDIF files begin there. */
  readonly specFolder: string;
  /** Holds a folder for each directory. */
  readonly folder: string;
  /** Keep running when this process ends. */
  readonly detached: boolean;
}

/** What a stack of the derived spec has to be given. */
export interface DirectoryValues {
  readonly variables: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
}

/**
 * Whether every LDIF file can be read, before anything is started.
 *
 * @throws Failure `ldif-unreadable`, `ldif-invalid`
 */
export async function checkDirectories(
  wanted: readonly EphemeralDirectory[],
  specFolder: string,
): Promise<void> {
  for (const one of wanted) await readTree({ ...one, file: resolve(specFolder, one.ldif), shown: one.ldif });
}

/**
 * Starts each directory anew, with the port and the password that it had in this folder before. One of a realm
 * that wants none any more is ended. Where one fails, none is left running.
 *
 * @throws Failure as `EmbeddedDirectory.start` does
 */
export async function startDirectories(
  wanted: readonly EphemeralDirectory[],
  { specFolder, folder, detached }: DirectoriesOptions,
  { env, signal }: Pick<Context, "env" | "signal">,
): Promise<DirectoryValues> {
  const variables: Record<string, string> = {};
  const secrets: Record<string, string> = {};
  try {
    for (const key of REALM_KEYS) {
      const one = wanted.find((directory) => directory.key === key);
      if (one === undefined) {
        await stopDirectory(folderOf(folder, key));
        continue;
      }
      const content = { vendor: one.vendor, containers: one.containers, file: resolve(specFolder, one.ldif) };
      const process = { folder: folderOf(folder, key), detached, env, signal };
      const directory = await EmbeddedDirectory.start({ ...content, ...process, shown: one.ldif });
      variables[one.urlVariable] = directory.url;
      secrets[one.passwordSecret] = directory.bindPassword;
    }
  } catch (error) {
    await stopDirectories(folder);
    throw error;
  }
  return { variables, secrets };
}

/** Ends those that run below a folder; their files stay. */
export async function stopDirectories(folder: string): Promise<void> {
  for (const key of REALM_KEYS) await stopDirectory(folderOf(folder, key));
}

const folderOf = (folder: string, key: string): string => join(folder, `directory-${key}`);
