// An OpenLDAP of the test's own, on free loopback ports: LDAP with StartTLS, and ldaps.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { configHead, findSlapd, hashed } from "../../scripts/servers/directory/slapd.ts";
import { accepts, freePort } from "../../scripts/servers/port.ts";
import { run } from "../../scripts/toolchain/run.ts";
import type { CertificateAuthority, ServerCertificate } from "./certificates.ts";
import {
  DIRECTORY_PASSWORD,
  type DirectoryPerson,
  generatedPeople,
  NAMED_PEOPLE,
} from "./directory-people.ts";
import { type LdapAccount, ldifEntry } from "./ldap-tools.ts";
import { TestDirectory } from "./test-directory.ts";

const BASE = "dc=desk,dc=example";

export interface OpenLdapOptions {
  /** Who signs its certificate. */
  readonly authority: CertificateAuthority;
  /** Names in the certificate; by default those that it is reached by. */
  readonly names?: readonly string[];
  /** People besides the three with names. */
  readonly people?: number;
  /** Entries that one search gives at most; 500 as OpenLDAP has it. */
  readonly sizeLimit?: number;
  /** The cure: the bind account gets all of a search that comes in pages. */
  readonly unlimitedPages?: boolean;
  /** More entries, as LDIF. */
  readonly ldif?: string;
}

export class OpenLdap extends TestDirectory {
  override readonly base = BASE;
  /** The account that Keycloak is to use: it reads and writes people. */
  readonly bind = { dn: `cn=keycloak,ou=Service,${BASE}`, password: randomBytes(12).toString("hex") };
  readonly port: number;
  readonly tlsPort: number;
  readonly #admin = { dn: `cn=admin,${BASE}`, password: randomBytes(12).toString("hex") };
  readonly #certificate: ServerCertificate;
  #options: OpenLdapOptions;

  private constructor(
    options: OpenLdapOptions,
    certificate: ServerCertificate,
    folder: string,
    ports: readonly [number, number],
  ) {
    super(BASE, options.authority.file, folder);
    this.#options = options;
    this.#certificate = certificate;
    [this.port, this.tlsPort] = ports;
  }

  /**
   * @example
   * await using authority = await CertificateAuthority.create();
   * await using ldap = await OpenLdap.start({ authority, people: 2000 });
   */
  static async start(options: OpenLdapOptions): Promise<OpenLdap> {
    const { names = ["127.0.0.1", "localhost"], people = 0, ldif = "" } = options;
    const certificate = await options.authority.issue(names);
    const folder = await mkdtemp(join(tmpdir(), "deskrealm-openldap-"));
    const ldap = new OpenLdap(options, certificate, folder, [await freePort(), await freePort()]);
    return ldap.begin(async () => {
      await mkdir(join(folder, "data"));
      await ldap.#configure();
      await ldap.#fill(people, ldif);
      await ldap.#launch();
    });
  }

  get url(): string {
    return `ldap://127.0.0.1:${this.port}`;
  }

  get ldapsUrl(): string {
    return `ldaps://127.0.0.1:${this.tlsPort}`;
  }

  /** Starts it again on the same data, with other settings where they are named. */
  async restart(changes: Pick<OpenLdapOptions, "sizeLimit" | "unlimitedPages"> = {}): Promise<void> {
    await this.stop();
    this.#options = { ...this.#options, ...changes };
    await this.#configure();
    await this.#launch();
  }

