import { defineConfig } from "@playwright/test";

const { CHROMIUM } = process.env;

export default defineConfig({
  // Making realms takes seconds; for a worker's fixture there is a time of its own.
  timeout: 60_000,
  // Playwright's own browser, unless the variable names another.
  use: CHROMIUM === undefined ? {} : { launchOptions: { executablePath: CHROMIUM } },
});
