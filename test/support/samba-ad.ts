// An Active Directory domain controller of the test's own: Samba's, on a loopback address of its own, as its
// LDAP ports are fixed.

import assert from "node:assert/strict";
import { randomBytes, randomInt } from "node:crypto";
import { cp, mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accepts } from "../../scripts/servers/port.ts";
import { findServerProgram } from "../../scripts/servers/server-program.ts";
import type { CertificateAuthority, ServerCertificate } from "./certificates.ts";
import {
  DIRECTORY_PASSWORD,
  type DirectoryPerson,
  generatedPeople,
  NAMED_PEOPLE,
} from "./directory-people.ts";
import { type LdapAccount, ldifEntry } from "./ldap-tools.ts";
import { provisionSamba, SAMBA_ADMIN, SAMBA_DOMAIN, SAMBA_PACKAGES } from "./samba-provision.ts";
import { TestDirectory } from "./test-directory.ts";

const BASE = "DC=ad,DC=desk,DC=example";
/** `userAccountControl` of an account that may log in, and of one that may not. */
const [ENABLED, DISABLED] = ["512", "514"];

export interface SambaAdOptions {
  /** Who signs its certificate. */
  readonly authority: CertificateAuthority;
  /** Names in the certificate; by default the address that it is reached by. */
  readonly names?: readonly string[];
  /** People besides the named ones. */
  readonly people?: number;
}

export class SambaAd extends TestDirectory {
  override readonly base = BASE;
  /** The account that Keycloak is to use: it reads. */
  readonly bind = {
    dn: `CN=keycloak,OU=Service,${BASE}`,
    password: `Aa1-${randomBytes(12).toString("hex")}`,
  };
  readonly address: string;

  private constructor(address: string, ca: string, folder: string) {
    super(BASE, ca, folder);
    this.address = address;
  }

  /**
   * Starts it with `ada` in the group Helpdesk, `grace` in Second Level, which is within Helpdesk, `alan` in
   * none, and `gone`, who is disabled. Needs root, for ports below 1024.
   *
   * @example
   * await using authority = await CertificateAuthority.create();
   * await using directory = await SambaAd.start({ authority });
   */
  static async start(options: SambaAdOptions): Promise<SambaAd> {
    const program = await findServerProgram("samba", process.env);
    assert.ok(program, `Samba is missing. On Debian: apt-get install --yes ${SAMBA_PACKAGES.join(" ")}`);
    assert.equal(process.getuid?.(), 0, "Samba's domain controller needs root, for the ports 389 and 636");
    const template = await provisionSamba(program);
    const address = await freeAddress();
    const folder = await mkdtemp(join(tmpdir(), "deskrealm-samba-"));
    const directory = new SambaAd(address, options.authority.file, folder);
    return directory.begin(async () => {
      await cp(template, folder, { recursive: true });
      const certificate = await options.authority.issue(options.names ?? [address]);
      await directory.#configure(certificate);
      await directory.#launch(program);
      await directory.apply([...entries(directory.bind, options.people ?? 0)].join(""));
    });
  }

  /** Samba refuses a simple bind without TLS. */
  get url(): string {
    return `ldaps://${this.address}`;
  }

  get plainUrl(): string {
    return `ldap://${this.address}`;
  }

  /** Disables an account, or enables it again. */
  async enable(username: string, enabled: boolean): Promise<void> {
    const [, dn] = /^dn: (.*)$/m.exec(await this.search(`(sAMAccountName=${username})`, ["dn"])) ?? [];
    assert.ok(dn, `there is no ${username}`);
    const change = `replace: userAccountControl\nuserAccountControl: ${enabled ? ENABLED : DISABLED}`;
    await this.apply(`dn: ${dn}\nchangetype: modify\n${change}\n`);
  }

  protected override account(): LdapAccount {
    return { url: this.url, ca: this.ca, dn: SAMBA_ADMIN.dn, password: SAMBA_ADMIN.password };
  }

