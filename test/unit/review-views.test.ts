// How reviews are grouped and shown: many helpdesks, many changes, hostile values, policy findings.

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parse } from "node-html-parser";
import type { Finding } from "../../infra/policy/types.ts";
import { plain } from "../../infra/review/phrase.ts";
import { unknownText } from "../../infra/review/unknown.ts";
import { roleName } from "../../infra/spec/fields.ts";
import { reviewHtml } from "../../scripts/review/views/html.ts";
import { reviewJson } from "../../scripts/review/views/json.ts";
import { MAX_LENGTH, reviewMarkdown } from "../../scripts/review/views/markdown.ts";
import { reviewSarif } from "../../scripts/review/views/sarif.ts";
import { assertContained } from "../support/contained.ts";
import { fuzz, typeable } from "../support/fuzz.ts";
import { type Desk, reviewOf, VIEWS } from "../support/reviews.ts";

const SPEC = { helpdesk: "otrs", url: "https://desk.example" };
const desk = (name: string, before: object, after: object): Desk => ({
  name,
  before: JSON.stringify({ ...SPEC, ...before }),
  after: JSON.stringify({ ...SPEC, ...after }),
});
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

test("200 helpdesks with one shared change are one group that names them all and fits", () => {
  const review = reviewOf(
    numbers(200).map((one) => ({
      ...desk(`customer-${one}`, {}, {}),
      ...urls(one),
    })),
  );
  assert.equal(review.groups.length, 1);
  assert.equal(review.groups[0]?.members.length, 200);
  for (const text of [reviewMarkdown(review), reviewHtml(review), reviewJson(review)]) {
    for (const one of numbers(200)) assert.ok(text.includes(`customer-${one}`));
  }
  const markdown = reviewMarkdown(review);
  assert.ok(markdown.length < MAX_LENGTH);
  assert.match(markdown, /1 change in 200 of 200 helpdesks: 1 of high risk\./);
  assert.match(markdown, /`customerid` may now be changed by the person themselves/);
});

/** Specs of their own for each helpdesk, with the same change in all. */
function urls(one: number) {
  const spec = (edit: string[]) => ({
    helpdesk: "otrs",
    url: `https://customer-${one}.example`,
    customers: { realm: `customer-${one}`, attributes: { customerid: { edit } } },
  });
  return { before: JSON.stringify(spec(["admin"])), after: JSON.stringify(spec(["admin", "user"])) };
}

test("helpdesks with an address of their own each are told by it in one group", () => {
  const spec = (one: number, path: string) => ({
    helpdesk: "otrs",
    url: `https://customer-${one}.example`,
    agents: { clients: { app: { redirectUris: [`https://customer-${one}.example/${path}`] } } },
  });
  const review = reviewOf(
    numbers(20).map((one) => ({
      name: `customer-${one}`,
      before: JSON.stringify(spec(one, "old")),
      after: JSON.stringify(spec(one, "new")),
    })),
  );
  assert.deepEqual(
    review.groups.map(({ sentence, members }) => [plain(sentence), members.length]),
    [["otrs-api and otrs-app may now redirect to ${url}/new instead of ${url}/old", 20]],
  );
});

const realms = (change: (one: number) => object) =>
  reviewOf(numbers(300).map((one) => desk(`customer-${String(one).padStart(3, "0")}`, {}, change(one))));

test("300 different changes fit, the riskiest in full and the least risky shortened first", () => {
  const long = "x".repeat(180);
  const review = realms((one) =>
    one < 20
      ? { agents: { clients: { app: { redirectUris: [`https://evil-${one}.example/${long}`] } } } }
      : { agents: { displayName: `${long} ${one}` } },
  );
  const markdown = reviewMarkdown(review);
  assert.ok(review.groups.length >= 300);
  assert.ok(markdown.length <= MAX_LENGTH, String(markdown.length));
  for (const one of numbers(20)) assert.ok(markdown.includes(`https://evil-${one}.example/`));
  assert.match(markdown, /evil-0\.example\/x+/);
  assert.match(markdown, /changes? of low risk (is|are) left out here/);
  assert.doesNotMatch(markdown, /of high risk are left out/);
  assert.equal(reviewMarkdown(review), markdown);
});

test("changes of high risk that cannot fit are counted before anybody overlooks them", () => {
  const review = reviewOf(
    numbers(400).map((one) =>
      desk(`customer-${one}`, {}, { agents: { realm: `agents-${one}-${"x".repeat(200)}` } }),
    ),
  );
  const markdown = reviewMarkdown(review);
  assert.ok(markdown.length <= MAX_LENGTH, String(markdown.length));
  const [, left] = /> \[!WARNING\]\n> (\d+) changes of high risk are left out here/.exec(markdown) ?? [];
  const shown = markdown.match(/realm renamed from/g)?.length ?? 0;
  assert.ok(shown > 50);
  assert.equal(Number(left) + shown, 400);
});

