// The directories that tests start: what each is, before anything is proved with them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { CertificateAuthority } from "../support/certificates.ts";
import { searchLdif } from "../support/ldap-tools.ts";
import { OpenLdap } from "../support/openldap.ts";
import { SambaAd } from "../support/samba-ad.ts";

const IN_HELPDESK = "(memberOf:1.2.840.113556.1.4.1941:=CN=Helpdesk,OU=Groups,DC=ad,DC=desk,DC=example)";

test("OpenLDAP gives 500 of its people, with or without TLS, until it is told better", async () => {
  await using authority = await CertificateAuthority.create();
  await using ldap = await OpenLdap.start({ authority, people: 600 });
  const count = async (url: string, paged: boolean) => {
    const account = { ...ldap.bind, url, ca: ldap.ca };
    const found = await searchLdif(account, ldap.people, "(objectClass=inetOrgPerson)", ["dn"], paged);
    return found.match(/^dn: /gm)?.length;
  };
  await assert.rejects(count(ldap.url, true), /Size limit exceeded/);
  await ldap.restart({ unlimitedPages: true });
  assert.equal(await count(ldap.ldapsUrl, true), 603);
  await assert.rejects(count(ldap.url, false), /Size limit exceeded/);
});

test("a certificate of another authority, or for another name, is refused", async () => {
  await using authority = await CertificateAuthority.create();
  await using other = await CertificateAuthority.create("Another CA");
  await using here = await OpenLdap.start({ authority });
  await using elsewhere = await OpenLdap.start({ authority, names: ["ldap.elsewhere.example"] });
  const ask = ({ bind, ldapsUrl: url, people }: OpenLdap, ca: string) =>
    searchLdif({ ...bind, url, ca }, people, "(uid=ada)", ["uid"]);
  assert.match(await ask(here, authority.file), /^uid: ada$/m);
  await assert.rejects(ask(here, other.file), /Can't contact LDAP server/);
  await assert.rejects(ask(elsewhere, authority.file), /Can't contact LDAP server/);
});

test("Samba has groups within groups, a disabled account, and a bind account that needs TLS", async () => {
  await using authority = await CertificateAuthority.create();
  await using directory = await SambaAd.start({ authority });
  const account = { ...directory.bind, url: directory.url, ca: directory.ca };
  const found = await searchLdif(account, directory.people, IN_HELPDESK, ["sAMAccountName"]);
  assert.deepEqual(found.match(/(?<=^sAMAccountName: ).*/gm)?.sort(), ["ada", "grace"]);
  assert.match(await directory.search("(sAMAccountName=gone)"), /^userAccountControl: 514$/m);
  const plain = { ...account, url: directory.plainUrl };
  await assert.rejects(searchLdif(plain, directory.people, "(cn=*)"), /Transport encryption required/);
});
