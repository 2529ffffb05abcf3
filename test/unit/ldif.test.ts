// LDIF files of test realms: what is read, what is added, and what is wrong in which line.

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { asActiveDirectory } from "../../scripts/servers/directory/active-directory.ts";
import { ldifLine, parseLdif } from "../../scripts/servers/directory/ldif.ts";
import { wholeTree } from "../../scripts/servers/directory/tree.ts";
import { fuzz } from "../support/fuzz.ts";

const values = (text: string) =>
  parseLdif(text).entries.map(({ dn, line, values: all }) => {
    return [dn, line, all.map((one) => `${one.line} ${one.name}=${one.value}`)] as const;
  });

test("entries are read with the lines that they stand in", () => {
  const text = `\
version: 1

# A comment
 that goes on
dn: uid=ada,dc=acme\r
cn: Ada
  Lovelace
sn;lang-de:: TMO2dmVsYWNl
description:
# Between two lines.
mail:ada@pr.example


dn:: dWlkPWdyYWNlLGRjPWFjbWU=
changetype: add
cn: Grace`;
  assert.deepEqual(parseLdif(text).flaws, []);
  assert.deepEqual(values(text), [
    [
      "uid=ada,dc=acme",
      5,
      ["6 cn=Ada Lovelace", "8 sn;lang-de=Lövelace", "9 description=", "11 mail=ada@pr.example"],
    ],
    ["uid=grace,dc=acme", 14, ["16 cn=Grace"]],
  ]);
});

test("everything that is wrong is told with its line, and no value of it", () => {
  const text = `\
cn: hunter2
dn: uid=ada,dc=acme

dn: uid=ada
cn: Ada
userPassword:: hunter2
jpegPhoto:< file:///etc/passwd
hunter2

dn: hunter2
cn: Nobody

dn: UID=Ada
changetype: modify
replace: mail
`;
  const { flaws } = parseLdif(` folded\n${text}`);
  assert.deepEqual(
    flaws.map(({ line, text }) => `${line} ${text.split(/[:;]/)[0]}`),
    [
      "1 a line that goes on with nothing",
      "2 an entry begins with dn",
      "7 userPassword has two colons, and no base64 follows",
      "8 jpegPhoto is to be read from another file",
      "9 neither an attribute with a colon nor the rest of the line above, which begins with a space",
      '11 "hunter2" is no distinguished name',
      "14 UID=Ada is there already, in line 5",
      "15 a change of an entry",
    ],
  );
});

test("whatever is written as LDIF is read back, byte by byte", () => {
  const value = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes));
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          value,
          fc.string().map((text) => Buffer.from(text)),
        ),
      ),
      (all) => {
        const text = [ldifLine("dn", "uid=ada"), ...all.map((one) => ldifLine("x", one))].join("\n");
        const { entries, flaws } = parseLdif(text);
        assert.deepEqual(flaws, []);
        assert.deepEqual(
          entries[0]?.values.map((one) => one.value.toString("hex")),
          all.map((one) => one.toString("hex")),
        );
      },
    ),
    fuzz(300),
  );
});

test("no text makes it throw", () => {
  const piece = fc.oneof(
    fc.constantFrom("dn: ", "\n", " ", "::", ":<", "#", "uid=a,dc=b", "\r", "cn"),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(piece), (parts) => {
      const { entries } = parseLdif(parts.join(""));
      wholeTree(entries, ["dc=b"], true);
    }),
    fuzz(300),
  );
});

const tree = (text: string, containers: readonly string[] = [], inChain = false) => {
  const { entries } = parseLdif(text);
  return wholeTree(inChain ? entries.map(asActiveDirectory) : entries, containers, inChain);
};

test("what stands above entries is added, down from what all have in common", () => {
  const text = "dn: uid=ada,ou=People,dc=acme,dc=example\nuid: ada\n";
  const { base, entries, flaws } = tree(text, [
    "OU=people, DC=acme,DC=example",
    "ou=groups,dc=acme,dc=example",
  ]);
  assert.deepEqual(flaws, []);
  assert.equal(base, "dc=acme,dc=example");
  assert.deepEqual(
    entries.map(({ dn }) => dn),
    [
      "dc=acme,dc=example",
      "ou=People,dc=acme,dc=example",
      "ou=groups,dc=acme,dc=example",
      "uid=ada,ou=People,dc=acme,dc=example",
    ],
  );
});

test("trees that have nothing in common, and entries below what cannot be made up, are told", () => {
  const two = tree("dn: uid=ada,dc=acme\n\ndn: uid=bob,dc=other\n", ["dc=acme"]);
  assert.match(two.flaws[0]?.text ?? "", /have no end in common/);
  const odd = tree("dn: uid=ada,uid=above,dc=acme\nuid: ada\n", ["dc=acme"]);
  assert.deepEqual(odd.flaws, [
    { line: 1, text: "nothing is said of uid=above,dc=acme: add an entry for it" },
  ]);
});

const of = (entries: ReturnType<typeof tree>["entries"], dn: string, name: string) =>
  (entries.find((one) => one.dn === dn)?.values ?? [])
    .filter((one) => one.name === name)
    .map(({ value }) => value.toString());

const GROUPS = `dn: cn=a,dc=acme
objectClass: user
member: nonsense
memberOf: cn=foreign,dc=acme

dn: cn=inner,dc=acme
member: CN=A,DC=acme

dn: cn=outer,dc=acme
member: cn=inner,dc=acme

dn: cn=circle,dc=acme
member: cn=outer,dc=acme
member: cn=circle,dc=acme
`;

test("whoever is in a group has its name, and nothing else; groups within groups count for an Active Directory alone", () => {
  const plain = tree(GROUPS, ["dc=acme"]).entries;
  assert.deepEqual(of(plain, "cn=a,dc=acme", "memberOf"), ["cn=inner,dc=acme"]);
  assert.deepEqual(of(plain, "cn=outer,dc=acme", "member"), ["cn=inner,dc=acme"]);
  const active = tree(GROUPS, ["dc=acme"], true).entries;
  const all = ["cn=inner,dc=acme", "cn=outer,dc=acme", "cn=circle,dc=acme"];
  assert.deepEqual(of(active, "cn=a,dc=acme", "memberOf"), ["cn=inner,dc=acme"]);
  assert.deepEqual(of(active, "cn=a,dc=acme", "deskrealmInChain"), all);
  assert.deepEqual(of(active, "cn=outer,dc=acme", "member").toSorted(), ["cn=a,dc=acme", "cn=inner,dc=acme"]);
  assert.deepEqual(of(active, "cn=circle,dc=acme", "member").length, 4);
});
