// The directory that stands in for a realm's own: filled by an LDIF file, on the loopback address.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Failure } from "../../infra/diagnostics/failure.ts";
import {
  EmbeddedDirectory,
  type EmbeddedDirectoryOptions,
  findDirectory,
  stopDirectory,
} from "../../scripts/servers/directory/embedded-directory.ts";
import { findSlapd, hashed } from "../../scripts/servers/directory/slapd.ts";
import { waitFor } from "../../scripts/servers/ready.ts";
import { searchLdif } from "../support/ldap-tools.ts";

const BASE = "dc=acme,dc=example";
const PEOPLE = `ou=people,${BASE}`;
const PASSWORD = "Initial-Passw0rd!";

const LDIF = `version: 1
# Nothing is said of what is above these entries.
dn: uid=ada,${PEOPLE}
objectClass: inetOrgPerson
uid: ada
cn: Ada Love
 lace
sn:: TG92ZWxhY2U=
mail: ada@pr.example
userPassword: ${PASSWORD}

dn: uid=grace,${PEOPLE}
changetype: add
objectClass: inetOrgPerson
uid: grace
cn: Grace Hopper
sn: Hopper
userPassword: ${hashed(PASSWORD)}

dn: cn=Helpdesk,ou=groups,${BASE}
objectClass: groupOfNames
cn: Helpdesk
member: UID=Ada, ${PEOPLE}
`;

class Folder implements AsyncDisposable {
  readonly path: string;
  constructor(path: string) {
    this.path = path;
  }
  static async create(): Promise<Folder> {
    return new Folder(await mkdtemp(join(tmpdir(), "deskrealm-ldif-")));
  }
  file(text: string, name = "people.ldif"): string {
    const file = join(this.path, name);
    writeFileSync(file, text);
    return file;
  }
  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}

const start = (file: string, more: Partial<EmbeddedDirectoryOptions> = {}) =>
  EmbeddedDirectory.start({
    ...{ file, shown: "people.ldif", vendor: "openldap", containers: [PEOPLE], env: process.env },
    ...more,
  });

const search = (
  { url, base }: EmbeddedDirectory,
  dn: string,
  password: string,
  filter = "(objectClass=*)",
  attributes: readonly string[] = [],
) => searchLdif({ url, dn, password, ca: "" }, base, filter, attributes);

test("its account reads people and their groups, and no password; they bind with theirs, and read nothing", async () => {
  await using folder = await Folder.create();
  let place = "";
  {
    await using directory = await start(folder.file(LDIF));
    place = directory.folder;
    const { bindDn, bindPassword, bindPasswordFile } = directory;
    assert.equal(directory.base, BASE);
    const all = await search(directory, bindDn, bindPassword, "(uid=*)", ["*", "memberOf", "entryUUID"]);
    assert.match(all, /^cn: Ada Lovelace$/m);
    assert.match(all, /^sn: Lovelace$/m);
    assert.match(all, /^memberOf: cn=Helpdesk,ou=groups,dc=acme,dc=example$/m);
    assert.equal(all.match(/^entryUUID: /gm)?.length, 2);
    assert.doesNotMatch(all, /userPassword/i);
    for (const name of ["ada", "grace"])
      assert.doesNotMatch(
        await search(directory, `uid=${name},${PEOPLE}`, PASSWORD).catch(String),
        /Invalid cred/,
      );
    await assert.rejects(search(directory, `uid=ada,${PEOPLE}`, PASSWORD), /No such object/);
    for (const dn of [bindDn, `uid=ada,${PEOPLE}`])
      await assert.rejects(search(directory, dn, "wrong"), /Invalid credentials/);
    await assert.rejects(search(directory, "", ""), /No such object/);

    for (const name of readdirSync(place, { recursive: true, encoding: "utf8" }))
      if (statSync(join(place, name)).isFile())
        assert.equal(statSync(join(place, name)).mode & 0o077, 0, name);
    assert.equal(readFileSync(bindPasswordFile, "utf8"), `${bindPassword}\n`);
    for (const name of ["slapd.conf", "slapd.log", "running.json"])
      assert.ok(!readFileSync(join(place, name), "utf8").includes(bindPassword), name);
    assert.equal(existsSync(join(place, "entries.ldif")), false);
  }
  assert.equal(existsSync(place), false);
});

const BAD = `dn: uid=ada,${PEOPLE}
objectClass: inetOrgPerson
uid: ada
cn: Ada
userPassword: hunter2hunter2

dn: uid=bob,${PEOPLE}
objectClass: inetOrgPerson
uid: bob
cn: Bob
sn: Bob
favouriteColour: green

dn: uid=carl,${PEOPLE}
objectClass: inetOrgPerson
uid: carl
cn: Carl
sn: Carl
manager: hunter2hunter2
`;

test("what the schema refuses is told for all entries by their lines, and no value is quoted", async () => {
  await using folder = await Folder.create();
  await assert.rejects(start(folder.file(BAD)), (error: Failure) => {
    assert.equal(error.code, "ldif-invalid");
    assert.deepEqual(error.message.split("\n"), [
      `people.ldif:1 uid=ada,${PEOPLE}: object class 'inetOrgPerson' requires attribute 'sn'`,
      "people.ldif:12 the directory's schema has no attribute favouriteColour: take it out",
      `people.ldif:19 uid=carl,${PEOPLE}: the value of manager is not of the kind that the directory's schema demands`,
    ]);
    return true;
  });
});

test("it ends with its parent, even by kill -9; one that is kept runs on, and begins anew in its place", async () => {
  await using folder = await Folder.create();
  const file = folder.file(LDIF);
  const script = fileURLToPath(import.meta.resolve("./directory-in-a-process.ts"));
  for (const mode of ["bound", "detached"]) {
    const place = join(folder.path, mode);
    const parent = spawn(process.execPath, [script, file, place, mode], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const url = await new Promise<string>((resolve) =>
      parent.stdout.once("data", (data: Buffer) => resolve(`${data}`.trim())),
    );
    assert.equal(await findDirectory(place), url);
    parent.kill("SIGKILL");
    if (mode === "bound") {
      assert.ok(await waitFor(async () => (await findDirectory(place)) === undefined, 20_000));
      continue;
    }
    assert.ok(await waitFor(() => parent.signalCode !== null, 20_000));
    assert.equal(await findDirectory(place), url);
    const password = readFileSync(join(place, "bind-password"), "utf8").trim();
    const other = folder.file(LDIF.replaceAll("grace", "joan"), "other.ldif");
    await using again = await start(other, { folder: place, detached: true });
    assert.deepEqual([again.url, again.bindPassword], [url, password]);
    const found = await search(again, again.bindDn, again.bindPassword, "(uid=*)", ["uid"]);
    assert.deepEqual(found.match(/^uid: .*$/gm), ["uid: ada", "uid: joan"]);
    await stopDirectory(place);
    assert.equal(await findDirectory(place), undefined);
    await stopDirectory(place);
  }
});

test("without OpenLDAP on the machine it says how to get it", async () => {
  await assert.rejects(findSlapd({ PATH: "/nowhere" }, []), (error: Failure) => {
    assert.equal(error.code, "directory-program-missing");
    assert.match(error.hint, /apt-get install --yes slapd/);
    return error instanceof Failure;
  });
});
