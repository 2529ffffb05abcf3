// check-users against the one that knows: who is refused by Keycloak must be refused by it, and nobody else.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { adminPath } from "../../infra/admin/client.ts";
import { AdminFailure } from "../../infra/admin/errors.ts";
import type { OtrsModel } from "../../infra/helpdesks/otrs-model.ts";
import { otrsPeople } from "../../infra/helpdesks/otrs-people.ts";
import { modelOf } from "../../infra/load-model.ts";
import type { RealmKey, RealmModel } from "../../infra/model/types.ts";
import { personChecker } from "../../infra/people/person-checker.ts";
import { readLiveModel } from "../../scripts/live/read-model.ts";
import { fetchFor } from "../../scripts/login/fetch.ts";
import { LoginRefused, loginThroughForm } from "../../scripts/login/login.ts";
import { applyDirectly } from "../support/apply-directly.ts";
import { inSuite } from "../support/in-suite.ts";
import { NASTY_PEOPLE, type NastyPerson, VALIDATED_PEOPLE } from "../support/nasty-people.ts";
import { cli } from "../support/run-cli.ts";
import { adminOf, startKeycloak } from "../support/test-keycloak.ts";

const PASSWORD = "Initial-Passw0rd!";
const PLAIN =
  "helpdesk: otrs\nurl: https://otrs.acme.example\ncustomers: { attributes: { phone: {}, tags: { multivalued: true } } }\n";
const OTHER = `helpdesk: otrs
url: https://otrs.acme.example
agents:
  realm: agents-other
  login: { withEmail: false }
  username: { minLength: 2, maxLength: 40 }
  unmanagedAttributes: ADMIN_EDIT
  smtp: { host: 127.0.0.1, from: helpdesk@acme.example }
  attributes: { customerid: { required: true }, tags: { multivalued: true } }
customers: { realm: customers-other }
`;
/** What the preset takes away, and what no spec can say yet. */
const VALIDATORS = {
  opt: { options: { options: ["a", "B"] } },
  pat: { pattern: { pattern: "[A-Z]{2}\\d+" } },
  int: { integer: { min: 1, max: 10 } },
  dbl: { double: { min: 1, max: 10 } },
  iso: { "iso-date": {} },
  len: { length: { min: 2, max: 3, "trim-disabled": true } },
  multi: { multivalued: { min: "1", max: "2" } },
};

describe("check-users, on a real Keycloak", () => {
  const keycloak = inSuite(() => startKeycloak());
  const folder = mkdtempSync(join(tmpdir(), "deskrealm-check-users-"));
  after(() => rmSync(folder, { recursive: true }));

  /** Labels of those whom Keycloak does not take, tried one after the other. */
  const refusedByKeycloak = async (realm: string, people: readonly Labelled[]) => {
    const refused: string[] = [];
    for (const { label, username, email, firstName, lastName, ...rest } of people) {
      const attributes = Object.fromEntries(
        Object.entries(rest).map(([name, value]) => [name, [value].flat()]),
      );
      const person = { username, email, firstName, lastName, attributes, enabled: true };
      try {
        await keycloak.admin.post(adminPath`/realms/${realm}/users`, person);
      } catch (error) {
        // 500: the value does not fit into the database's column.
        if (!(error instanceof AdminFailure && [400, 409, 500].includes(error.status))) throw error;
        refused.push(label);
      }
    }
    return refused;
  };

  const refusedByUs = async (text: string, realm: RealmKey, people: readonly Labelled[]) => {
    writeFileSync(join(folder, "spec.yaml"), text);
    writeFileSync(join(folder, "users.csv"), csvOf(people));
    const words = ["check-users", "spec.yaml", "users.csv", "--realm", realm, "--format", "json"];
    const { code, stdout, stderr } = await cli(words, { cwd: folder });
    assert.equal(code, 3, stderr);
    const { findings } = JSON.parse(stdout) as { findings: { line: number; effect: string }[] };
    const lines = new Set(findings.flatMap(({ line, effect }) => (effect === "refused" ? [line] : [])));
    return people.flatMap((person, index) => (lines.has(lineOf(people, index)) ? [person.label] : []));
  };

  test("the vendor's realm refuses exactly those whom check-users names, of 60 cases and more", async () => {
    const people = labelled(NASTY_PEOPLE);
    assert.ok(people.length > 60);
    await applyDirectly(keycloak.admin, modelFrom(PLAIN));
    const refused = await refusedByKeycloak("otrs-customer-users", people);
    assert.ok(refused.length > 30 && refused.length < people.length - 30, String(refused.length));
    assertSame(await refusedByUs(PLAIN, "customers", people), refused);
  });

  test("so does one with other lengths, a mail server, and addresses that are no user names", async () => {
    const people = labelled(NASTY_PEOPLE);
    await applyDirectly(keycloak.admin, modelFrom(OTHER));
    const refused = await refusedByKeycloak("agents-other", people);
    assert.ok(refused.includes("an umlaut before the @") && !refused.includes("that address"));
    assertSame(await refusedByUs(OTHER, "agents", people), refused);
  });

  test("so does one with Keycloak's own profile and every validator", async () => {
    const realm = "every-validator";
    const { key, product, url, realms } = modelFrom(PLAIN);
    const expected = { key, product, url, realms: { customers: { ...realms.customers, realm } } };
    await keycloak.admin.post("/realms", { realm, enabled: true });
    const path = adminPath`/realms/${realm}/users/profile`;
    const profile = await keycloak.admin.get<{ attributes: object[] }>(path);
    const permissions = { view: ["admin", "user"], edit: ["admin", "user"] };
    const more = Object.entries(VALIDATORS).map(([name, validations]) => {
      return { name, displayName: name, permissions, validations, multivalued: name === "multi" };
    });
    const attributes = [...profile.attributes, ...more];
    await keycloak.admin.put(path, { ...profile, attributes, unmanagedAttributePolicy: "ENABLED" });
    const live = (await readLiveModel(keycloak.admin, expected)).realms.customers ?? assert.fail("no realm");

    const people = labelled([...NASTY_PEOPLE, ...VALIDATED_PEOPLE], { multi: "one" });
    const refused = await refusedByKeycloak(realm, people);
    assert.ok(refused.includes("a Cyrillic а in admin") && refused.includes("firstName with U+21 !"));
    assertSame(refusedByModel(live, people), refused);
  });

  test("where addresses are user names, Keycloak looks at the address alone", async () => {
    const realm = "mail-names";
    const { key, product, url, realms } = modelFrom(PLAIN);
    const expected = { key, product, url, realms: { agents: { ...realms.agents, realm } } };
    await keycloak.admin.post("/realms", { realm, enabled: true, registrationEmailAsUsername: true });
    const live = (await readLiveModel(keycloak.admin, expected)).realms.agents ?? assert.fail("no realm");
    const people = labelled([
      ["nothing special", {}],
      ["a user name that would be refused", { username: "a b!" }],
      ["no user name", { username: "" }],
      ["no address", { email: "" }],
      ["an apostrophe", { email: "o'brien@acme.example" }],
      ["short", { email: "a@b" }],
      ["short again", { email: "A@b" }],
    ]);
    assertSame(refusedByModel(live, people), await refusedByKeycloak(realm, people));
  });

  test("whose login is said to stop is made, and stopped at the login", async () => {
    const realm = "otrs-customer-users";
    const people = labelled([
      ["no last name", { username: "stopped", email: "stopped@acme.example", lastName: "" }],
    ]);
    assert.deepEqual(
      await refusedByUs(`${PLAIN}`, "customers", [...people, ...labelled([["a!", { username: "a!" }]])]),
      ["a!"],
    );
    await keycloak.admin.post(adminPath`/realms/${realm}/users`, {
      ...{ username: "stopped", email: "stopped@acme.example", firstName: "A", enabled: true },
      attributes: { customerid: ["c"] },
      credentials: [{ type: "password", value: PASSWORD, temporary: false }],
    });
    const request = {
      issuer: `${keycloak.url}/realms/${realm}`,
      clientId: "otrs-app",
      redirectUri: "https://otrs.acme.example/",
      username: "stopped",
      password: PASSWORD,
      fetch: fetchFor(adminOf(keycloak), undefined),
    };
    await assert.rejects(
      loginThroughForm(request),
      (error) => error instanceof LoginRefused && error.stage === "page",
    );
  });
});

