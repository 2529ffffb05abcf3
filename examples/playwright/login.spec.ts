import { test as base, expect } from "@playwright/test";
import { type EphemeralRealm, ephemeralRealm } from "deskrealm/testing";
import { startHelpdesk } from "./helpdesk.ts";

interface Desk {
  readonly url: string;
  readonly realm: EphemeralRealm;
}

/** One helpdesk with its realms for all tests of a worker. */
const test = base.extend<object, { desk: Desk }>({
  desk: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from it
    async ({}, use) => {
      await using helpdesk = await startHelpdesk();
      // Without KEYCLOAK_URL, a Keycloak of this process's own.
      const keycloak = { url: process.env["KEYCLOAK_URL"] };
      await using realm = await ephemeralRealm({ spec: "realms.yaml", url: helpdesk.url, keycloak });
      await helpdesk.use(realm.agents);
      await use({ url: helpdesk.url, realm });
    },
    { scope: "worker", timeout: 600_000 },
  ],
});

test("an agent logs in by Keycloak's form", async ({ page, desk }) => {
  const alice = desk.realm.agents.person("alice");
  await page.goto(desk.url);
  await page.getByLabel("Username or email").fill(alice.username);
  await page.getByLabel("Password", { exact: true }).fill(alice.password);
  await page.getByRole("button", { name: "Sign In" }).click();
  await expect(page.getByText("Hello Alice Agent")).toBeVisible();
});

test("a customer is no agent", async ({ page, desk }) => {
  const carol = desk.realm.customers.person("carol");
  await page.goto(desk.url);
  await page.getByLabel("Username or email").fill(carol.username);
  await page.getByLabel("Password", { exact: true }).fill(carol.password);
  await page.getByRole("button", { name: "Sign In" }).click();
  await expect(page.getByText("Invalid username or password.")).toBeVisible();
});