const HOSTILE = [
  "a | b",
  "`x`",
  "``",
  "<script>alert(1)</script>",
  "<!-- -->",
  "--> x",
  "</details>",
  "@everyone",
  "#1",
  "[a](https://evil.example)",
  "![a](https://evil.example/x.png)",
  "https://evil.example",
  "*a* _b_ ~c~",
  "a\u202Eb\u2066",
  "\u200Bzero",
  "&lt;b&gt; &amp;",
  "'\"",
  "\\`",
  "$x$",
  "x\u2028y",
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: "grapheme", maxLength: 8 })), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) => typeable(parts.join(" ")).trim() || "x");

test("no value of a spec gets out of its code span, its element or its line", () => {
  fc.assert(
    fc.property(hostile, hostile, (value, other) => {
      const after = {
        agents: {
          displayName: value,
          roles: [other.replaceAll("/", "").trim()].filter(
            (one) => roleName().safeParse(one).success && !one.includes("${"),
          ),
        },
        customers: { displayNameHtml: value.replaceAll("${", "$") },
      };
      const review = reviewOf([desk("desk", {}, after)]);
      assertContained(review);
    }),
    fuzz(200),
  );
});

test("the page is whole in itself, with a language, a title, landmarks and headings in order", () => {
  const review = reviewOf(numbers(5).map((one) => ({ ...desk(`customer-${one}`, {}, {}), ...urls(one) })));
  const html = reviewHtml(review);
  const page = parse(html);
  assert.equal(page.querySelector("html")?.getAttribute("lang"), "en");
  assert.equal(page.querySelector("title")?.text, "Review of the realms");
  assert.deepEqual(
    ["header", "main", "h1", "details"].map((name) => page.querySelectorAll(name).length),
    [1, 1, 1, 1],
  );
  assert.deepEqual(
    page.querySelectorAll("h1, h2, h3").map(({ tagName }) => tagName),
    ["H1", "H2", "H3"],
  );
  assert.doesNotMatch(html, /(src|href)="(?!#)|@import|url\(/);
  assert.match(html, /prefers-color-scheme: dark/);
  assert.match(html, /@media print/);
});

const finding = (parts: Partial<Finding>): Finding => ({
  rule: "pkce-missing",
  severity: "medium",
  path: "agents/clients/app/pkce",
  segments: ["agents", "clients", "app", "pkce"],
  realm: "otrs-agents",
  entry: null,
  summary: "No challenge is demanded",
  detail: "otrs-app is public and may leave the challenge out.",
  fix: "write pkce: S256",
  accepted: null,
  ...parts,
});

test("policy findings that are new, gone or accepted since are changes, those that stay are none", () => {
  const stays = finding({ rule: "full-scope" });
  const gone = finding({ rule: "pkce-plain" });
  const open = finding({ rule: "implicit-flow", severity: "high" });
  const accepted = { by: "spec", reason: "until the helpdesk is upgraded", until: "2027-01-01" } as const;
  const review = reviewOf([
    {
      ...desk("desk", {}, {}),
      findings: {
        before: [stays, gone, open],
        after: [
          stays,
          finding({}),
          { ...open, accepted },
          finding({ rule: "redirect-anywhere", severity: "high", entry: "https://x/*" }),
        ],
      },
    },
  ]);
  assert.deepEqual(
    review.groups.map(({ severity, sentence }) => [severity, plain(sentence)]),
    [
      [
        "high",
        "new policy finding redirect-anywhere (No challenge is demanded) at clients app pkce for https://x/*",
      ],
      [
        "medium",
        "policy finding implicit-flow (No challenge is demanded) at clients app pkce is accepted by an exception in the spec: until the helpdesk is upgraded",
      ],
      ["medium", "new policy finding pkce-missing (No challenge is demanded) at clients app pkce"],
      ["low", "policy finding pkce-plain (No challenge is demanded) at clients app pkce is gone"],
    ],
  );
  assert.match(reviewMarkdown(review), /To do: `write pkce: S256`/);
});

test("a finding about a value that is unknown names the reference, in every format", () => {
  const mark = unknownText({ kind: "var", name: "HOST" });
  const parts = { detail: `https://${mark}/x is open.`, fix: `close ${mark}`, entry: `https://${mark}/x` };
  const review = reviewOf([{ ...desk("desk", {}, {}), findings: { before: [], after: [finding(parts)] } }]);
  for (const view of VIEWS) {
    assert.match(view(review), /https:\/\/\$\{var:HOST\}\/x/);
    assert.doesNotMatch(view(review), /deskrealm-unknown/);
  }
});

test("SARIF has a rule, a level, a fingerprint and a place in a spec for each result", () => {
  const review = reviewOf(numbers(3).map((one) => ({ ...desk(`customer ${one}`, {}, {}), ...urls(one) })));
  const log = JSON.parse(reviewSarif(review, "sub/"));
  assert.deepEqual([log.version, log.runs.length], ["2.1.0", 1]);
  const [{ tool, results }] = log.runs;
  assert.equal(results.length, 3);
  for (const [index, result] of results.entries()) {
    assert.equal(tool.driver.rules[result.ruleIndex].id, result.ruleId);
    assert.equal(result.level, "error");
    const { artifactLocation, region } = result.locations[0].physicalLocation;
    assert.equal(artifactLocation.uri, `sub/realms/customer%20${index}.yaml`);
    assert.ok(region.startLine >= 1);
    assert.match(result.partialFingerprints["deskrealm/v1"], /^[0-9a-f]{32}$/);
  }
});
