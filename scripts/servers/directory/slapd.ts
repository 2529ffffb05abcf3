// OpenLDAP as it is installed on this machine: its programs, its schema and its modules.

import { createHash, randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../../../infra/diagnostics/failure.ts";
import { type Environment, exists } from "../../toolchain/cache.ts";
import { findServerProgram } from "../server-program.ts";

export interface Slapd {
  /** The server. */
  readonly slapd: string;
  /** Fills a database while no server runs. */
  readonly slapadd: string;
  readonly schemaFolder: string;
  /** Where its modules are; `null`: they are built in. */
  readonly moduleFolder: string | null;
  /** Names of the modules there. */
  readonly modules: ReadonlySet<string>;
}

const SCHEMA_FOLDERS = [
  "/etc/ldap/schema",
  "/etc/openldap/schema",
  "/opt/homebrew/etc/openldap/schema",
  "/usr/local/etc/openldap/schema",
];
const MODULE_FOLDERS = ["/usr/lib/ldap", "/usr/lib64/openldap", "/usr/lib/openldap"];
const SCHEMAS = ["core", "cosine", "inetorgperson", "nis"];

/**
 * @param folders - where its programs may be besides PATH
 * @throws Failure `directory-program-missing`, which says how to install it
 */
export async function findSlapd(env: Environment, folders?: readonly string[]): Promise<Slapd> {
  const find = (name: string) => findServerProgram(name, env, folders);
  const [slapd, slapadd] = [await find("slapd"), await find("slapadd")];
  const schemaFolder = await firstFolder(SCHEMA_FOLDERS, "core.schema");
  if (slapd === undefined || slapadd === undefined || schemaFolder === undefined) {
    throw new Failure("directory-program-missing", "OpenLDAP's server is not on this machine.", {
      hint: "on Debian or Ubuntu run: apt-get install --yes slapd; with Homebrew: brew install openldap",
    });
  }
  const moduleFolder = (await firstFolder(MODULE_FOLDERS, "back_mdb.so")) ?? null;
  const files = moduleFolder === null ? [] : await readdir(moduleFolder);
  const modules = new Set(files.flatMap((name) => /^(.+)\.so$/.exec(name)?.[1] ?? []));
  return { slapd, slapadd, schemaFolder, moduleFolder, modules };
}

/** The head of a slapd.conf: the usual schema and those of the modules that are there. */
export function configHead(
  { schemaFolder, moduleFolder, modules }: Slapd,
  wanted: readonly string[] = ["back_mdb"],
): string[] {
  const found = wanted.filter((name) => modules.has(name));
  return [
    ...SCHEMAS.map((name) => `include ${join(schemaFolder, `${name}.schema`)}`),
    ...(moduleFolder === null ? [] : [`modulepath ${moduleFolder}`]),
    ...found.map((name) => `moduleload ${name}`),
  ];
}

/** A password as OpenLDAP keeps it. */
export function hashed(password: string): string {
  const salt = randomBytes(8);
  const digest = createHash("sha1").update(password).update(salt).digest();
  return `{SSHA}${Buffer.concat([digest, salt]).toString("base64")}`;
}

async function firstFolder(folders: readonly string[], file: string): Promise<string | undefined> {
  for (const folder of folders) if (await exists(join(folder, file))) return folder;
  return undefined;
}
