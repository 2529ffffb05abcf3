// What goes with OTRS's Config.pm: the table of variables, the commands as real bash runs them, the notices.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { renderOtrs } from "../../infra/helpdesks/otrs-config.ts";
import type { Rendering } from "../../infra/helpdesks/types.ts";
import {
  ALL_ON,
  configText,
  FULL,
  FULL_FACTS,
  fileText,
  NASTY,
  otrsModel,
  SMALL,
  SMALL_AGENTS,
  SMALL_CUSTOMERS,
  SMALL_FACTS,
} from "../support/otrs-model.ts";
import { loadConfig } from "../support/perl.ts";
import { commandsOf, shellCalls } from "../support/shell.ts";

describe("environment.md", () => {
  const rows = (text: string) =>
    text
      .split("\n")
      .filter((line) => /^\| (?!Purpose|---)/.test(line))
      .map((line) => line.slice(2, -2).split(/ (?<!\\)\| /));

  test("has the vendor's 13 and 9 purposes with Config.pm's values, and marks the mandatory ones", () => {
    for (const [facts, options] of [
      [SMALL_FACTS, undefined],
      [{ ...SMALL_FACTS, backendUrl: "http://kc:8080" }, ALL_ON],
    ] as const) {
      const rendering = renderOtrs(SMALL, facts, options);
      const loaded = loadConfig(configText(rendering));
      const table = rows(fileText(rendering, "environment.md"));
      assert.equal(table.length, 13 + 9);
      assert.deepEqual(
        table.map((row) => row[3]),
        [
          ..."yes no yes yes yes yes yes no no no no no no".split(" "),
          ..."yes no yes yes yes yes yes no no".split(" "),
        ],
      );
      for (const [purpose, shown, , , keyCell] of table) {
        const [key = "", entry] = (keyCell ?? "").replaceAll("`", "").split(" / ");
        const setting = loaded[key];
        const value = entry === undefined ? setting : (setting as Record<string, unknown>)[entry];
        const expected = key.endsWith("Secret") ? "see Config.pm" : value ? `\`${value}\`` : "leave unset";
        assert.equal(shown, expected, purpose);
      }
    }
  });

  test("keeps nasty values inside their cells and invents no variable's name", () => {
    const text = fileText(renderOtrs(FULL, FULL_FACTS), "environment.md");
    for (const row of rows(text)) assert.equal(row.length, 5, row.join(" ¦ "));
    assert.ok(text.includes("``gate O'Brien \\ $x @y Ünï \\| `z` \\\\' }; die; #``"));
    assert.doesNotMatch(fileText(renderOtrs(SMALL, SMALL_FACTS), "environment.md"), /\b[A-Z]+_[A-Z_]+\b/);
  });
});

