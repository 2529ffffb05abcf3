// osTicket with its plugin auth-oauth2, as far as a login goes. Written from the plugin's code (auth.php,
// config.php, oauth2.php) and that of league/oauth2-client, which it uses; set up by the form that `render` writes.

import { randomBytes } from "node:crypto";
import type { Browser } from "../../scripts/login/browser.ts";
import { passForm, StandInRefused, type Visitor } from "./at-keycloak.ts";

/** Fields of the tab Config, by their labels. */
export type Form = Readonly<Record<string, string>>;

export interface Account {
  readonly id: number;
  readonly username: string;
  readonly email: string;
  readonly name: string;
}

/** Reads the table below a heading of a rendered form, as a person does who types it in. */
export function formOf(markdown: string, heading = "Tab Config"): Form {
  const part = markdown.split(/^## /m).find((one) => one.startsWith(heading)) ?? "";
  const rows = [...part.matchAll(/^\| (.+?) \| (.*) \|$/gm)].slice(2);
  return Object.fromEntries(rows.map(([, field = "", value = ""]) => [field, spanned(value)]));
}

/** What a code span in a table shows. */
function spanned(cell: string): string {
  const [, , text = cell] = /^(`+)([\s\S]*)\1$/.exec(cell.replaceAll("\\|", "|")) ?? [];
  return /^ .*[^ ].* $/.test(text) ? text.slice(1, -1) : text;
}

export class Osticket {
  readonly agents: Account[] = [];
  readonly users: Account[] = [];
  /** Admin Panel > Settings > Users. */
  registration: "public" | "private" | "disabled" = "public";
  readonly #form: Form;

  constructor(form: Form) {
    if (!/\/api\/auth\/oauth2$/i.test(form["Redirect URI"] ?? ""))
      throw new StandInRefused("Must be a valid API endpoint");
    this.#form = form;
  }

  #field(label: string): string {
    return this.#form[label] ?? "";
  }

  /** Who is logged in at the end; throws StandInRefused where osTicket shows its login page again. */
  async login(at: "agents" | "users", browser: Browser, visitor: Visitor): Promise<Account> {
    const targets = { agents: "Agents Only", users: "End Users Only" };
    if (![targets[at], "Agents and End Users"].includes(this.#field("Authentication Target")))
      throw new StandInRefused(`no button for ${at}`);
    const state = randomBytes(16).toString("hex");
    const callback = await passForm(browser, this.#authorizationUrl(state), visitor);
    const code = callback.searchParams.get("code");
    if (code === null || callback.searchParams.get("state") !== state)
      throw new StandInRefused(`callback: ${callback.searchParams.get("error_description") ?? "no code"}`);
    const attributes = this.#attributes(await this.#userinfo(await this.#token(code)));
    return at === "agents" ? this.#agent(attributes) : this.#user(attributes);
  }

  #authorizationUrl(state: string): string {
    const scopes = this.#field("Scopes")
      .split(",")
      .map((scope) => scope.trim());
    const query = new URLSearchParams({
      state,
      scope: scopes.join(","),
      response_type: "code",
      approval_prompt: "auto",
      redirect_uri: this.#field("Redirect URI"),
      client_id: this.#field("Client Id"),
    });
    return `${this.#field("Authorization Endpoint")}?${query}`;
  }

  async #token(code: string): Promise<string> {
    const answer = await fetch(this.#field("Token Endpoint"), {
      method: "POST",
      body: new URLSearchParams({
        client_id: this.#field("Client Id"),
        client_secret: this.#field("Client Secret"),
        redirect_uri: this.#field("Redirect URI"),
        grant_type: "authorization_code",
        code,
      }),
    });
    const { access_token: token } = parsed("token", await answer.text());
    if (typeof token !== "string") throw new StandInRefused("token: none in the answer");
    return token;
  }

  async #userinfo(token: string): Promise<Readonly<Record<string, unknown>>> {
    const answer = await fetch(this.#field("Resource Details Endpoint"), {
      headers: { authorization: `Bearer ${token}` },
    });
    return parsed("userinfo", await answer.text());
  }

  /** Names without regard to case; the address stands in for a missing user name, and the other way round. */
  #attributes(claims: Readonly<Record<string, unknown>>) {
    const lower = new Map(Object.entries(claims).map(([name, value]) => [name.toLowerCase(), value]));
    const value = (label: string) => {
      const found = lower.get(this.#field(label).toLowerCase());
      return typeof found === "string" && found !== "" ? found : undefined;
    };
    const [username, email] = [value("User Identifier"), value("Email Address")];
    return {
      username: username ?? email,
      email: email ?? (username?.includes("@") === true ? username : undefined),
      name: [value("Given Name"), value("Surname")].filter((one) => one !== undefined).join(" "),
    };
  }

  /** `Staff::lookup`: a number is an id, an address an address, and all else a user name. */
  #agent({ username = "" }: Attributes): Account {
    const by = /^\d+$/.test(username)
      ? ({ id }: Account) => String(id) === username
      : username.includes("@")
        ? ({ email }: Account) => email.toLowerCase() === username.toLowerCase()
        : (one: Account) => one.username.toLowerCase() === username.toLowerCase();
    const found = this.agents.find(by);
    if (found === undefined)
      throw new StandInRefused(`Have your administrator create a local account (${username})`);
    return found;
  }

  #user({ username, email, name }: Attributes): Account {
    if (username === undefined) throw new StandInRefused("no user identifier");
    const known = this.users.find((one) => [one.username, one.email].includes(username));
    if (known !== undefined) return known;
    if (email === undefined || this.registration === "disabled")
      throw new StandInRefused("nobody was registered");
    const made = { id: this.users.length + 1, username, email, name: name === "" ? username : name };
    this.users.push(made);
    return made;
  }
}

interface Attributes {
  readonly username: string | undefined;
  readonly email: string | undefined;
  readonly name: string;
}

function parsed(place: string, text: string): Readonly<Record<string, unknown>> {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    throw new StandInRefused(`${place}: Invalid response received from Authorization Server. Expected JSON.`);
  }
  const { error, error_description: told } = found as Record<string, unknown>;
  if (error !== undefined) throw new StandInRefused(`${place}: ${String(told ?? error)}`);
  return found as Readonly<Record<string, unknown>>;
}
