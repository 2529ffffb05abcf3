// What the program registers: names, types, protection, and secrets as secrets.

import assert from "node:assert/strict";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import { Helpdesk } from "../../infra/components/helpdesk.ts";
import { secretResolver } from "../../infra/components/secrets.ts";
import { resourceNames } from "../../scripts/stack/account-for.ts";
import { assertGolden } from "../support/golden.ts";
import { expand, goodSpec } from "../support/good-spec.ts";
import { type Registered, registered, withoutSecrets } from "../support/registered.ts";

const SECRETS = {
  root: "marker-of-root",
  ada: "marker-of-ada",
  smtp: "marker-of-smtp",
  bind: "marker-of-bind",
  entra: "marker-of-entra",
  auth0: "marker-of-auth0",
  authentik: "marker-of-authentik",
  sister: "marker-of-sister",
};
const ENV = { ADA_PASSWORD: "marker-of-env", BIND_PASSWORD: "marker-of-bind" };
const golden = (name: string) => join(import.meta.dirname, "golden", name);

function resources(spec: string, allowDestroy: readonly string[] = []): Promise<Registered[]> {
  const { model } = expand(goodSpec(spec).text);
  pulumi.runtime.setAllConfig({ "deskrealm:secrets": JSON.stringify(SECRETS) }, ["deskrealm:secrets"]);
  return registered(() => {
    const resolveSecret = secretResolver(new pulumi.Config("deskrealm"), ENV);
    new Helpdesk({ model, owner: "deskrealm/test", resolveSecret, allowDestroy });
  });
}

const listing = (all: readonly Registered[]): string => `${all.map(({ urn }) => urn).join("\n")}\n`;
const ofType = (all: readonly Registered[], type: string): Registered[] =>
  all.filter((one) => one.type === type);
const REALM = "keycloak:index/realm:Realm";
const USER = "keycloak:index/user:User";
const DIRECTORY = "keycloak:ldap/userFederation:UserFederation";

const SPECS = {
  "realms/otrs.yaml": "otrs-urns.txt",
  "test/samples/good/every-key.yaml": "every-key-urns.txt",
  "realms/providers.yaml": "providers-urns.txt",
};

test("the names of several helpdesks' resources are public API, too, and an account tells of each", async () => {
  const listings: string[] = [];
  for (const spec of ["realms/several.yaml", "test/samples/good/every-key-several.yaml"]) {
    const all = await resources(spec);
    listings.push(`# ${spec}\n${listing(all)}`);
    const names = all.filter(({ custom }) => custom).map(({ name }) => name);
    assert.deepEqual([...resourceNames(expand(goodSpec(spec).text).model)].sort(), names.sort());
  }
  assertGolden(golden("several-urns.txt"), listings.join("\n"));
});

test("the names of every other helpdesk's resources are public API, too", async () => {
  const specs = [
    ...["realms/otobo.yaml", "realms/osticket.yaml", "realms/deskpro.yaml", "realms/espocrm.yaml"],
    "test/samples/good/every-key-otobo.yaml",
  ];
  const listings: string[] = [];
  for (const spec of specs) listings.push(`# ${spec}\n${listing(await resources(spec))}`);
  assertGolden(golden("products-urns.txt"), listings.join("\n"));
});

for (const [spec, file] of Object.entries(SPECS)) {
  describe(spec, () => {
    let all: Registered[] = [];
    before(async () => {
      all = await resources(spec);
    });

    test("keeps its URNs: logical names are public API", () => {
      assertGolden(golden(file), listing(all));
      assert.equal(new Set(all.map(({ name, type }) => `${type} ${name}`)).size, all.length);
    });

    test("has the names that an account tells of", () => {
      const { model } = expand(goodSpec(spec).text);
      const names = all.filter(({ custom }) => custom).map(({ name }) => name);
      assert.deepEqual([...resourceNames(model)].sort(), names.sort());
    });

    test("protects realms, directories and people, and nothing else", () => {
      const kept = all.filter(({ protect, custom }) => protect && custom).map(({ name }) => name);
      const meant = [REALM, DIRECTORY, USER].flatMap((type) => ofType(all, type)).map(({ name }) => name);
      assert.deepEqual(kept.toSorted(), meant.toSorted());
    });

    test("lets everything in a realm go with it", () => {
      const realms = ofType(all, REALM);
      assert.equal(realms.length, 2);
      for (const one of all.filter(({ custom, type }) => custom && type !== REALM)) {
        const place = one.name.split("/").slice(0, 2).join("/");
        const realm = realms.find(({ name }) => name === `${place}/realm`);
        assert.equal(one.deletedWith, realm?.urn, one.name);
      }
    });

    test("never writes a person anew by Keycloak's plugin, nor a first password", () => {
      const people = ofType(all, USER);
      assert.equal(people.length > 0, spec !== "realms/providers.yaml");
      for (const { ignoreChanges } of people) {
        assert.deepEqual([...ignoreChanges].sort(), [
          ...["attributes", "email", "emailVerified", "enabled", "federatedIdentities", "firstName"],
          ...["initialPassword", "lastName", "requiredActions"],
        ]);
      }
    });

    test("registers no secret in clear", () => {
      for (const { inputs, name } of all) {
        assert.doesNotMatch(JSON.stringify(withoutSecrets(inputs)), /marker-of/, name);
      }
      assert.match(JSON.stringify(all.map(({ inputs }) => inputs)), /marker-of/);
    });

    test("marks each realm with its owner and its people", () => {
      for (const { inputs, name } of ofType(all, REALM)) {
        const attributes = inputs["attributes"] as Record<string, string>;
        const place = name.split("/").slice(0, 2).join("/");
        const people = ofType(all, USER)
          .filter((user) => user.name.startsWith(`${place}/`))
          .map((user) => user.inputs["username"]);
        assert.equal(attributes["deskrealm.owner"], "deskrealm/test");
        assert.deepEqual(JSON.parse(attributes["deskrealm.people"] ?? ""), people);
      }
    });
  });
}