type Labelled = NastyPerson & {
  readonly label: string;
  readonly username: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
};

/** Nobody collides with anybody unless a case says so. */
function labelled(people: readonly (readonly [string, NastyPerson])[], more: NastyPerson = {}): Labelled[] {
  return people.map(([label, own], index) => ({
    username: `person.${index}`,
    email: `person.${index}@acme.example`,
    ...{ firstName: "Ann", lastName: "Ackermann", customerid: "acme", ...more },
    ...own,
    label,
  }));
}

function assertSame(ours: readonly string[], keycloaks: readonly string[]): void {
  assert.deepEqual(
    {
      refusedByUsAlone: ours.filter((label) => !keycloaks.includes(label)),
      refusedByKeycloakAlone: keycloaks.filter((label) => !ours.includes(label)),
    },
    { refusedByUsAlone: [], refusedByKeycloakAlone: [] },
  );
}

/** The same without a file, for realms that no spec describes. */
function refusedByModel(realm: RealmModel, people: readonly Labelled[]): string[] {
  const checker = personChecker(realm, otrsPeople("agents"));
  assert.deepEqual(checker.unchecked, []);
  return people.flatMap(({ label, ...person }, index) => {
    const values = Object.entries(person).map(
      ([name, value]) => [name, [value].flat().filter((one) => one !== "")] as const,
    );
    return checker.check(new Map(values), index).some(({ effect }) => effect === "refused") ? [label] : [];
  });
}

/** Where a person starts: a line break within somebody's value moves the rest. */
function lineOf(people: readonly Labelled[], index: number): number {
  const breaks = people
    .slice(0, index)
    .map((person) => Object.values(person).flat().join("").split("\n").length - 1);
  return breaks.reduce((sum, one) => sum + one, index + 2);
}

function csvOf(people: readonly Labelled[]): string {
  const columns = [
    "username",
    "email",
    "firstName",
    "lastName",
    "customerid",
    "phone",
    "fax",
    "tags",
    "tags",
    "tags",
  ];
  const rows = people.map((person) => {
    const seen = new Map<string, number>();
    return columns.map((name) => {
      const at = seen.get(name) ?? 0;
      seen.set(name, at + 1);
      return `"${([person[name] ?? ""].flat()[at] ?? "").replaceAll('"', '""')}"`;
    });
  });
  return [columns, ...rows].map((cells) => cells.join(",")).join("\n");
}

function modelFrom(text: string): OtrsModel {
  const { value } = modelOf(text, "spec.yaml", { variables: {}, env: {} });
  return (value?.model as OtrsModel | undefined) ?? assert.fail("the spec is wrong");
}
