// An OpenLDAP of the test's own, on free loopback ports: LDAP with StartTLS, and ldaps.

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { freePort } from "../../scripts/servers/port.ts";
import { hasEnded, waitFor } from "../../scripts/servers/ready.ts";
import { run } from "../../scripts/toolchain/run.ts";
import type { CertificateAuthority, ServerCertificate } from "./certificates.ts";
import {
  DIRECTORY_PASSWORD,
  type DirectoryPerson,
  generatedPeople,
  NAMED_PEOPLE,
} from "./directory-people.ts";
import { applyLdif, type LdapAccount, ldifEntry, searchLdif } from "./ldap-tools.ts";
import { findServerProgram } from "./server-program.ts";

const BASE = "dc=desk,dc=example";
const SCHEMAS = ["core", "cosine", "inetorgperson", "nis"];
const DEADLINE = 60_000;

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

export class OpenLdap implements AsyncDisposable {
  readonly base = BASE;
  readonly people = `ou=People,${BASE}`;
  readonly groups = `ou=Groups,${BASE}`;
  /** The account that Keycloak is to use: it reads and writes people. */
  readonly bind = { dn: `cn=keycloak,ou=Service,${BASE}`, password: randomBytes(12).toString("hex") };
  readonly port: number;
  readonly tlsPort: number;
  readonly ca: string;
  readonly #folder: string;
  readonly #admin = { dn: `cn=admin,${BASE}`, password: randomBytes(12).toString("hex") };
  readonly #certificate: ServerCertificate;
  #options: OpenLdapOptions;
  #child: ChildProcess | undefined;

  private constructor(
    options: OpenLdapOptions,
    certificate: ServerCertificate,
    folder: string,
    ports: readonly [number, number],
  ) {
    this.#options = options;
    this.#certificate = certificate;
    this.#folder = folder;
    [this.port, this.tlsPort] = ports;
    this.ca = options.authority.file;
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
    try {
      await mkdir(join(folder, "data"));
      await ldap.#configure();
      await ldap.#fill(people, ldif);
      await ldap.#launch();
      return ldap;
    } catch (error) {
      await ldap[Symbol.asyncDispose]();
      throw error;
    }
  }

  get url(): string {
    return `ldap://127.0.0.1:${this.port}`;
  }

  get ldapsUrl(): string {
    return `ldaps://127.0.0.1:${this.tlsPort}`;
  }

  /** Adds and changes entries as the directory's own administrator. */
  apply(ldif: string): Promise<void> {
    return applyLdif(this.#account(), ldif);
  }

  /** What the directory's administrator finds, as LDIF. */
  search(filter: string, attributes?: readonly string[]): Promise<string> {
    return searchLdif(this.#account(), BASE, filter, attributes);
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    child.kill("SIGTERM");
    if (!(await waitFor(() => hasEnded(child), 10_000))) child.kill("SIGKILL");
    this.#child = undefined;
  }

  /** Starts it again on the same data, with other settings where they are named. */
  async restart(changes: Pick<OpenLdapOptions, "sizeLimit" | "unlimitedPages"> = {}): Promise<void> {
    await this.stop();
    this.#options = { ...this.#options, ...changes };
    await this.#configure();
    await this.#launch();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  #account(): LdapAccount {
    return { ...this.#admin, url: this.url, ca: this.ca };
  }

  async #configure(): Promise<void> {
    const { sizeLimit = 500, unlimitedPages = false } = this.#options;
    const limits = unlimitedPages ? [`limits dn.exact="${this.bind.dn}" size.prtotal=unlimited`] : [];
    const lines = [
      ...SCHEMAS.map((name) => `include /etc/ldap/schema/${name}.schema`),
      ...["modulepath /usr/lib/ldap", "moduleload back_mdb", `sizelimit ${sizeLimit}`],
      `TLSCACertificateFile ${this.ca}`,
      `TLSCertificateFile ${this.#certificate.certificate}`,
      `TLSCertificateKeyFile ${this.#certificate.key}`,
      ...["database mdb", `suffix "${BASE}"`, `rootdn "${this.#admin.dn}"`, `rootpw ${this.#admin.password}`],
      // Nothing of it outlives the test, so nothing waits for a disk.
      ...[`directory ${join(this.#folder, "data")}`, "maxsize 1073741824", "dbnosync"],
      "index objectClass,uid,mail,entryUUID,modifyTimestamp,createTimestamp,member eq",
      `access to attrs=userPassword by dn.exact="${this.bind.dn}" write by anonymous auth by * none`,
      `access to * by dn.exact="${this.bind.dn}" write by * read`,
      ...limits,
    ];
    await writeFile(join(this.#folder, "slapd.conf"), `${lines.join("\n")}\n`, { mode: 0o600 });
  }

  async #fill(people: number, ldif: string): Promise<void> {
    const file = join(this.#folder, "entries.ldif");
    await pipeline(Readable.from(entries(this.bind, people, ldif)), createWriteStream(file, { mode: 0o600 }));
    const words = ["-q", "-f", join(this.#folder, "slapd.conf"), "-l", file];
    const { code, output } = await run(await program("slapadd"), words, { env: {} });
    assert.equal(code, 0, `slapadd failed:\n${output}`);
    await rm(file);
  }

  async #launch(): Promise<void> {
    const logFile = join(this.#folder, "log");
    const log = await open(logFile, "a");
    // A debug level, even none, keeps it in the foreground.
    const words = [
      "-d",
      "none",
      "-f",
      join(this.#folder, "slapd.conf"),
      "-h",
      `${this.url}/ ${this.ldapsUrl}/`,
    ];
    const child = spawn(await program("slapd"), words, {
      cwd: this.#folder,
      stdio: ["ignore", log.fd, log.fd],
    });
    await log.close();
    this.#child = child;
    const end = () => void child.kill("SIGKILL");
    process.once("exit", end);
    child.once("exit", () => process.off("exit", end));
    const ready = await waitFor(async () => hasEnded(child) || (await accepts(this.tlsPort)), DEADLINE);
    assert.ok(ready && !hasEnded(child), `slapd did not start:\n${await readFile(logFile, "utf8")}`);
  }
}

/** Whether something listens on a port of a loopback address. */
export async function accepts(port: number, host = "127.0.0.1"): Promise<boolean> {
  const socket = createConnection({ port, host });
  return new Promise((resolve) => {
    socket.once("connect", () => resolve(true));
    socket.once("error", () => resolve(false));
  }).then((answer) => {
    socket.destroy();
    return answer === true;
  });
}

async function program(name: string): Promise<string> {
  const found = await findServerProgram(name);
  assert.ok(found, `${name} is missing. On Debian: apt-get install --yes slapd ldap-utils`);
  return found;
}

function* entries(bind: OpenLdap["bind"], people: number, ldif: string): Generator<string> {
  yield ldifEntry(BASE, { objectClass: ["dcObject", "organization"], dc: "desk", o: "Desk" });
  for (const ou of ["People", "Groups", "Service"])
    yield ldifEntry(`ou=${ou},${BASE}`, { objectClass: "organizationalUnit", ou });
  yield ldifEntry(bind.dn, {
    objectClass: ["organizationalRole", "simpleSecurityObject"],
    ...{ cn: "keycloak", userPassword: hash(bind.password) },
  });
  const password = hash(DIRECTORY_PASSWORD);
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

/** As OpenLDAP keeps passwords. */
function hash(password: string): string {
  const salt = randomBytes(8);
  const digest = createHash("sha1").update(password).update(salt).digest();
  return `{SSHA}${Buffer.concat([digest, salt]).toString("base64")}`;
}
