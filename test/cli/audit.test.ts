// `deskrealm audit` as a person runs it: what it prints, where, and with which exit code.

import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { Ajv } from "ajv";
import { RULES } from "../../infra/policy/rules.ts";
import { cli } from "../support/run-cli.ts";
import { SARIF_SCHEMA } from "../support/sarif-schema.ts";

const cwd = mkdtempSync(join(tmpdir(), "deskrealm-audit-"));
after(() => rm(cwd, { recursive: true, force: true }));

const write = (name: string, text: string) => writeFileSync(join(cwd, name), text);
write(
  "desk.yaml",
  `helpdesk: otrs
url: https://otrs.acme.example
policy:
  environment: \${var:ENVIRONMENT:-production}
  exceptions:
    - rule: permanent-lockout
      realm: agents
      reason: agents come through the company network only
      until: 2026-06-30
shared:
  frontendUrl: https://login.acme.example
  passwordPolicy: length(12) and notUsername(undefined)
  login: { verifyEmail: true }
  smtp: { host: mail.acme.example, from: desk@acme.example, ssl: true }
  tokens: { revokeRefreshToken: true }
  sessions: { offlineMax: 60d }
  bruteForce: { permanentLockout: true }
agents:
  clients:
    app:
      redirectUris:
        - https://otrs.acme.example/otrs/index.pl
        - https://portal.acme.example/callback
    api: { redirectUris: [https://otrs.acme.example/otrs/index.pl] }
customers:
  bruteForce: { permanentLockout: false }
`,
);
write("bad.yaml", "helpdesk: otrs\nurl: otrs\n");
write("lockout.yaml", "helpdesk: otrs\nurl: https://otrs.acme.example\nagents: { bruteForce: false }\n");

test("what is open comes first, each with its place and what to write; what is let stand says by whom", async () => {
  const { code, stdout, stderr } = await cli(["audit", "desk.yaml"], { cwd });
  assert.deepEqual([code, stderr], [0, ""]);
  const [open = "", stands = ""] = stdout.split("  let stand:\n");
  assert.equal(
    open,
    `desk.yaml, judged as production
  medium redirect-foreign-host otrs-agents agents/clients/app/redirectUris
    desk.yaml:23:11 agents.clients.app.redirectUris.1
    The client otrs-app sends codes to https://portal.acme.example/callback, which is not on otrs.acme.example.
    fix: remove the address, or write an exception that says whose it is
`,
  );
  assert.ok(
    stands.startsWith(`  high permanent-lockout otrs-agents agents/bruteForce/permanentLockout
    desk.yaml:17:35 shared.bruteForce.permanentLockout
    A stranger can lock any person of the realm otrs-agents out for good with 30 wrong passwords.
    until 2026-06-30: agents come through the company network only
`),
    stands,
  );
  assert.match(
    stands,
    / {2}medium unmanaged-attributes otrs-agents agents\/profile\/unmanagedAttributes\n {4}preset \(the vendor's text\): .+\n {4}People .+\n {4}by the vendor's text: the tutorial enables unmanaged attributes in both realms\n/,
  );
  assert.match(stands, /\n1 open: 0 high, 1 medium, 0 low; \d+ let stand\n$/);
});

test("the exit code is 3 from the severity on that is asked for, and the environment moves it", async () => {
  const run = async (...words: string[]) => (await cli(["audit", ...words], { cwd })).code;
  assert.equal(await run("desk.yaml"), 0);
  assert.equal(await run("desk.yaml", "--fail-on", "medium"), 3);
  assert.equal(await run("desk.yaml", "--fail-on", "medium", "--var", "ENVIRONMENT=development"), 0);
  assert.equal(await run("desk.yaml", "--fail-on", "low", "--var", "ENVIRONMENT=development"), 3);
  assert.equal(await run("lockout.yaml"), 3);
  assert.equal(await run("desk.yaml", "lockout.yaml"), 3);
  for (const format of ["json", "sarif"]) assert.equal(await run("lockout.yaml", "--format", format), 3);
});

test("wrong words and wrong specs give exit code 2 and print nothing", async () => {
  for (const words of [
    ["bad.yaml"],
    ["desk.yaml", "missing.yaml"],
    ["desk.yaml", "--fail-on", "none"],
    ["desk.yaml", "--format", "xml"],
    ["desk.yaml", "--var", "ENVIRONMENT=home"],
    [],
  ]) {
    const { code, stdout, stderr } = await cli(["audit", ...words], { cwd });
    assert.deepEqual([code, stdout], [2, ""], words.join(" "));
    assert.notEqual(stderr, "");
  }
});

test("JSON is version 1, with every finding of the text", async () => {
  const { stdout } = await cli(["audit", "desk.yaml", "lockout.yaml", "--format", "json"], { cwd });
  const { version, audits } = JSON.parse(stdout);
  assert.equal(version, 1);
  assert.deepEqual(
    audits.map(({ file, server, environment }: Record<string, unknown>) => [file, server, environment]),
    [
      ["desk.yaml", null, "production"],
      ["lockout.yaml", null, "production"],
    ],
  );
  const found = audits[1].findings.find((one: { rule: string }) => one.rule === "brute-force-off");
  assert.deepEqual(found, {
    rule: "brute-force-off",
    severity: "high",
    path: "agents/bruteForce/enabled",
    segments: ["agents", "bruteForce", "enabled"],
    realm: "otrs-agents",
    entry: null,
    summary: "No brute-force protection",
    detail: "The realm otrs-agents lets passwords be tried without end.",
    fix: "set bruteForce to true",
    accepted: null,
    source: {
      kind: "spec",
      path: ["agents", "bruteForce"],
      range: { start: { line: 3, column: 23 }, end: { line: 3, column: 28 } },
    },
  });
});

interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly locations: readonly {
    readonly physicalLocation: { artifactLocation: { uri: string }; region: Record<string, number> };
  }[];
  readonly suppressions: readonly Record<string, string>[];
  readonly partialFingerprints: Record<string, string>;
}

