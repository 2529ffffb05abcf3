// A real browser for a test: Debian's Chromium, driven by Playwright. It reaches nothing but this machine.

import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { findOnPath } from "../../scripts/toolchain/find-on-path.ts";

/** Of one step, in milliseconds. */
const DEADLINE = 60_000;

export class Chromium implements AsyncDisposable {
  readonly #browser: Browser;

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  /**
   * @param helpdesk - who stands for every host in `.example`
   * @example
   * await using helpdesk = await Landing.open({ tls: true });
   * await using browser = await Chromium.start(helpdesk);
   */
  static async start(helpdesk: { readonly port: number }): Promise<Chromium> {
    const executablePath = await findOnPath("chromium", process.env);
    if (executablePath === undefined)
      throw new Error("There is no 'chromium' on PATH: install it (Debian: apt-get install chromium).");
    const rules = [`MAP *.example 127.0.0.1:${helpdesk.port}`, "MAP * ~NOTFOUND", "EXCLUDE 127.0.0.1"];
    const args = [`--host-resolver-rules=${rules.join(", ")}`, "--disable-background-networking"];
    // Chromium's sandbox refuses to run for root, as whom containers run tests.
    return new Chromium(
      await chromium.launch({ executablePath, args, chromiumSandbox: process.getuid?.() !== 0 }),
    );
  }

  /**
   * Works on a new page without cookies. Where it fails, the error names a picture of the page.
   */
  async visit<T>(work: (page: Page) => Promise<T>): Promise<T> {
    const context = await this.#browser.newContext({ ignoreHTTPSErrors: true });
    const page = await context.newPage();
    page.setDefaultTimeout(DEADLINE);
    try {
      return await work(page);
    } catch (error) {
      const picture = join(await mkdtemp(join(tmpdir(), "deskrealm-screenshot-")), "page.png");
      await page.screenshot({ path: picture }).catch(() => {});
      throw new Error(`at ${page.url()}, see ${picture}`, { cause: error });
    } finally {
      await context.close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
  }
}
