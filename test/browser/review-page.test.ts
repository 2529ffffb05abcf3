// The HTML review as people meet it: in a real Chromium, without a network, by keyboard, on paper, small.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { reviewHtml } from "../../scripts/review/views/html.ts";
import { Chromium } from "../support/chromium.ts";
import { contrast, TEXTS, type Text } from "../support/contrast.ts";
import { type Desk, reviewOf } from "../support/reviews.ts";

/** A review of each kind of thing: many helpdesks, a long word, an unknown value, all severities. */
const HTML = reviewHtml({
  ...reviewOf(desks(80)),
  unknowns: [{ reference: "${var:NAME}", helpdesks: ["lone"] }],
});
const OPEN_ALL = "document.querySelectorAll('details').forEach((one) => { one.open = true; })";
const folder = await mkdtemp(join(tmpdir(), "deskrealm-page-"));
const file = join(folder, "review.html");
await writeFile(file, HTML);
// No host stands for anything: a page that asks one gets no answer.
const browser = await Chromium.start({ port: 1 });
after(async () => {
  await browser[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

function desks(count: number): Desk[] {
  const spec = (one: number, agents: object) =>
    JSON.stringify({
      helpdesk: "otrs",
      url: `https://customer-${one}.example`,
      agents: { realm: `agents-${one}`, ...agents },
    });
  const word = "w".repeat(300);
  const shared = Array.from({ length: count }, (_, one) => ({
    name: `customer-${one}`,
    before: spec(one, { roles: ["Agent", "Admin"] }),
    after: spec(one, { roles: ["Agent"], tokens: { accessToken: "30m" } }),
  }));
  const clients = { app: { redirectUris: ["https://elsewhere.example/back"] } };
  const lone = { before: spec(900, {}), after: spec(900, { displayName: word, clients }) };

  return [...shared, { name: "lone", ...lone }];
}

/** Opens the page, and fails where it asks for anything, says an error or breaks its own policy. */
function visit<T>(work: (page: Page) => Promise<T>): Promise<T> {
  return browser.visit(async (page) => {
    const seen: string[] = [];
    page.on("console", (message) => seen.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => seen.push(error.message));
    await page.route("**", (route) => {
      if (route.request().url() === pathToFileURL(file).href) return route.continue();
      seen.push(`asks for ${route.request().url()}`);
      return route.abort();
    });
    await page.goto(pathToFileURL(file).href);
    const result = await work(page);
    assert.deepEqual(seen, []);
    return result;
  });
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`every text stands out from its ground in ${colorScheme} colours`, () =>
    visit(async (page) => {
      await page.emulateMedia({ colorScheme });
      await page.evaluate(OPEN_ALL);
      const texts: Text[] = await page.evaluate(TEXTS);
      assert.ok(texts.length > 100);
      const faint = texts.filter((one) => contrast(one) < 4.5);
      assert.deepEqual(faint, []);
      const dark = texts.every(({ ground }) => ground.every((part) => part < 128));
      assert.equal(dark, colorScheme === "dark");
    }));
}

test("the tab key meets the link to the changes and each fold, in their order, and a key opens one", () =>
  visit(async (page) => {
    const focused = () => page.evaluate("document.activeElement.textContent.trim()");
    const folds = await page.locator("summary").allTextContents();
    assert.ok(folds.length >= 2);
    const met: unknown[] = [];
    for (const _ of ["the link", ...folds]) {
      await page.keyboard.press("Tab");
      met.push(await focused());
      const shape = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle");
      assert.notEqual(shape, "none", "what has the focus shows it");
    }
    assert.deepEqual(met, ["Skip to the changes", ...folds]);

    const last = page.locator("details").last();
    const place = last.locator("li").first();
    assert.equal(await place.isVisible(), false);
    await page.keyboard.press("Enter");
    assert.equal(await place.isVisible(), true);
    await page.keyboard.press("Space");
    assert.equal(await place.isVisible(), false);
  }));

test("the first link leads to the changes", () =>
  visit(async (page) => {
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate("document.activeElement.id"), "changes");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate("document.activeElement.tagName"), "SUMMARY");
  }));

test("paper has everything, also what is folded, in black on white", () =>
  visit(async (page) => {
    const pages = async () => (await page.pdf()).toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    const folded = await pages();
    await page.evaluate(OPEN_ALL);
    assert.equal(folded, await pages());
    await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.remove(); })");
    assert.ok(folded > (await pages()), "the folded places take room");

    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    const texts: Text[] = await page.evaluate(TEXTS);
    assert.deepEqual([...new Set(texts.map(({ ground }) => ground.join()))], ["255,255,255"]);
    assert.equal(await page.locator(".skip").isVisible(), false);
  }));

test("nothing is wider than a small screen, folded or not", () =>
  visit(async (page) => {
    await page.setViewportSize({ width: 320, height: 600 });
    const width = () => page.evaluate("document.documentElement.scrollWidth");
    assert.equal(await width(), 320);
    await page.evaluate(OPEN_ALL);
    assert.equal(await width(), 320);
    const cut: unknown = await page.evaluate(
      "[...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > 320).map((one) => one.outerHTML.slice(0, 80))",
    );
    assert.deepEqual(cut, []);
  }));

test("a reader that speaks finds a title, landmarks, headings in order and a name of everything", () =>
  visit(async (page) => {
    assert.equal(await page.title(), "Review of the realms");
    for (const role of ["banner", "main", "contentinfo"] as const)
      assert.equal(await page.getByRole(role).count(), 1, role);
    const regions = ["High risk", "Medium risk", "Low risk"];
    for (const name of regions)
      assert.equal(await page.getByRole("region", { name, exact: true }).count(), 1, name);
    assert.equal(await page.getByRole("table", { name: "Changes by risk" }).count(), 1);
    assert.equal(await page.getByRole("columnheader").count(), 4);
    for (const article of await page.getByRole("article").all())
      assert.equal(await article.getByRole("heading", { level: 3 }).count(), 1);

    const tree = await page.locator("body").ariaSnapshot();
    const levels = [...tree.matchAll(/heading .*?\[level=(\d)\]/g)].map(([, level]) => Number(level));
    assert.equal(levels[0], 1);
    assert.equal(levels.filter((level) => level === 1).length, 1);
    levels.reduce((before, level) => {
      assert.ok(level <= before + 1, "no level is left out");
      return level;
    });
  }));
