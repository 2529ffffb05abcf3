// Which people a realm takes: the cases that Keycloak was asked about are in the end-to-end test.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { otrsPeople } from "../../infra/helpdesks/otrs-people.ts";
import type { ProfileAttribute, RealmModel } from "../../infra/model/types.ts";
import { homograph, nameCharacters, usernameCharacters } from "../../infra/people/characters.ts";
import { emailProblem } from "../../infra/people/email.ts";
import { personChecker } from "../../infra/people/person-checker.ts";
import { sampleModel } from "../support/sample-model.ts";

const { agents, customers } = sampleModel().realms;
const GOOD = {
  username: "ann",
  email: "ann@acme.example",
  firstName: "Ann",
  lastName: "A",
  customerid: "acme",
};

/** Codes and effects, as `attribute code effect`. */
function check(
  realm: RealmModel,
  people: readonly Readonly<Record<string, string>>[],
  key: "agents" | "customers",
) {
  const checker = personChecker(realm, otrsPeople(key));
  return people.map((person, index) => {
    const values = Object.entries(person).map(([name, value]) => [name, [value]] as const);
    return checker
      .check(new Map(values), index + 2)
      .map(({ attribute, code, effect }) => `${attribute} ${code} ${effect}`);
  });
}

function withAttributes(
  realm: RealmModel,
  change: Readonly<Record<string, Partial<ProfileAttribute>>>,
): RealmModel {
  const { phone } = realm.profile.attributes;
  const changed = Object.entries(change).map(([name, parts]) => {
    const base = realm.profile.attributes[name] ?? phone ?? assert.fail("the sample has a phone");
    return [name, { ...base, ...parts }] as const;
  });
  return {
    ...realm,
    profile: {
      ...realm.profile,
      attributes: { ...realm.profile.attributes, ...Object.fromEntries(changed) },
    },
  };
}

describe("what is missing", () => {
  test("is refused, stops the login, or is what the helpdesk asks for, in this order", () => {
    const bare = { username: "bob" };
    assert.deepEqual(check(customers, [bare], "customers"), [
      [
        "email missing login-stops",
        "firstName missing login-stops",
        "lastName missing login-stops",
        "customerid missing refused",
      ],
    ]);
    const relaxed = withAttributes(customers, {
      ...{ customerid: { requiredFor: [] }, firstName: { requiredFor: [] } },
    });
    assert.deepEqual(check(relaxed, [bare], "customers"), [
      [
        "email missing login-stops",
        "firstName missing helpdesk",
        "lastName missing login-stops",
        "customerid missing helpdesk",
      ],
    ]);
    assert.deepEqual(check(withAttributes(agents, { firstName: { requiredFor: [] } }), [bare], "agents"), [
      ["email missing login-stops", "lastName missing login-stops"],
    ]);
  });

  test("of an address is never refused, and a blank one always", () => {
    const asked = withAttributes(agents, { email: { requiredFor: ["admin", "user"] } });
    const { email, ...rest } = GOOD;
    assert.deepEqual(check(asked, [rest, { ...rest, username: "bob", email: " " }], "agents"), [
      ["email missing login-stops"],
      ["email email-format refused"],
    ]);
    assert.ok(email);
  });
});

describe("people who collide", () => {
  const two = (first: object, second: object) => [
    { ...GOOD, ...first },
    { ...GOOD, username: "bob", email: "bob@acme.example", ...second },
  ];
  const login = (parts: object): RealmModel => ({ ...customers, login: { ...customers.login, ...parts } });

  test("are told of the one who comes later, by name and by address, in any case", () => {
    assert.deepEqual(check(customers, two({}, { username: "ANN" }), "customers")[1], [
      "username username-taken refused",
    ]);
    assert.deepEqual(check(customers, two({}, { email: "ANN@acme.example" }), "customers")[1], [
      "email email-taken refused",
    ]);
    assert.deepEqual(check(customers, two({}, { username: "ann@acme.example" }), "customers")[1], [
      "username username-taken refused",
    ]);
    assert.deepEqual(check(customers, two({ username: "bob@acme.example" }, {}), "customers")[1], [
      "email email-taken refused",
    ]);
  });

  test("do not by address where the realm lets several have one", () => {
    const realm = login({ duplicateEmailsAllowed: true, loginWithEmailAllowed: false });
    assert.deepEqual(check(realm, two({}, { email: "ann@acme.example" }), "customers")[1], []);
    assert.deepEqual(check(realm, two({}, { username: "ann@acme.example" }), "customers")[1], []);
  });

  test("collide with service accounts and with the address of a person in the spec", () => {
    const people = [
      { ...GOOD, username: "Service-Account-OTRS-API" },
      { ...GOOD, username: "bob", email: "ROOT@acme.example" },
      { ...GOOD, username: "root@localhost", email: "new@acme.example" },
    ];
    assert.deepEqual(check(agents, people, "agents"), [
      ["username username-taken refused"],
      ["email email-taken refused"],
      [],
    ]);
  });
});

describe("values", () => {
  test("of attributes that are called like JavaScript's own properties are values", () => {
    const realm = withAttributes(customers, { constructor: { validations: { length: { max: "3" } } } });
    const person = { ...GOOD, constructor: "long", ["__proto__"]: "x" };
    assert.deepEqual(check(realm, [person], "customers"), [["constructor length refused"]]);
  });

  test("that no rule here can judge are told as such, and not as wrong", () => {
    const validations = { "local-date": {}, pattern: { pattern: "(?<a>" }, uri: {} };
    const realm = withAttributes(customers, { phone: { validations } });
    const checker = personChecker(realm, otrsPeople("customers"));
    assert.deepEqual(checker.unchecked, ["phone: local-date", "phone: pattern", "phone: uri"]);
    assert.deepEqual(check(realm, [{ ...GOOD, phone: "anything" }], "customers"), [[]]);
  });

  test("that are suggested instead are taken themselves", () => {
    const suggested = (fix: string) => /for example (.*)$/su.exec(fix)?.[1];
    const text = fc.string({ unit: fc.constantFrom(..."aZé.-_ @'!%&*/,\t\u00a0\\<>") });
    fc.assert(
      fc.property(text, (value) => {
        for (const validate of [usernameCharacters, nameCharacters]) {
          const better = suggested(validate(value)?.fix ?? "");
          if (better !== undefined) assert.equal(validate(better), undefined, better);
        }
      }),
    );
    assert.match(usernameCharacters("Jo  O'Brien, Jr.!")?.fix ?? "", /for example Jo\.OBrien\.Jr$/);
    assert.equal(homograph("ju\u0308rgen")?.fix, "write jürgen with composed letters");
    assert.match(homograph("\u0430dmin")?.detail ?? "", /\(а\)$/);
    assert.equal(emailProblem("Ann <ann@acme.example>")?.fix, "write ann@acme.example");
  });
});
