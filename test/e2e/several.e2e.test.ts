// OTOBO and osTicket in the same realms of a real Keycloak: each set up from its own rendered files, the same
// person in both with one login, and nobody with the roles of the other helpdesk.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { adminPath } from "../../infra/admin/client.ts";
import { findClient } from "../../infra/admin/find-client.ts";
import { parsePlain } from "../../infra/spec/source.ts";
import { newBrowser, StandInRefused } from "../support/at-keycloak.ts";
import { inSuite } from "../support/in-suite.ts";
import { formOf, Osticket } from "../support/osticket.ts";
import { Otobo, OtoboRefused } from "../support/otobo.ts";
import { PASSWORD, ProductWorld, type Rendered } from "../support/product-world.ts";

const SPEC = join(import.meta.dirname, "../../realms/several.yaml");
const GRACE = { username: "grace", email: "grace@acme.example", firstName: "Grace", lastName: "Hopper" };
const VISITOR = { username: GRACE.username, password: PASSWORD };
const ACCOUNT = { id: 7, username: "ghopper", email: GRACE.email, name: "Grace Hopper" };

describe("OTOBO and osTicket for the same people", () => {
  const world = inSuite(() => ProductWorld.create());
  const site = inSuite(async () => world.bring(await readFile(SPEC, "utf8")));
  let rendered: Rendered;
  before(async () => {
    rendered = await site.rendered();
    for (const key of ["agents", "customers"] as const) await site.add(key, GRACE);
    await site.hand("agents").giveRoles(GRACE.username, "otobo", ["Agent"]);
  });

  const otoboWith = (...roles: readonly string[]): Otobo => {
    const otobo = new Otobo(rendered.files["otobo/Config.pm"]?.text ?? "", world.fetch);
    for (const role of roles) otobo.roles.add(role);
    return otobo;
  };
  const osticketOf = (realm: string): Osticket => {
    const osticket = new Osticket(formOf(rendered.files[`tickets/osticket-${realm}.md`]?.text ?? ""));
    osticket.agents.push(ACCOUNT);
    return osticket;
  };

  test("render writes each helpdesk's files into a folder of its key, and prints no secret", () => {
    assert.deepEqual(Object.keys(rendered.files).sort(), [
      "otobo/Config.pm",
      "tickets/osticket-agents.md",
      "tickets/osticket-customers.md",
    ]);
    for (const { mode } of Object.values(rendered.files)) assert.equal(mode, 0o600);
    const secrets = ["agents", "customers"].map(
      (realm) => formOf(rendered.files[`tickets/osticket-${realm}.md`]?.text ?? "")["Client Secret"] ?? "",
    );
    const config = rendered.files["otobo/Config.pm"]?.text ?? "";
    for (const secret of secrets) {
      assert.ok(secret.length > 20);
      assert.ok(!rendered.stdout.includes(secret) && !config.includes(secret));
    }
    assert.match(rendered.stdout, /OTOBO `otobo`: [\s\S]*osTicket `tickets`: /);
  });

  test("the same person logs in to both, and by one login", async () => {
    const otobo = otoboWith("Agent", "Admin");
    assert.equal(await otobo.logIn("agents", GRACE.username, PASSWORD), GRACE.email);
    assert.deepEqual(otobo.agents.get(GRACE.email)?.roles, new Set(["Agent"]));
    assert.deepEqual(await osticketOf("agents").login("agents", newBrowser(world.admin), VISITOR), ACCOUNT);
    assert.equal(
      (await osticketOf("customers").login("users", newBrowser(world.admin), VISITOR)).email,
      GRACE.email,
    );

    // Where no form is shown, no password is asked for.
    const stranger = { username: "nobody", password: "wrong" };
    const browser = otobo.browser();
    await assert.rejects(osticketOf("agents").login("agents", otobo.browser(), stranger), StandInRefused);
    await otobo.logIn("agents", GRACE.username, PASSWORD, browser);
    assert.deepEqual(await osticketOf("agents").login("agents", browser, stranger), ACCOUNT);
    const other = newBrowser(world.admin);
    await osticketOf("agents").login("agents", other, VISITOR);
    assert.equal(await otobo.logIn("agents", stranger.username, stranger.password, other), GRACE.email);
  });

  test("a realm's login is none in the other realm, and no role of one helpdesk lets into the other", async () => {
    const otobo = otoboWith("Agent", "Admin");
    const browser = otobo.browser();
    await otobo.logIn("agents", GRACE.username, PASSWORD, browser);
    const stranger = { username: "nobody", password: "wrong" };
    await assert.rejects(osticketOf("customers").login("users", browser, stranger), StandInRefused);
    await site.add("agents", { ...GRACE, username: "bob", email: "bob@acme.example" });
    const hand = site.hand("agents");
    const tickets = await findClient(world.admin, hand.realm, "tickets");
    await world.admin.post(adminPath`/realms/${hand.realm}/clients/${tickets?.id ?? ""}/roles`, {
      name: "Agent",
    });
    try {
      await hand.giveRoles("bob", "tickets", ["Agent"]);
      await assert.rejects(otobo.logIn("agents", "bob", PASSWORD), (error) => {
        return error instanceof OtoboRefused && error.where === "roles";
      });
    } finally {
      await world.admin.delete(adminPath`/realms/${hand.realm}/clients/${tickets?.id ?? ""}/roles/Agent`);
    }
  });

  test("no token of one helpdesk holds roles of the other, or is meant for it", async () => {
    const { realm } = site.hand("agents");
    const { id: user } = await site.hand("agents").user(GRACE.username);
    const tokenFor = async (clientId: string) => {
      const client = await findClient(world.admin, realm, clientId);
      // What Keycloak itself would put into the access token of a login.
      return world.admin.get<{ resource_access?: object; aud?: string | string[]; roles?: unknown }>(
        adminPath`/realms/${realm}/clients/${client?.id ?? ""}/evaluate-scopes/generate-example-access-token`,
        { userId: user, scope: "openid profile email" },
      );
    };
    const [otobo, tickets] = [await tokenFor("otobo"), await tokenFor("tickets")];
    assert.deepEqual(Object.keys(otobo.resource_access ?? {}), ["otobo"]);
    assert.equal("otobo" in (tickets.resource_access ?? {}), false);
    assert.ok(![tickets.aud].flat().includes("otobo"));
    assert.equal(tickets.roles, undefined);
  });

  test("verify tries each helpdesk's login by name, and drift finds nothing", async () => {
    const { code, stdout } = await site.run("verify", "--probe");
    assert.equal(code, 0, stdout);
    for (const realm of ["acme-staff", "acme-clients"])
      for (const key of ["otobo", "tickets"])
        assert.ok(stdout.includes(`realm ${realm}, helpdesk ${key}\n`), stdout);
    assert.deepEqual(await site.drift(), []);
  });

  test("verify and drift see what is broken in one of them", async () => {
    const hand = site.hand("agents");
    const before = await hand.client("tickets");
    await hand.setClient("tickets", () => ({ redirectUris: ["https://elsewhere.example/api/auth/oauth2"] }));
    try {
      const { code, stdout } = await site.run("verify", "--probe", "--json");
      assert.equal(code, 1);
      const { checks } = JSON.parse(stdout) as { checks: { helpdesk: string; status: string }[] };
      const failed = checks.filter(({ status }) => status === "failed");
      assert.deepEqual([...new Set(failed.map(({ helpdesk }) => helpdesk))], ["tickets"]);
      const drift = await site.drift();
      assert.equal(drift.length, 2);
      for (const line of drift) assert.match(line, /client tickets: redirect URI/);
    } finally {
      await hand.setClient("tickets", () => before);
    }
    assert.deepEqual(await site.drift(), []);
  });

  test("export writes a spec of the product that it is asked for, and lists the other's client", async () => {
    const words = ["--helpdesk", "otobo", "--agents", "acme-staff", "--customers", "acme-clients"];
    const { code, stdout, stderr } = await site.exported(...words);
    assert.equal(code, 0, stdout + stderr);
    const spec = parsePlain(stdout) as { helpdesk: string; url: string; agents: { roles: string[] } };
    assert.deepEqual([spec.helpdesk, spec.url], ["otobo", "https://otobo.acme.example/otobo"]);
    assert.deepEqual(spec.agents.roles.toSorted(), ["Admin", "Agent"]);
    assert.match(stdout, /^#.*tickets/m);
  });

  test("export of both finds each one's client, and its URL among the addresses; only people are left", async () => {
    const helpdesks = ["--helpdesk", "otobo", "--helpdesk", "tickets=osticket"];
    const realms = ["--agents", "acme-staff", "--customers", "acme-clients"];
    const { code, stdout, stderr } = await site.exported(...helpdesks, ...realms);
    assert.equal(code, 0, stdout + stderr);
    const spec = parsePlain(stdout) as { helpdesks: { agents?: { roles: string[] } }[] };
    const [otobo, tickets, ...others] = spec.helpdesks;
    assert.deepEqual(otobo?.agents?.roles.toSorted(), ["Admin", "Agent"]);
    assert.partialDeepStrictEqual(otobo, { helpdesk: "otobo", url: "https://otobo.acme.example/otobo" });
    assert.deepEqual(tickets, {
      helpdesk: "osticket",
      key: "tickets",
      url: "https://tickets.acme.example",
    });
    assert.deepEqual(others, []);
    const left = stdout.split("\n").filter((line) => line.startsWith("# - "));
    assert.ok(left.length > 0);
    for (const line of left) assert.match(line, /name those to keep with --person$/);
  });
});
