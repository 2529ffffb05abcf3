// What three trials say of an upgrade, and how it is shown.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { OtrsModel } from "../../infra/helpdesks/otrs-model.ts";
import { type UpgradeFinding, upgradeFindings } from "../../scripts/upgrade/findings.ts";
import { rawTree } from "../../scripts/upgrade/raw.ts";
import type { UpgradeReport } from "../../scripts/upgrade/report.ts";
import type { Trial } from "../../scripts/upgrade/trial.ts";
import { upgradeJson } from "../../scripts/upgrade/view-json.ts";
import { upgradeMarkdown } from "../../scripts/upgrade/view-markdown.ts";
import { upgradeText } from "../../scripts/upgrade/view-text.ts";
import type { CheckResult } from "../../scripts/verify/check.ts";
import { sampleModel } from "../support/sample-model.ts";

const MODEL = sampleModel();
const [OLD, NEW] = ["26.4.0", "26.7.4"];

function trial(version: string, change: Partial<Trial> = {}): Trial {
  return { version, refused: null, changes: [], live: MODEL, raw: {}, checks: [], ...change };
}

interface Changes {
  readonly before?: Partial<Trial>;
  readonly fresh?: Partial<Trial>;
  readonly upgraded?: Partial<Trial>;
  readonly supported?: string;
}

function findings({ before, fresh, upgraded, supported = NEW }: Changes): readonly UpgradeFinding[] {
  return upgradeFindings({
    before: trial(OLD, before),
    fresh: trial(NEW, fresh),
    upgraded: trial(NEW, upgraded),
    supported,
  });
}

const check = (status: CheckResult["status"], change: Partial<CheckResult> = {}): CheckResult => {
  const about = {
    realmKey: "agents",
    realm: "otrs-agents",
    check: "login",
    title: "a person logs in",
  } as const;
  return { ...about, status, why: status === "ok" ? "" : "the page is another", hint: "", ...change };
};

const withLifespan = (seconds: number): OtrsModel => {
  const { agents } = MODEL.realms;
  const tokens = { ...agents.tokens, accessTokenLifespan: seconds };
  return { ...MODEL, realms: { ...MODEL.realms, agents: { ...agents, tokens } } };
};

test("nothing that differs is no finding", () => {
  const same = { checks: [check("ok")], raw: { "otrs-agents": rawTree({ enabled: true }) } };
  assert.deepEqual(findings({ before: same, fresh: same, upgraded: same }), []);
});

test("a refusal breaks, and what is therefore missing is not said again", () => {
  const [whole, half] = [{ enabled: true, clients: [{ clientId: "otrs-app" }] }, { enabled: true }].map(
    (one) => ({
      raw: { "otrs-agents": rawTree(one) },
    }),
  );
  const refused = { ...half, refused: "pulumi up failed: 403", live: { ...MODEL, realms: {} } };
  assert.deepEqual(findings({ before: whole ?? {}, upgraded: whole ?? {}, fresh: refused }), [
    {
      weight: "breaks",
      where: "new",
      realms: [],
      text: "the spec cannot be applied on 26.7.4: pulumi up failed: 403",
    },
  ]);
});

test("a model that does not survive breaks, in words and once for both kinds of realm", () => {
  const live = withLifespan(600);
  const text =
    "agents realm otrs-agents: tokens: access token lifespan is 300 s on 26.4.0 and 600 s on 26.7.4";
  assert.deepEqual(findings({ upgraded: { live } }), [
    { weight: "breaks", where: "upgraded", realms: [], text },
  ]);
  assert.deepEqual(findings({ upgraded: { live }, fresh: { live } }), [
    { weight: "breaks", where: "both", realms: [], text },
  ]);
});

test("checks: one that fails breaks, one that can no longer be made is to be looked at, an old failure is known", () => {
  const seen = (before: CheckResult[], after: CheckResult[]) =>
    findings({ before: { checks: before }, upgraded: { checks: after } }).map(({ weight, realms, text }) => {
      return `${weight} ${realms.join("+")} ${text}`;
    });
  assert.deepEqual(seen([check("ok")], [check("failed")]), [
    'breaks otrs-agents "a person logs in" no longer holds on 26.7.4: the page is another',
  ]);
  assert.deepEqual(seen([check("ok")], [check("not-tried")]), [
    'look otrs-agents "a person logs in" could be shown on 26.4.0 and cannot on 26.7.4: the page is another',
  ]);
  assert.deepEqual(seen([check("failed")], [check("failed")]), [
    'note otrs-agents "a person logs in" holds neither on 26.4.0 nor on 26.7.4: the page is another',
  ]);
  assert.deepEqual(seen([check("failed")], [check("ok")]), [
    'note otrs-agents "a person logs in" holds on 26.7.4',
  ]);
  const other = { realmKey: "customers", realm: "customers" } as const;
  assert.deepEqual(seen([check("ok"), check("ok", other)], [check("failed"), check("failed", other)]), [
    'breaks customers+otrs-agents "a person logs in" no longer holds on 26.7.4: the page is another',
  ]);
});

