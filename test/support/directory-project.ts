// A project whose stack's spec has a directory, with real servers: what `pulumi` and `deskrealm` do of it, and
// what people of the directory then get.

import assert from "node:assert/strict";
import { join } from "node:path";
import type UserRepresentation from "@keycloak/keycloak-admin-client/lib/defs/userRepresentation.js";
import { decodeJwt } from "jose";
import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { listFederations } from "../../infra/admin/federations.ts";
import { fetchFor } from "../../scripts/login/fetch.ts";
import { LoginRefused, loginThroughForm } from "../../scripts/login/login.ts";
import type { CertificateAuthority } from "./certificates.ts";
import { DIRECTORY_PASSWORD } from "./directory-people.ts";
import { differences, modelOf } from "./live.ts";
import type { OpenLdap } from "./openldap.ts";
import { expectCode, type Outcome } from "./project.ts";
import type { SambaAd } from "./samba-ad.ts";
import { adminOf } from "./test-keycloak.ts";
import { type ServedProject, useProject } from "./use-project.ts";

export const HELPDESK = "https://otrs.acme.example";

export interface DirectoryClaims {
  readonly given_name: string;
  readonly resource_access: Readonly<Record<string, { readonly roles: readonly string[] }>>;
}

export class DirectoryProject<D extends OpenLdap | SambaAd> implements AsyncDisposable {
  readonly directory: D;
  readonly project: ServedProject;
  readonly stack: string;
  readonly spec: string;
  readonly #servers: AsyncDisposableStack;

  private constructor(
    name: string,
    { directory, project }: { directory: D; project: ServedProject },
    servers: AsyncDisposableStack,
  ) {
    this.directory = directory;
    this.project = project;
    this.stack = name;
    this.spec = `realms/${name}.yaml`;
    this.#servers = servers;
  }

  /**
   * Starts all of it.
   *
   * @param name - of the stack and of the spec's file
   * @example
   * await using world = await DirectoryProject.start("large", (authority) => OpenLdap.start({ authority }));
   */
  static async start<D extends OpenLdap | SambaAd>(
    name: string,
    startDirectory: (authority: CertificateAuthority) => Promise<D>,
  ): Promise<DirectoryProject<D>> {
    await using servers = new AsyncDisposableStack();
    const project = servers.use(await useProject({ account: false }));
    const directory = servers.use(await startDirectory(project.keycloak.authority));
    const world = new DirectoryProject(name, { directory, project }, servers.move());
    const secret = { "deskrealm:secrets.bind": directory.bind.password };
    await project.initStack(world.stack, world.spec, project.settings({ secret }));
    return world;
  }

  get admin(): AdminClient {
    return this.project.admin;
  }

  /** The lines of `ldap` in a realm of a spec that every one has, with `more` below them, indented by four. */
  ldap(more = ""): string {
    const { directory } = this;
    const isAd = "address" in directory;
    return `  ldap:
    vendor: ${isAd ? "active-directory" : "openldap"}
    url: ${isAd ? directory.url : directory.ldapsUrl}
    bind: { dn: "${directory.bind.dn}", password: "\${secret:bind}" }
    users: ${directory.people}
${more}`;
  }

  /** Writes the stack's spec. */
  write(realms: string): Promise<string> {
    return this.project.write(this.spec, `helpdesk: otrs\nurl: ${HELPDESK}\n${realms}`);
  }

  /** Plain `pulumi` on the stack. */
  pulumi(...words: string[]): Promise<Outcome> {
    return this.project.pulumi([...words, "--stack", this.stack]);
  }

  /** `deskrealm WORDS SPEC` on the stack. */
  deskrealm(words: readonly string[], ...options: string[]): Promise<Outcome> {
    return this.project.deskrealm([...words, this.spec, "--stack", this.stack, ...options]);
  }

  async up(): Promise<Outcome> {
    return expectCode(await this.pulumi("up", "--yes", "--skip-preview"), 0);
  }

  /** Neither a preview nor one that asks the server finds anything. */
  async assertNothingToDo(): Promise<void> {
    expectCode(await this.pulumi("preview", "--expect-no-changes"), 0);
    expectCode(await this.pulumi("preview", "--refresh", "--expect-no-changes"), 0);
  }

  async drift(): Promise<string[]> {
    return differences(adminOf(this.project.keycloak), await modelOf(join(this.project.root, this.spec)));
  }

  async federation(realm: string) {
    return (await listFederations(this.admin, realm))[0] ?? assert.fail("no federation");
  }

  /** Keycloak's own full sync, with its numbers. */
  async sync(realm: string): Promise<Record<string, number>> {
    const path = adminPath`/realms/${realm}/user-storage/${(await this.federation(realm)).id}/sync`;
    return this.admin.postFor<Record<string, number>>(`${path}?action=triggerFullSync`, {});
  }

  async person(realm: string, username: string): Promise<UserRepresentation> {
    const query = { username, exact: true };
    const [found] = await this.admin.get<UserRepresentation[]>(adminPath`/realms/${realm}/users`, query);
    return found ?? assert.fail(`no ${username}`);
  }

  /** A login by Keycloak's form. */
  enter(realm: string, username: string, password = DIRECTORY_PASSWORD) {
    const { keycloak } = this.project;
    return loginThroughForm({
      issuer: `${keycloak.url}/realms/${realm}`,
      clientId: "otrs-app",
      redirectUri: `${HELPDESK}/index.pl`,
      username,
      password,
      fetch: fetchFor(adminOf(keycloak)),
    });
  }

  /** What the access token says after a login. */
  async claims(realm: string, username: string): Promise<DirectoryClaims> {
    return decodeJwt<DirectoryClaims>((await this.enter(realm, username)).tokens.access_token);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#servers.disposeAsync();
  }
}

/** Whether Keycloak's form took no login. */
export const isRefused = (error: unknown): boolean => error instanceof LoginRefused && error.stage === "form";