async function sarif(...words: string[]): Promise<{ results: SarifResult[]; ids: string[] }> {
  const log: { runs: unknown } = JSON.parse(
    (await cli(["audit", ...words, "--format", "sarif"], { cwd })).stdout,
  );
  const validate = new Ajv({
    allErrors: true,
    formats: { uri: URL.canParse, "uri-reference": isReference },
  }).compile(SARIF_SCHEMA);
  assert.ok(validate(log), JSON.stringify(validate.errors, null, 2));
  const [run] = log.runs as [{ results: SarifResult[]; tool: { driver: { rules: { id: string }[] } } }];
  return { results: run.results, ids: run.tool.driver.rules.map(({ id }) => id) };
}

const isReference = (uri: string) => !/[\s\\]/.test(uri) && URL.canParse(uri, "file:///");

test("SARIF has its standard's structure, the rules, the spec's lines, and suppressions for what is let stand", async () => {
  const { results, ids } = await sarif("desk.yaml", "lockout.yaml");
  assert.deepEqual(
    ids,
    RULES.map(({ code }) => code),
  );
  for (const { ruleId, ruleIndex } of results) assert.equal(ids[ruleIndex], ruleId);
  const of = (rule: string) => results.filter(({ ruleId }) => ruleId === rule);
  const [off] = of("brute-force-off");
  assert.equal(off?.level, "error");
  assert.deepEqual(off?.suppressions, []);
  assert.deepEqual(off?.locations[0]?.physicalLocation, {
    artifactLocation: { uri: "lockout.yaml" },
    region: { startLine: 3, startColumn: 23, endLine: 3, endColumn: 28 },
  });
  assert.deepEqual(of("permanent-lockout")[0]?.suppressions, [
    {
      kind: "inSource",
      status: "accepted",
      justification: "agents come through the company network only (until 2026-06-30)",
    },
  ]);
  const [unmanaged] = of("unmanaged-attributes");
  assert.equal(unmanaged?.suppressions[0]?.["kind"], "external");
  assert.equal(
    unmanaged?.locations[0]?.physicalLocation.region["startLine"],
    1,
    "the line that asks for OTRS",
  );
  const prints = results.map(({ partialFingerprints }) => partialFingerprints["deskrealm/v1"]);
  assert.equal(new Set(prints).size, results.length);
});

test("SARIF names files as a repository or a URL does", async () => {
  write("two words#1.yaml", "helpdesk: otrs\nurl: https://otrs.acme.example\n");
  const uri = async (file: string) =>
    (await sarif(file)).results[0]?.locations[0]?.physicalLocation.artifactLocation.uri;
  assert.equal(await uri("./desk.yaml"), "desk.yaml");
  assert.equal(await uri("two words#1.yaml"), "two%20words%231.yaml");
  assert.equal(await uri(join(cwd, "desk.yaml")), pathToFileURL(join(cwd, "desk.yaml")).href);
});

test("a rule is explained, for people and as JSON, and a misspelt one guessed", async () => {
  const { code, stdout } = await cli(["explain", "tls-not-required"]);
  assert.equal(code, 0);
  assert.equal(
    stdout,
    `tls-not-required (high in production, medium in staging, low in development)
  TLS not required

  Passwords, codes and tokens travel in the clear, and anybody on the way can read and use them.

  Keycloak, Server Administration Guide, "Mitigating security threats: SSL/HTTPS requirement"
    https://www.keycloak.org/docs/latest/server_admin/
`,
  );
  for (const { code: rule, severity, summary, reason, references } of RULES) {
    const shown = JSON.parse((await cli(["explain", rule, "--json"])).stdout);
    assert.deepEqual(shown, { version: 1, code: rule, severity, summary, reason, references });
  }
  const misspelt = await cli(["explain", "redirect-below-bass"]);
  assert.equal(misspelt.code, 2);
  assert.match(misspelt.stderr, /did you mean redirect-below-base\?/);
});