test("what an up would change: to be looked at after an upgrade, broken where it never ends, unless it was so before", () => {
  const changes = [{ operation: "update", name: "otrs/agents/realm", properties: ["attributes"] }];
  assert.deepEqual(
    findings({ upgraded: { changes }, fresh: { changes } }).map(({ weight, where, text }) => [
      weight,
      where,
      text,
    ]),
    [
      [
        "breaks",
        "new",
        "up never comes to rest on 26.7.4: again and again it would update otrs/agents/realm (attributes)",
      ],
      ["look", "upgraded", "the next up would update otrs/agents/realm (attributes)"],
    ],
  );
  assert.deepEqual(findings({ before: { changes }, upgraded: { changes }, fresh: { changes } }), []);
});

test("Keycloak's own settings: a new one is a note, another value in an upgraded realm is to be looked at", () => {
  const raw = (settings: object) => ({ raw: { "otrs-agents": rawTree(settings) } });
  const found = findings({
    before: raw({ priority: 10 }),
    upgraded: raw({ priority: 54, scimApiEnabled: false }),
    fresh: raw({ priority: 10, scimApiEnabled: false }),
  });
  assert.deepEqual(found, [
    {
      weight: "look",
      where: "upgraded",
      realms: ["otrs-agents"],
      text: "realm: priority was 10 on 26.4.0 and is 54 on 26.7.4",
    },
    {
      weight: "note",
      where: "both",
      realms: ["otrs-agents"],
      text: "realm: scimApiEnabled is new on 26.7.4: false",
    },
  ]);
});

test("leaving the version that the vendor supports is to be looked at, and reaching it is fine", () => {
  const text = "the helpdesk's vendor supports Keycloak 26.4.0, and not 26.7.4";
  assert.deepEqual(findings({ supported: OLD }), [{ weight: "look", where: "both", realms: [], text }]);
  assert.deepEqual(findings({ supported: NEW }), []);
});

const report: UpgradeReport = {
  spec: "realms/otrs.yaml",
  from: OLD,
  to: NEW,
  findings: [
    { weight: "breaks", where: "both", realms: ["a_b"], text: '"a person logs in" no longer holds' },
    { weight: "note", where: "new", realms: [], text: "realm: x is new" },
  ],
  trials: [
    { what: OLD, applied: true, changes: 0, checks: { passed: 3, failed: 0, notTried: 1 } },
    { what: NEW, applied: false, changes: 0, checks: { passed: 0, failed: 2, notTried: 0 } },
  ],
  notes: ["mail server mail.acme.example is replaced"],
};

test("text: the verdict, the heaviest first, what was tried and on what terms", () => {
  assert.equal(
    upgradeText(report),
    `realms/otrs.yaml: Keycloak 26.4.0 to 26.7.4: 1 thing breaks, nothing is to be looked at.

Breaks
  a_b: "a person logs in" no longer holds

Good to know
  realm: x is new (only in realms that are made on 26.7.4)

Tried
  26.4.0: applied, a second up has nothing to do, 3 checks passed, 1 not tried
  26.7.4: refused, 0 checks passed, 2 failed

Changed for the trial
  mail server mail.acme.example is replaced
`,
  );
});

test("Markdown: names are no markup, notes are folded away", () => {
  const text = upgradeMarkdown(report);
  assert.match(
    text,
    /^## Upgrade of Keycloak for realms\/otrs\.yaml\n\nKeycloak 26\.4\.0 to 26\.7\.4: 1 thing breaks/,
  );
  assert.match(text, /\n### Breaks\n\n- a\\_b: "a person logs in" no longer holds\n/);
  assert.match(
    text,
    /\n<details><summary>Good to know: 1<\/summary>\n\n- realm: x is new .*\n\n<\/details>\n/,
  );
});

test("JSON: version 1 and the whole report", () => {
  assert.deepEqual(JSON.parse(upgradeJson(report)), { version: 1, ...report });
});