  async #configure({ certificate, key }: ServerCertificate): Promise<void> {
    const folder = this.folder;
    for (const name of ["pid", "ncalrpc", "cache"]) await mkdir(join(folder, name), { recursive: true });
    const lines = [
      "[global]",
      ...[`realm = ${SAMBA_DOMAIN.realm}`, `workgroup = ${SAMBA_DOMAIN.name}`],
      ...[`netbios name = ${SAMBA_DOMAIN.host}`, "server role = active directory domain controller"],
      // Without its network's length Samba finds no interface that has the address.
      ...["server services = ldap", `interfaces = ${this.address}/8`, "bind interfaces only = yes"],
      ...[
        `private dir = ${folder}/private`,
        `lock directory = ${folder}`,
        `state directory = ${folder}/state`,
      ],
      ...[`cache directory = ${folder}/cache`, `pid directory = ${folder}/pid`],
      ...[`ncalrpc dir = ${folder}/ncalrpc`, `tls keyfile = ${key}`, `tls certfile = ${certificate}`],
      ...[`tls cafile = ${this.ca}`, `log file = ${folder}/samba.log`, "logging = file", "max log size = 0"],
    ];
    await writeFile(join(folder, "smb.conf"), `${lines.join("\n")}\n`);
  }

  #launch(program: string): Promise<void> {
    const words = ["-i", "-M", "single", "--no-process-group", "-s", join(this.folder, "smb.conf")];
    const isUp = async () => (await accepts(636, this.address)) && (await this.#answers());
    return super.launch({ program, words, isUp });
  }

  async #answers(): Promise<boolean> {
    return this.search("(objectClass=domain)", ["dn"]).then(
      () => true,
      () => false,
    );
  }
}

/** Somewhere in 127.53.0.0/16, far from what a machine itself uses there. */
async function freeAddress(): Promise<string> {
  for (;;) {
    const address = `127.53.${randomInt(1, 255)}.${randomInt(1, 255)}`;
    if (!(await accepts(389, address))) return address;
  }
}

function* entries(bind: SambaAd["bind"], people: number): Generator<string> {
  for (const ou of ["People", "Groups", "Service"])
    yield ldifEntry(`OU=${ou},${BASE}`, { objectClass: "organizationalUnit", ou });
  yield ldifEntry(bind.dn, {
    ...{ objectClass: "user", cn: "keycloak", sAMAccountName: "keycloak", userAccountControl: ENABLED },
    unicodePwd: passwordValue(bind.password),
  });
  const { ada, grace, alan } = NAMED_PEOPLE;
  const gone = { ...alan, username: "gone", firstName: "Gone", lastName: "Away", mail: "gone@desk.example" };
  for (const one of [ada, grace, alan, ...generatedPeople(people)]) yield personEntry(one, ENABLED);
  yield personEntry(gone, DISABLED);
  yield groupEntry("Second Level", [dnOf(grace)]);
  yield groupEntry("Helpdesk", [dnOf(ada), `CN=Second Level,OU=Groups,${BASE}`]);
  // One that others may fill, and that has no say in the helpdesk. The account name of a group is the domain's.
  yield ldifEntry(`OU=Branch,OU=Groups,${BASE}`, { objectClass: "organizationalUnit", ou: "Branch" });
  yield groupEntry("Helpdesk", [dnOf(alan)], `OU=Branch,OU=Groups,${BASE}`, "Branch-Helpdesk");
}

function personEntry(person: DirectoryPerson, userAccountControl: string): string {
  const { username, firstName, lastName, mail, department, phone } = person;
  return ldifEntry(dnOf(person), {
    ...{ objectClass: "user", cn: `${firstName} ${lastName}`, sAMAccountName: username, userAccountControl },
    ...{ givenName: firstName, sn: lastName, mail, departmentNumber: department, telephoneNumber: phone },
    ...{ userPrincipalName: `${username}@ad.desk.example`, unicodePwd: passwordValue(DIRECTORY_PASSWORD) },
  });
}

function groupEntry(
  cn: string,
  member: readonly string[],
  above = `OU=Groups,${BASE}`,
  sAMAccountName = cn,
): string {
  return ldifEntry(`CN=${cn},${above}`, { objectClass: "group", cn, sAMAccountName, member });
}

const dnOf = ({ firstName, lastName }: Pick<DirectoryPerson, "firstName" | "lastName">): string =>
  `CN=${firstName} ${lastName},OU=People,${BASE}`;

/** As Active Directory takes passwords: in quotes, two bytes for a character. */
function passwordValue(password: string): Buffer {
  return Buffer.from(`"${password}"`, "utf16le");
}
