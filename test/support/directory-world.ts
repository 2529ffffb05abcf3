// A Keycloak, a folder with a spec that has a directory, its stack's file and the authority's, and the environment
// of commands.

import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OtrsModel } from "../../infra/helpdesks/otrs-model.ts";
import { modelOf } from "../../infra/load-model.ts";
import type { OpenLdap } from "./openldap.ts";
import { keycloakEnvironment } from "./project.ts";
import { type CliResult, cli } from "./run-cli.ts";
import type { SambaAd } from "./samba-ad.ts";
import { startKeycloak, type TestKeycloak } from "./test-keycloak.ts";

export const STACK = "directory";

/** What a spec's `ldap` is to say besides, as YAML. */
export interface LdapKeys {
  readonly url?: string;
  readonly users?: string;
  readonly dn?: string;
  /** Further lines of `ldap`. */
  readonly more?: string;
}

export class DirectoryWorld implements AsyncDisposable {
  readonly keycloak: TestKeycloak;
  readonly folder: string;

  private constructor(keycloak: TestKeycloak) {
    this.keycloak = keycloak;
    this.folder = mkdtempSync(join(tmpdir(), "deskrealm-directory-"));
    mkdirSync(join(this.folder, "stacks"));
    copyFileSync(keycloak.authority.file, join(this.folder, "ca.pem"));
    writeFileSync(
      join(this.folder, "Pulumi.yaml"),
      "name: deskrealm\nruntime: nodejs\nstackConfigDir: stacks\n",
    );
    const settings = "config:\n  deskrealm:spec: spec.yaml\n";
    writeFileSync(join(this.folder, "stacks", `Pulumi.${STACK}.yaml`), settings);
  }

  static async create(): Promise<DirectoryWorld> {
    return new DirectoryWorld(await startKeycloak());
  }

  /** Writes the spec of a realm of customers from the directory. Gives what it means. */
  spec(directory: OpenLdap | SambaAd, realm: string, keys: LdapKeys = {}): OtrsModel {
    const isAd = "address" in directory;
    const url = keys.url ?? (isAd ? directory.url : directory.ldapsUrl);
    const text = `helpdesk: otrs
url: https://otrs.acme.example
customers:
  realm: ${realm}
  ldap:
    vendor: ${isAd ? "active-directory" : "openldap"}
    url: ${url}
    bind: { dn: "${keys.dn ?? directory.bind.dn}", password: "\${env:BIND}" }
    users: ${keys.users ?? directory.people}
    attributes: { customerid: departmentNumber }
${keys.more ?? "    ca: ca.pem\n"}`;
    writeFileSync(join(this.folder, "spec.yaml"), text);
    const { value, diagnostics } = modelOf(text, "spec.yaml", { variables: {}, env: {} });
    if (value === undefined)
      throw new Error(diagnostics.map(({ code, detail }) => `${code}: ${detail}`).join("\n"));
    return value.model as OtrsModel;
  }

  /** Runs `deskrealm` there. No output may hold the password. */
  async run(
    argv: readonly string[],
    password: string,
    more: Readonly<Record<string, string>> = {},
  ): Promise<CliResult> {
    const { keycloak } = this;
    const env = { ...keycloakEnvironment(keycloak, keycloak.url), BIND: password, ...more };
    const result = await cli(argv, { cwd: this.folder, root: this.folder, env });
    for (const text of [result.stdout, result.stderr])
      for (const secret of [password, keycloak.adminPassword])
        if (text.includes(secret)) throw new Error(`${argv.join(" ")} shows a secret`);
    return result;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.keycloak[Symbol.asyncDispose]();
    rmSync(this.folder, { recursive: true });
  }
}
