// As much of a browser as Keycloak's pages need: cookies, forms, redirects that are looked at first.

import { parse } from "node-html-parser";
import { CookieJar } from "tough-cookie";
import type { Fetch } from "./fetch.ts";

/** What an address answered with. */
export interface Page {
  readonly url: string;
  readonly status: number;
  readonly html: string;
  /** Where it sends the browser next; not yet followed. */
  readonly redirect: string | undefined;
}

/** Redirects within Keycloak; a login takes two or three. */
const MAX_REDIRECTS = 10;

export class Browser {
  readonly #fetch: Fetch;
  readonly #callback: string | undefined;
  readonly #jar: CookieJar;

  /**
   * @param callback - an address that is read and never opened, wherever it is
   * @param session - another one, whose cookies this one shares
   */
  constructor(fetch: Fetch, callback?: string, session?: Browser) {
    this.#fetch = fetch;
    this.#callback = callback;
    this.#jar = session === undefined ? new CookieJar() : session.#jar;
  }

  /** Opens an address and follows redirects for as long as they start with `within`. */
  async open(url: string, within: string): Promise<Page> {
    return this.#follow(await this.#request("GET", url), within);
  }

  /** Fills in the page's form with that id and sends it. */
  async submit(
    page: Page,
    formId: string,
    fields: Readonly<Record<string, string>>,
    within: string,
  ): Promise<Page> {
    const form = parse(page.html).querySelector(`form#${formId}`);
    const action = form?.getAttribute("action");
    if (form === null || action === undefined) throw new Error(`no form ${formId} on ${page.url}`);
    const hidden = form
      .querySelectorAll("input[type=hidden]")
      .map((input) => [input.getAttribute("name") ?? "", input.getAttribute("value") ?? ""] as const);
    const body = new URLSearchParams({ ...Object.fromEntries(hidden), ...fields });
    return this.#follow(await this.#request("POST", new URL(action, page.url).href, body.toString()), within);
  }

  async #follow(first: Page, within: string): Promise<Page> {
    let page = first;
    const leads = ({ redirect = "" }: Page) =>
      redirect.startsWith(within) && (this.#callback === undefined || !redirect.startsWith(this.#callback));
    for (let hops = 0; page.redirect !== undefined && leads(page); hops += 1) {
      if (hops === MAX_REDIRECTS) throw new Error(`more than ${MAX_REDIRECTS} redirects from ${first.url}`);
      page = await this.#request("GET", page.redirect);
    }
    return page;
  }

  async #request(method: string, url: string, body?: string): Promise<Page> {
    const cookie = await this.#jar.getCookieString(url);
    const response = await this.#fetch(url, {
      method,
      headers: {
        accept: "text/html",
        ...(cookie === "" ? {} : { cookie }),
        ...(body === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" }),
      },
      body,
    });
    for (const line of response.headers.getSetCookie())
      await this.#jar.setCookie(line, url, { ignoreError: true });
    const location = response.headers.get("location");
    return {
      url,
      status: response.status,
      html: await response.text(),
      redirect: location === null ? undefined : new URL(location, url).href,
    };
  }
}

export function hasForm(page: Page, formId: string): boolean {
  return parse(page.html).querySelector(`form#${formId}`) !== null;
}

// Keycloak's two themes (keycloak and keycloak.v2) and its error page, in that order of preference.
const MESSAGES = [
  "#input-error",
  "#input-error-container-username",
  ".pf-v5-c-alert__title",
  ".pf-c-alert__title",
  ".kc-feedback-text",
  "#kc-error-message p",
  "#kc-page-title",
  "h1",
  "title",
];

/** What a page says to the person: its error, else its title. */
export function messageOf(page: Page): string {
  const root = parse(page.html);
  for (const selector of MESSAGES) {
    const said = root.querySelector(selector)?.text.replace(/\s+/g, " ").trim();
    if (said !== undefined && said !== "") return said;
  }
  return `status ${page.status}`;
}