test("a person's first password and the mail server's are secrets of their own values", async () => {
  const all = await resources("test/samples/good/every-key.yaml");
  const secret = (value: string) => ({
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    value,
  });
  const [ada] = ofType(all, USER);
  assert.deepEqual(withSecret(ada?.inputs["initialPassword"], "value"), secret("marker-of-env"));
  const agents = ofType(all, REALM).find(({ name }) => name === "otrs/agents/realm");
  const mail = agents?.inputs["smtpServer"] as Record<string, unknown> | undefined;
  assert.match(JSON.stringify(mail), /marker-of-smtp/);
  assert.doesNotMatch(JSON.stringify(withoutSecrets(mail)), /marker-of/);
});

/** The secret at a key, or around the whole: Pulumi may lift it. */
function withSecret(value: unknown, key: string): unknown {
  const record = value as Record<string, unknown>;
  return record["4dabf18193072939515e22adb298388d"] === undefined
    ? record[key]
    : { ...record, value: (record["value"] as Record<string, unknown>)[key] };
}

test("a password in Keycloak's vault is no secret of Pulumi's", async () => {
  const [realm] = ofType(await resources("test/samples/good/vault.yaml"), REALM);
  assert.match(JSON.stringify(withoutSecrets(realm?.inputs["smtpServer"])), /\$\{vault\.smtp\}/);
});

test("a directory's password is a secret of its own value, or a reference to Keycloak's vault", async () => {
  const all = await resources("test/samples/good/active-directory.yaml");
  const [agents, customers] = ofType(all, DIRECTORY);
  assert.match(JSON.stringify(agents?.inputs), /marker-of-bind/);
  assert.doesNotMatch(JSON.stringify(withoutSecrets(agents?.inputs)), /marker-of/);
  assert.match(JSON.stringify(customers?.inputs), /"\$\{vault\.bind\}"/);
});

test("a directory is never replaced for what its creation alone was told", async () => {
  const all = await resources("test/samples/good/active-directory.yaml");
  for (const { inputs, ignoreChanges } of ofType(all, DIRECTORY)) {
    assert.deepEqual(ignoreChanges, ["deleteDefaultMappers"]);
    assert.equal(inputs["deleteDefaultMappers"], undefined);
  }
});

test("naming a realm lifts its protection and that of its people, and no other's", async () => {
  const all = await resources("realms/acme.yaml", ["acme-agents", "other"]);
  const kept = all.filter(({ custom, protect }) => custom && protect).map(({ name }) => name);
  assert.deepEqual(kept, ["otrs/customers/realm"]);
  const byKey = await resources("realms/acme.yaml", ["agents", "", "otrs-agents"]);
  assert.equal(byKey.filter(({ custom, protect }) => custom && protect).length, 4);
});

test("no value that a variable can change is part of a logical name", async () => {
  const names = (await resources("test/samples/good/variables.yaml")).map(({ name }) => name);
  assert.ok(names.every((name) => !/staging|otrs\.acme/.test(name)));
});

test("names that are nasty to others are names here", async () => {
  const all = await resources("test/samples/good/nasty-names.yaml");
  const roles = ofType(all, "keycloak:index/role:Role");
  assert.equal(roles.length, 10);
  for (const { name } of all) assert.doesNotMatch(name, /undefined|native code/);
});
