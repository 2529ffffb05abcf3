// `deskrealm ldap test`: each thing that can be wrong with a directory has a diagnostic of its own, on real ones.

import assert from "node:assert/strict";
import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import type { LdapFinding } from "../../scripts/ldap/finding.ts";
import type { DirectoryResult } from "../../scripts/ldap/test-directory.ts";
import { freePort } from "../../scripts/servers/port.ts";
import { CertificateAuthority } from "../support/certificates.ts";
import { DirectoryWorld, type LdapKeys } from "../support/directory-world.ts";
import { inSuite } from "../support/in-suite.ts";
import { OpenLdap } from "../support/openldap.ts";
import { SambaAd } from "../support/samba-ad.ts";

const REALM = "directory-customers";

describe("ldap test, on real directories and a Keycloak that trusts their authority", () => {
  const world = inSuite(() => DirectoryWorld.create());
  const openldap = inSuite(() => OpenLdap.start({ authority: world.keycloak.authority, people: 600 }));
  const samba = inSuite(() => SambaAd.start({ authority: world.keycloak.authority }));
  before(() => openldap.restart({ unlimitedPages: true }));

  const trial = async (
    directory: OpenLdap | SambaAd,
    keys: LdapKeys = {},
    password = directory.bind.password,
  ) => {
    world.spec(directory, REALM, keys);
    const { code, stdout, stderr } = await world.run(
      ["ldap", "test", "spec.yaml", "--format", "json"],
      password,
    );
    assert.equal(stderr, "");
    const { directories } = JSON.parse(stdout) as { directories: DirectoryResult[] };
    const [result = assert.fail("no result")] = directories;
    const codes = result.findings.map((finding) => finding.code);
    const hints = result.findings.map(({ fix }: LdapFinding) => fix).join("\n");
    return { code, result, codes, hints };
  };

  test("nothing is found where all is well, with either vendor and by StartTLS too", async () => {
    const start = { url: openldap.url, more: "    ca: ca.pem\n    startTls: true\n" };
    for (const [directory, keys, people] of [
      [openldap, {}, 603],
      [openldap, start, 603],
      [samba, {}, 4],
    ] as const) {
      const { code, result } = await trial(directory, keys);
      assert.deepEqual(result.findings, []);
      assert.equal(result.people, people);
      assert.deepEqual(result.keycloak, { connection: "ok", authentication: "ok" });
      assert.equal(result.servers[0]?.certificate?.issuer, "CN=Test CA");
      assert.equal(code, 0);
    }
  });

  test("a wrong password, told once, with either vendor", async () => {
    for (const directory of [openldap, samba]) {
      const { code, codes, result } = await trial(directory, {}, "wrong-password");
      assert.deepEqual(codes, ["bind-refused"]);
      assert.equal(result.keycloak?.authentication, "AuthenticationFailure");
      assert.equal(code, 1);
    }
    const { result } = await trial(samba, {}, "wrong-password");
    assert.match(result.findings[0]?.detail ?? "", /the password is wrong/);
  });

  test("a host that nobody knows, and a port where nobody listens", async () => {
    const unknown = await trial(openldap, { url: "ldaps://directory.invalid" });
    assert.deepEqual(unknown.codes, ["host-unknown"]);
    assert.equal(unknown.result.keycloak?.connection, "UnknownHost");
    const closed = await trial(openldap, { url: `ldaps://127.0.0.1:${await freePort()}` });
    assert.deepEqual(closed.codes, ["unreachable"]);
    assert.equal(closed.code, 1);
  });

  test("TLS where there is none, and none where it is demanded", async () => {
    const plain = await trial(openldap, { url: openldap.url.replace("ldap:", "ldaps:") });
    assert.deepEqual(plain.codes, ["tls-failed"]);
    const demanded = await trial(samba, { url: samba.plainUrl });
    assert.deepEqual(demanded.codes, ["tls-needed"]);
  });

  test("a certificate for another name", async () => {
    await using elsewhere = await OpenLdap.start({
      authority: world.keycloak.authority,
      names: ["ldap.elsewhere.example"],
    });
    const { codes, hints, result } = await trial(elsewhere);
    assert.deepEqual(codes, ["tls-name"]);
    assert.match(hints, /ldap\.elsewhere\.example/);
    assert.equal(result.keycloak?.connection, "SSLHandshakeFailed");
  });

  test("an authority that Keycloak does not trust, with the line for its configuration", async () => {
    await using other = await CertificateAuthority.create("Another CA");
    await using stranger = await OpenLdap.start({ authority: other });
    copyFileSync(other.file, join(world.folder, "other.pem"));
    const { codes, hints, code } = await trial(stranger, { more: "    ca: other.pem\n" });
    assert.deepEqual(codes, ["keycloak-untrusted"]);
    assert.match(hints, /--truststore-paths=other\.pem/);
    assert.match(hints, /deskrealm keycloak start --trust other\.pem/);
    assert.equal(code, 1);
    rmSync(join(world.folder, "other.pem"));
  });

  test("an authority that this machine does not trust, though Keycloak does", async () => {
    const { codes, code } = await trial(openldap, { more: "" });
    assert.deepEqual(codes, ["tls-untrusted", "only-keycloak-reaches"]);
    assert.equal(code, 3);
  });

  test("a base that is not there, and people whom nothing matches", async () => {
    for (const directory of [openldap, samba]) {
      const wrong = directory.people.replace(/People/i, "Nobody");
      assert.deepEqual((await trial(directory, { users: wrong })).codes, ["base-missing"]);
      const more = "    ca: ca.pem\n    filter: (description=none)\n";
      assert.deepEqual((await trial(directory, { more })).codes, ["nobody"]);
    }
  });

  test("an object class that the directory does not know, and one that some people lack", async () => {
    for (const [directory, written, meant] of [
      [openldap, "inetOrgPersn", "inetOrgPerson"],
      [samba, "persn", "person"],
    ] as const) {
      const unknown = await trial(directory, { more: `    ca: ca.pem\n    objectClasses: [${written}]\n` });
      assert.deepEqual(unknown.codes, ["object-class-unknown"]);
      assert.equal(unknown.hints, `did you mean ${meant}?`);
    }
    const more = "    ca: ca.pem\n    objectClasses: [inetOrgPerson, posixAccount]\n";
    const lacking = await trial(openldap, { more });
    assert.deepEqual(lacking.codes, ["object-class-lacking"]);
    assert.match(lacking.result.findings[0]?.detail ?? "", /602 people are without/);
    assert.equal(lacking.code, 3);
  });

  test("an attribute that some people lack, and one that nobody can have", async () => {
    const mail = `dn: uid=grace,${openldap.people}\nchangetype: modify\n`;
    await openldap.apply(`${mail}delete: mail\n`);
    const lacking = await trial(openldap);
    await openldap.apply(`${mail}add: mail\nmail: grace@desk.example\n`);
    assert.deepEqual(lacking.codes, ["attribute-lacking"]);
    assert.match(lacking.result.findings[0]?.detail ?? "", /1 person is without mail \(email\).*grace/);
    const more = "    ca: ca.pem\n    username: uidd\n    rdn: uid\n";
    const unknown = await trial(openldap, { more });
    assert.ok(unknown.codes.includes("attribute-unknown"), unknown.codes.join());
  });

  test("a directory that gives 500 people at most, with what to write there", async () => {
    await using limited = await OpenLdap.start({ authority: world.keycloak.authority, people: 600 });
    const { codes, hints, result, code } = await trial(limited);
    assert.deepEqual(codes, ["size-limit"]);
    assert.match(result.findings[0]?.detail ?? "", /gives 500 people at most, of 603/);
    assert.match(hints, new RegExp(`limits dn.exact="${limited.bind.dn}" size.prtotal=unlimited`));
    assert.equal(code, 1);
  });

  test("people read it as text, and a wrong file is the person's input", async () => {
    world.spec(openldap, REALM);
    const fine = await world.run(["ldap", "test", "spec.yaml"], openldap.bind.password);
    assert.match(fine.stdout, /^realm directory-customers, directory ldap$/m);
    assert.match(fine.stdout, /^ {2}ok {7}603 people match$/m);
    assert.match(fine.stdout, /Everybody whom the spec means can come\.\n$/);
    world.spec(openldap, REALM, { more: "    ca: nowhere.pem\n" });
    const wrong = await world.run(["ldap", "test", "spec.yaml"], openldap.bind.password);
    assert.equal(wrong.code, 2);
    assert.match(wrong.stderr, /authority-unreadable/);
  });
});