describe("steps", () => {
  const calls = (steps: readonly string[], mark: string, input: string) =>
    shellCalls(commandsOf(steps, mark), input);

  const syncCall = (
    name: string,
    realm: string,
    app: string,
    backend: string,
    api: string,
    secret: string,
  ) => [
    ...[
      "otrs.Console.pl",
      `Admin::IAM::${name}`,
      "--realm",
      realm,
      "--client-id",
      app,
      "--backend-authority",
      backend,
    ],
    ...["--api-credentials-client-id", api, "--api-credentials-client-secret", secret],
  ];

  test("the migration commands call OTRS with the model's names and the secrets that were typed in", () => {
    const small = calls(renderOtrs(SMALL, SMALL_FACTS).steps, "SyncRoles", " one \\ 'x' \ntwo\n");
    const keycloak = "https://keycloak.acme.example";
    assert.deepEqual(small, [
      syncCall("SyncRoles", "otrs-agents", "otrs-app", keycloak, "otrs-api", " one \\ 'x' "),
      syncCall("SyncUsers", "otrs-agents", "otrs-app", keycloak, "otrs-api", " one \\ 'x' "),
      syncCall("SyncCustomerUsers", "otrs-customer-users", "otrs-app", keycloak, "otrs-api", "two"),
    ]);
    const backend = FULL_FACTS.backendUrl ?? "";
    const full = calls(renderOtrs(FULL, FULL_FACTS).steps, "SyncRoles", "one\ntwo\n");
    assert.deepEqual(full, [
      syncCall("SyncRoles", `agents ${NASTY}`, `app ${NASTY}`, backend, `api ${NASTY}`, "one"),
      syncCall("SyncUsers", `agents ${NASTY}`, `app ${NASTY}`, backend, `api ${NASTY}`, "one"),
      syncCall("SyncCustomerUsers", `customers ${NASTY}`, `capp ${NASTY}`, backend, `capi ${NASTY}`, "two"),
    ]);
  });

  test("the check asks the URL that OTRS's server uses, once, and then OTRS", () => {
    const check = ["otrs.Console.pl", "Maint::IAM::Check"];
    const { steps } = renderOtrs(SMALL, SMALL_FACTS);
    assert.deepEqual(calls(steps, "IAM::Check", ""), [["curl", "-v", "-L", SMALL_FACTS.keycloakUrl], check]);
    const inside = renderOtrs(FULL, FULL_FACTS).steps;
    assert.deepEqual(calls(inside, "IAM::Check", ""), [["curl", "-v", "-L", FULL_FACTS.backendUrl], check]);
  });

  test("say what changes for people, migration first", () => {
    const { steps } = renderOtrs(SMALL, SMALL_FACTS);
    const order = [
      "`! % & * / ,`",
      "SyncRoles",
      "`Kernel/Config.pm`",
      "IAM::Check",
      "root@localhost",
      "exactly the same names",
    ];
    const rest = ["writes an agent", "in Keycloak only", "`contract`", "disable them", "wildcard"];
    const places = [...order, ...rest].map((mark) => steps.findIndex((step) => step.includes(mark)));
    assert.ok(!places.includes(-1), `missing: ${places}`);
    assert.deepEqual(
      places,
      [...places].sort((a, b) => a - b),
    );
    assert.ok(steps.some((step) => step.includes("`Agent` and `Admin`")));
  });

  test("leave out what the model already has, and role names where roles are not synced", () => {
    const root = { enabled: true, email: "r@x.example", emailVerified: true, firstName: "R", lastName: "A" };
    const users = { "root@localhost": { ...root, attributes: {}, clientRoles: {}, temporaryPassword: null } };
    const model = otrsModel(
      { ...SMALL_AGENTS, settings: { users } },
      { ...SMALL_CUSTOMERS, attributes: ["customerid"] },
    );
    const text = renderOtrs(model, SMALL_FACTS, { ...ALL_ON }).steps.join("\n");
    assert.doesNotMatch(text, /root@localhost|dynamic field|exactly the same names/);
    assert.match(text, /roles are not synced/);
  });
});

describe("notices", () => {
  const has = (rendering: Rendering, words: string) =>
    rendering.notices.some((notice) => notice.includes(words));

  test("say which CustomerID was written and why", () => {
    assert.ok(
      renderOtrs(SMALL, SMALL_FACTS).notices[0]?.startsWith(
        "`CustomerID` is written as `customerid`, the attribute",
      ),
    );
  });

  test("appear only where they are true", () => {
    const small = renderOtrs(SMALL, SMALL_FACTS);
    const full = renderOtrs(FULL, FULL_FACTS);
    for (const words of [
      "is confidential",
      "has no frontend URL",
      "stay out of `UserSyncMap`",
      "a dynamic field's name",
    ]) {
      assert.ok(!has(small, words), words);
      assert.ok(has(full, words), words);
    }
    assert.equal(full.notices.filter((notice) => notice.includes("is confidential")).length, 1);
    const same = renderOtrs(SMALL, { ...SMALL_FACTS, backendUrl: SMALL_FACTS.keycloakUrl });
    assert.ok(!has(same, "has no frontend URL"));
  });
});
