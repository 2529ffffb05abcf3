// `deskrealm ldap sync`: whoever does not come is told, with the reason and the cure.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { adminPath } from "../../infra/admin/client.ts";
import type { SyncResult } from "../../scripts/ldap/sync.ts";
import { applyWithDirectory } from "../support/apply-with-directory.ts";
import { DirectoryWorld, STACK } from "../support/directory-world.ts";
import { inSuite } from "../support/in-suite.ts";
import { ldifEntry } from "../support/ldap-tools.ts";
import { OpenLdap } from "../support/openldap.ts";
import { SambaAd } from "../support/samba-ad.ts";

/** What the README's names stand for here. */
const README: Readonly<Record<string, string>> = {
  "realms/directory.yaml": "spec.yaml",
  "acme-directory": STACK,
};
const OWNER = `deskrealm/${STACK}`;

describe("ldap sync, on real directories", () => {
  const world = inSuite(() => DirectoryWorld.create());

  /** The spec's realm with its directory, made without Pulumi. */
  const bringUp = async (directory: OpenLdap | SambaAd, realm: string, owner: string = OWNER) => {
    const model = world.spec(directory, realm);
    const { customers } = model.realms;
    await applyWithDirectory(world.keycloak.admin, customers, owner, directory.bind.password);
  };
  const sync = async (directory: OpenLdap | SambaAd, kind: "--full" | "--changed") => {
    const words = [
      "ldap",
      "sync",
      "spec.yaml",
      kind,
      "--realm",
      "customers",
      "--format",
      "json",
      "--stack",
      STACK,
    ];
    const { code, stdout, stderr } = await world.run(words, directory.bind.password);
    assert.match(stdout, /^\{/, stderr);
    const { directories } = JSON.parse(stdout) as { directories: SyncResult[] };
    const [result = assert.fail("no result")] = directories;
    return { code, stderr, result, codes: result.findings.map((finding) => finding.code) };
  };
  const change = (ldap: OpenLdap, uid: string, attribute: string, value: string) =>
    ldap.apply(
      `dn: uid=${uid},${ldap.people}\nchangetype: modify\nreplace: ${attribute}\n${attribute}: ${value}\n`,
    );

  test("2,000 people behind a limit of 500 are a failure with its cure, and with that all come", async () => {
    await using ldap = await OpenLdap.start({ authority: world.keycloak.authority, people: 1997 });
    await bringUp(ldap, "limited");
    const limited = await sync(ldap, "--full");
    assert.equal(limited.code, 1);
    assert.deepEqual(limited.codes, ["size-limit"]);
    assert.equal(limited.result.keycloak?.added, 500);
    const [finding] = limited.result.findings;
    assert.match(finding?.detail ?? "", /Keycloak took 500 of 2000 people/);
    assert.match(finding?.fix ?? "", /size\.prtotal=unlimited/);
    assert.match(limited.stderr, /limited: 2000 people are to come from ldap/);

    await ldap.restart({ unlimitedPages: true });
    const cured = await sync(ldap, "--full");
    assert.deepEqual([cured.code, cured.codes], [0, []]);
    assert.deepEqual(cured.result.keycloak, { added: 1500, updated: 500, removed: 0, failed: 0 });
    assert.equal(await world.keycloak.admin.get<number>(adminPath`/realms/limited/users/count`), 2000);
  });

  test("entries that Keycloak does not take are named, and mended entries come", async () => {
    await using ldap = await OpenLdap.start({ authority: world.keycloak.authority, people: 20 });
    await bringUp(ldap, "entries");
    await change(ldap, "person.000003", "givenName", "x".repeat(300));
    await change(ldap, "person.000008", "mail", "person.000009@desk.example");
    const wrong = await sync(ldap, "--full");
    assert.equal(wrong.code, 1);
    assert.ok(
      ["sync-failed", "sync-aborted", "sync-fewer"].includes(wrong.codes[0] ?? ""),
      wrong.codes.join(),
    );
    const told = wrong.result.findings.map(({ detail }) => detail).join("\n");
    assert.match(told, /uid=person\.000003,\S+: its givenName has 300 characters/);
    assert.match(
      told,
      /uid=person\.000009,\S+: its mail person\.000009@desk\.example is that of uid=person\.000008/,
    );

    await change(ldap, "person.000003", "givenName", "Ann");
    await change(ldap, "person.000008", "mail", "person.000008@desk.example");
    const mended = await sync(ldap, "--full");
    assert.deepEqual([mended.code, mended.codes], [0, []]);
    const { added = 0, updated = 0, failed } = mended.result.keycloak ?? {};
    assert.deepEqual([added + updated, failed], [23, 0]);

    await change(ldap, "ada", "sn", "King");
    const changed = await sync(ldap, "--changed");
    assert.equal(changed.code, 0);
    assert.ok((changed.result.keycloak?.updated ?? 0) >= 1);
    const query = { username: "ada", exact: true };
    const [ada] = await world.keycloak.admin.get<{ firstName?: string; lastName?: string }[]>(
      adminPath`/realms/entries/users`,
      query,
    );
    assert.deepEqual([ada?.firstName, ada?.lastName], ["Ada", "King"]);
  });

  test("whoever of the realm has an entry's user name or address keeps it out, and both are named", async () => {
    await using ldap = await OpenLdap.start({ authority: world.keycloak.authority, people: 3 });
    await bringUp(ldap, "local");
    const path = adminPath`/realms/local/users`;
    const local = { enabled: true, firstName: "A", lastName: "B", attributes: { customerid: ["1"] } };
    await world.keycloak.admin.post(path, { ...local, username: "Late", email: "own@desk.example" });
    await world.keycloak.admin.post(path, { ...local, username: "walkin", email: "Later@desk.example" });
    // Entries that were there before would have been taken then: Keycloak looks before it makes somebody.
    for (const uid of ["late", "later"]) {
      const names = { uid, cn: uid, sn: uid, givenName: uid, mail: `${uid}@desk.example` };
      await ldap.apply(ldifEntry(`uid=${uid},${ldap.people}`, { objectClass: "inetOrgPerson", ...names }));
    }
    const { code, codes, result } = await sync(ldap, "--full");
    assert.equal(code, 1);
    assert.deepEqual(codes, ["sync-failed", "sync-entry", "sync-entry"]);
    assert.equal(result.keycloak?.failed, 2);
    const [failed, ...entries] = result.findings;
    assert.equal(failed?.fix, "mend the entries below and sync again");
    assert.deepEqual(
      entries.map(({ detail }) => detail),
      [
        `uid=late,${ldap.people}: its uid late is that of late, a person of the realm who is not of the directory.`,
        `uid=later,${ldap.people}: its mail later@desk.example is that of walkin, a person of the realm who is not of the directory.`,
      ],
    );
    assert.match(entries[0]?.fix ?? "", /delete late in Keycloak and sync again/);
    const users =
      await world.keycloak.admin.get<{ id: string; username: string; federationLink?: string }[]>(path);
    for (const { id, federationLink } of users)
      if (federationLink === undefined)
        await world.keycloak.admin.delete(adminPath`/realms/local/users/${id}`);
    const mended = await sync(ldap, "--full");
    assert.deepEqual([mended.code, mended.codes], [0, []]);
  });

  test("people of Active Directory come, those who are disabled too", async () => {
    await using samba = await SambaAd.start({ authority: world.keycloak.authority, people: 5 });
    await bringUp(samba, "active-directory");
    const { code, codes, result } = await sync(samba, "--full");
    assert.deepEqual([code, codes], [0, []]);
    assert.equal(result.keycloak?.added, 9);
    assert.equal(result.inDirectory, 9);
  });

  test("the README's commands work in their order", async () => {
    const text = await readFile(join(import.meta.dirname, "../../README.md"), "utf8");
    const [, block = ""] = /^```sh\n(npx deskrealm ldap [\s\S]*?)^```$/m.exec(text) ?? [];
    const lines = block.trimEnd().split("\n");
    assert.equal(lines.length, 3);
    await using samba = await SambaAd.start({ authority: world.keycloak.authority });
    await bringUp(samba, "readme");
    for (const line of lines) {
      const words = line
        .split(" ")
        .slice(2)
        .map((word) => README[word] ?? word);
      const { code, stdout, stderr } = await world.run(words, samba.bind.password);
      assert.equal(code, 0, `${line}\n${stdout}${stderr}`);
    }
  });

  test("a realm that is another's is not touched, and one that is not there is told", async () => {
    await using ldap = await OpenLdap.start({ authority: world.keycloak.authority });
    await bringUp(ldap, "strange", "deskrealm/somebody-else");
    const words = ["ldap", "sync", "spec.yaml", "--full", "--stack", STACK];
    const strange = await world.run(words, ldap.bind.password);
    assert.equal(strange.code, 1);
    assert.match(strange.stderr, /realm-not-ours/);
    world.spec(ldap, "nowhere");
    const absent = await world.run(words, ldap.bind.password);
    assert.equal(absent.code, 2);
    assert.match(absent.stderr, /realm-unknown/);
  });

  test("check-users reads the directory as it reads a file", async () => {
    await using ldap = await OpenLdap.start({ authority: world.keycloak.authority, people: 600 });
    await change(ldap, "person.000550", "givenName", "Ann!");
    await change(ldap, "person.000551", "mail", "person.000552@desk.example");
    world.spec(ldap, "people");
    const words = ["check-users", "spec.yaml", "--from-ldap", "--realm", "customers", "--format", "json"];
    const { code, stdout, stderr } = await world.run(words, ldap.bind.password);
    assert.equal(code, 3, stderr);
    const { people, findings } = JSON.parse(stdout) as {
      people: number;
      findings: { line: string; code: string }[];
    };
    // All of them, although the directory gives 500 in one search.
    assert.equal(people, 603);
    assert.deepEqual(
      findings.map(({ line, code: problem }) => `${line.split(",")[0]} ${problem}`),
      ["uid=person.000552 email-taken"],
    );
  });
});