  protected override account(): LdapAccount {
    return { ...this.#admin, url: this.url, ca: this.ca };
  }

  async #configure(): Promise<void> {
    const { sizeLimit = 500, unlimitedPages = false } = this.#options;
    const limits = unlimitedPages ? [`limits dn.exact="${this.bind.dn}" size.prtotal=unlimited`] : [];
    const lines = [
      ...[...configHead(await findSlapd(process.env)), `sizelimit ${sizeLimit}`],
      `TLSCACertificateFile ${this.ca}`,
      `TLSCertificateFile ${this.#certificate.certificate}`,
      `TLSCertificateKeyFile ${this.#certificate.key}`,
      ...["database mdb", `suffix "${BASE}"`, `rootdn "${this.#admin.dn}"`, `rootpw ${this.#admin.password}`],
      // Nothing of it outlives the test, so nothing waits for a disk.
      ...[`directory ${join(this.folder, "data")}`, "maxsize 1073741824", "dbnosync"],
      "index objectClass,uid,mail,entryUUID,modifyTimestamp,createTimestamp,member eq",
      `access to attrs=userPassword by dn.exact="${this.bind.dn}" write by anonymous auth by * none`,
      `access to * by dn.exact="${this.bind.dn}" write by * read`,
      ...limits,
    ];
    await writeFile(join(this.folder, "slapd.conf"), `${lines.join("\n")}\n`, { mode: 0o600 });
  }

  async #fill(people: number, ldif: string): Promise<void> {
    const file = join(this.folder, "entries.ldif");
    await pipeline(Readable.from(entries(this.bind, people, ldif)), createWriteStream(file, { mode: 0o600 }));
    const words = ["-q", "-f", join(this.folder, "slapd.conf"), "-l", file];
    const { code, output } = await run((await findSlapd(process.env)).slapadd, words, { env: {} });
    assert.equal(code, 0, `slapadd failed:\n${output}`);
    await rm(file);
  }

  async #launch(): Promise<void> {
    // A debug level, even none, keeps it in the foreground.
    const config = ["-d", "none", "-f", join(this.folder, "slapd.conf")];
    const words = [...config, "-h", `${this.url}/ ${this.ldapsUrl}/`];
    await super.launch({
      program: (await findSlapd(process.env)).slapd,
      words,
      isUp: () => accepts(this.tlsPort),
    });
  }
}

function* entries(bind: OpenLdap["bind"], people: number, ldif: string): Generator<string> {
  yield ldifEntry(BASE, { objectClass: ["dcObject", "organization"], dc: "desk", o: "Desk" });
  for (const ou of ["People", "Groups", "Service"])
    yield ldifEntry(`ou=${ou},${BASE}`, { objectClass: "organizationalUnit", ou });
  yield ldifEntry(bind.dn, {
    objectClass: ["organizationalRole", "simpleSecurityObject"],
    ...{ cn: "keycloak", userPassword: hashed(bind.password) },
  });
  const password = hashed(DIRECTORY_PASSWORD);
  const { ada, grace, alan } = NAMED_PEOPLE;
  // Only one of them has what a Unix login needs, as in many directories.
  const unix = { uidNumber: "1001", gidNumber: "1001", homeDirectory: "/home/ada" };
  yield personEntry(ada, password, ["inetOrgPerson", "posixAccount"], unix);
  for (const one of [grace, alan]) yield personEntry(one, password);
  for (const one of generatedPeople(people)) yield personEntry(one, password);
  yield groupEntry("Helpdesk", [dnOf(ada)]);
  yield groupEntry("Second Level", [dnOf(grace)]);
  // One that others may fill, and that has no say in the helpdesk.
  yield ldifEntry(`ou=Branch,ou=Groups,${BASE}`, { objectClass: "organizationalUnit", ou: "Branch" });
  yield groupEntry("Helpdesk", [dnOf(alan)], `ou=Branch,ou=Groups,${BASE}`);
  yield ldif;
}

function personEntry(
  { username, firstName, lastName, mail, department, phone }: DirectoryPerson,
  userPassword: string,
  objectClass: readonly string[] = ["inetOrgPerson"],
  more: Readonly<Record<string, string>> = {},
): string {
  return ldifEntry(`uid=${username},ou=People,${BASE}`, {
    ...{ objectClass, uid: username, cn: `${firstName} ${lastName}`, givenName: firstName, sn: lastName },
    ...{ mail, departmentNumber: department, telephoneNumber: phone, userPassword, ...more },
  });
}

function groupEntry(cn: string, member: readonly string[], above = `ou=Groups,${BASE}`): string {
  return ldifEntry(`cn=${cn},${above}`, { objectClass: "groupOfNames", cn, member });
}

const dnOf = ({ username }: DirectoryPerson): string => `uid=${username},ou=People,${BASE}`;
