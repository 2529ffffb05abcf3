// Entries of a test's directory, written and read with OpenLDAP's own command-line tools.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { ldifLine } from "../../scripts/servers/directory/ldif.ts";

/** Who talks to which server. */
export interface LdapAccount {
  readonly url: string;
  readonly dn: string;
  readonly password: string;
  /** The CA's certificate, for ldaps. */
  readonly ca: string;
}

/** Adds entries, and changes those that say `changetype: modify`, as LDIF has them. */
export async function applyLdif(account: LdapAccount, ldif: string): Promise<void> {
  await tool("ldapmodify", ["-a", ...login(account)], account, ldif);
}

/** What a search finds, as LDIF without comments and folded lines. */
export function searchLdif(
  account: LdapAccount,
  base: string,
  filter: string,
  attributes: readonly string[] = [],
  paged = false,
): Promise<string> {
  const pages = paged ? ["-E", "pr=200/noprompt"] : [];
  const words = ["-LLL", "-o", "ldif-wrap=no", ...pages, ...login(account), "-b", base, filter];
  return tool("ldapsearch", [...words, ...attributes], account, "");
}

/** An entry, with the blank line that ends it. */
export function ldifEntry(dn: string, attributes: Readonly<Record<string, LdifValue>>): string {
  const lines = Object.entries(attributes).flatMap(([name, values]) =>
    (Array.isArray(values) ? values : [values]).map((value) => ldifLine(name, value)),
  );
  return `${[ldifLine("dn", dn), ...lines].join("\n")}\n\n`;
}

export type LdifValue = string | Buffer | readonly string[];

function login({ url, dn, password }: LdapAccount): string[] {
  return ["-x", "-H", url, "-D", dn, "-w", password];
}

function tool(name: string, args: readonly string[], { ca }: LdapAccount, input: string): Promise<string> {
  const env = { PATH: process.env["PATH"], LDAPTLS_CACERT: ca, LDAPNOINIT: undefined };
  const child = spawn(name, args, { env: { ...env, LC_ALL: "C" } });
  const [output, errors]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(Buffer.concat(output).toString());
      else reject(new assert.AssertionError({ message: `${name}: ${Buffer.concat(errors)}` }));
    });
  });
}
