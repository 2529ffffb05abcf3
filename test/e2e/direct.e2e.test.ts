// The products' stand-ins log in at a provider's stand-in by the files of `render --direct` alone, with no Keycloak
// anywhere.

import assert from "node:assert/strict";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, test } from "node:test";
import { Browser } from "../../scripts/login/browser.ts";
import { type Fetch, fetchFor } from "../../scripts/login/fetch.ts";
import { StandInRefused } from "../support/at-keycloak.ts";
import { Deskpro, DeskproRefused, readForm } from "../support/deskpro.ts";
import { Espocrm } from "../support/espocrm.ts";
import { inSuite } from "../support/in-suite.ts";
import { OidcProvider } from "../support/oidc-provider.ts";
import { formOf, Osticket } from "../support/osticket.ts";
import { Otobo, OtoboRefused } from "../support/otobo.ts";
import { loadArrays } from "../support/php.ts";
import { expectCode, Project } from "../support/project.ts";
import { cli } from "../support/run-cli.ts";
import { StackFolder } from "../support/stack-folder.ts";
import { NO_TLS } from "../support/test-keycloak.ts";

const SECRET = "secret-of-the-desk";
const NOBODY = { username: "", password: "" };
const ADA = {
  sub: "9f2a",
  email: "ada@acme.example",
  preferred_username: "ada",
  name: "Ada Byron",
  given_name: "Ada",
  family_name: "Byron",
  groups: ["helpdesk", "others"],
};
const HOST = "https://desk.acme.example";

const provider = inSuite(() =>
  OidcProvider.start({
    issuer: (url) => `${url}/application/o/desk/`,
    clientId: "desk",
    clientSecret: SECRET,
  }),
);
const folder = inSuite(() => StackFolder.create());
const fetch: Fetch = fetchFor({ tls: NO_TLS, timeoutSeconds: 30, headers: {} });
const browser = () => new Browser(fetch);

beforeEach(() => {
  provider.person = ADA;
  provider.algorithm = "RS256";
});

/** The rendered files by name, for a provider of the kind authentik. */
async function rendered(helpdesk: string, url: string, { more = "", realm = "", top = "" } = {}) {
  const spec = [
    `helpdesk: ${helpdesk}`,
    `url: ${url}`,
    top,
    "agents:",
    realm,
    "  identityProviders:",
    "    authentik:",
    `      { url: ${provider.url}, slug: desk, clientId: desk, clientSecret: "\${env:DESK_SECRET}"${more} }`,
    "",
  ].filter((line, index, { length }) => line !== "" || index === length - 1);
  const file = await folder.write(`${helpdesk}.yaml`, spec.join("\n"));
  const words = ["render", file, "--direct", "authentik", "--out", helpdesk];
  const { code, stdout, stderr } = await cli(words, { cwd: folder.root, env: { DESK_SECRET: SECRET } });
  assert.equal(code, 0, stderr);
  assert.ok(!stdout.includes(SECRET));
  const names = await readdir(join(folder.root, helpdesk));
  const texts = names.map(
    async (name) => [name, await readFile(join(folder.root, helpdesk, name), "utf8")] as const,
  );
  return new Map(await Promise.all(texts));
}

describe("OTOBO", () => {
  const install = async (more: string, realm = "  roles: [Agent]") => {
    const files = await rendered("otobo", `${HOST}/otobo`, { more, realm });
    const otobo = new Otobo(files.get("Config.pm") ?? "", fetch);
    otobo.roles.add("Agent");
    return otobo;
  };

  test("makes an agent of whoever is in the group, with the roles of the provider's groups, and of nobody else", async () => {
    const otobo = await install(", roles: { Agent: helpdesk }");
    assert.equal(await otobo.logIn("agents", "", ""), ADA.email);
    const { roles, ...agent } = otobo.agents.get(ADA.email) ?? assert.fail();
    assert.deepEqual([...roles], ["Agent"]);
    assert.deepEqual(agent, { UserEmail: ADA.email, UserFirstname: "Ada", UserLastname: "Ada Byron" });
    provider.person = { ...ADA, email: "bob@acme.example", groups: ["others"] };
    await assert.rejects(
      otobo.logIn("agents", "", ""),
      (error) => error instanceof OtoboRefused && error.where === "roles",
    );
  });

  test("makes nobody an agent where the spec names no groups", async () => {
    const otobo = await install("", "");
    await assert.rejects(
      otobo.logIn("agents", "", ""),
      (error) => error instanceof OtoboRefused && error.where === "unknown",
    );
    assert.equal(otobo.agents.size, 0);
  });
});

describe("osTicket", () => {
  test("lets the agent of that address in, and takes a changed address for another person", async () => {
    const files = await rendered("osticket", `${HOST}/osticket`);
    const osticket = new Osticket(formOf(files.get("osticket-agents.md") ?? ""));
    osticket.agents.push({ id: 1, username: "ada", email: ADA.email, name: "Ada Byron" });
    assert.equal((await osticket.login("agents", browser(), NOBODY)).id, 1);
    provider.person = { ...ADA, email: "ada@married.example" };
    await assert.rejects(osticket.login("agents", browser(), NOBODY), StandInRefused);
  });
});

describe("EspoCRM", () => {
  test("creates a user with the team of the provider's group, and takes no HS256", async () => {
    await using espocrm = await Espocrm.start();
    const files = await rendered("espocrm", espocrm.siteUrl, {
      more: ", roles: { Support: helpdesk }",
      realm: "  roles: [Support]",
      top: "config: { usernameClaim: preferred_username, createUsers: true }",
    });
    const names = ["config-override.php", "config-internal-override.php"];
    const arrays = loadArrays(names.map((name) => files.get(name) ?? ""));
    espocrm.settings = Object.assign({ oidcSyncTeams: true }, ...arrays);
    const group = formOf(files.get("espocrm.md") ?? "", "OIDC Teams")["`Support`"] ?? "";
    espocrm.teams = { "id-of-support": group, "id-of-sales": "sales" };
    const user = await espocrm.login(browser(), NOBODY);
    assert.deepEqual(
      [user.userName, user.firstName, user.lastName, user.teamsIds],
      ["ada", "Ada", "Byron", ["id-of-support"]],
    );
    assert.match(
      espocrm.logoutUrl(),
      new RegExp(`^${provider.url}/application/o/desk/end-session/\\?client_id=desk&`),
    );
    provider.algorithm = "HS256";
    await assert.rejects(espocrm.login(browser(), NOBODY), /HS256 not allowed/);
  });
});

describe("Deskpro", () => {
  test("lets an agent in with name and address, and nobody with another secret", async () => {
    const files = await rendered("deskpro", HOST, { top: "config: { agentsAppId: 12 }" });
    const app = readForm(files.get("Deskpro.md") ?? "", "agents");
    const ways = { authentication: "client_secret_post", pkce: false, nonce: true } as const;
    const callback = `${HOST}/agent/login/authenticate-callback/12`;
    const deskpro = new Deskpro(fetch);
    const { idToken, userinfo } = await deskpro.logIn(app, callback, NOBODY, ways);
    const expected = { email: ADA.email, given_name: "Ada", family_name: "Byron" };
    assert.deepEqual([idToken, userinfo], [expected, expected]);
    const wrong = { ...app, "Client Secret": "another" };
    await assert.rejects(deskpro.logIn(wrong, callback, NOBODY, ways), DeskproRefused);
  });
});

describe("a secret in a stack's encrypted configuration", () => {
  const SPEC = "realms/crm.yaml";
  const provider = `authentik: { url: "https://id.acme.example", slug: desk, clientId: desk, clientSecret: "\${secret:id}" }`;

  test("is in files of mode 0600 alone, of one helpdesk and of several", async () => {
    await using project = await Project.create();
    await project.write(
      SPEC,
      `helpdesk: espocrm\nurl: https://crm.acme.example\nagents: { identityProviders: { ${provider} } }\n`,
    );
    await project.initStack("crm", SPEC);
    const words = ["render", SPEC, "--stack", "crm", "--direct", "authentik"];
    const missing = await project.deskrealm(words);
    assert.equal(missing.code, 2, missing.text);
    assert.match(
      missing.text,
      /secret-missing[\s\S]*pulumi config set --secret --path 'deskrealm:secrets\.id'/,
    );

    const set = ["config", "set", "--secret", "--path", "deskrealm:secrets.id", "--stack", "crm"];
    expectCode(await project.pulumi(set, {}, SECRET), 0);
    expectCode(await project.deskrealm(words), 0);
    await project.write(
      SPEC,
      `helpdesks:
  - { helpdesk: osticket, url: https://tickets.acme.example }
  - { helpdesk: espocrm, key: crm, url: https://crm.acme.example }
agents: { identityProviders: { ${provider} } }
`,
    );
    expectCode(await project.deskrealm([...words, "--out", "several"]), 0);

    const modes = async (name: string) => {
      const path = join(project.root, name);
      const holds = (await readFile(path, "utf8")).includes(SECRET);
      return [name, holds, ((await stat(path)).mode & 0o777).toString(8)];
    };
    assert.deepEqual(
      await Promise.all(
        [
          "rendered/espocrm.md",
          "rendered/config-override.php",
          "rendered/config-internal-override.php",
          "several/crm/config-internal-override.php",
          "several/osticket/osticket-agents.md",
        ].map(modes),
      ),
      [
        ["rendered/espocrm.md", true, "600"],
        ["rendered/config-override.php", false, "644"],
        ["rendered/config-internal-override.php", true, "600"],
        ["several/crm/config-internal-override.php", true, "600"],
        ["several/osticket/osticket-agents.md", true, "600"],
      ],
    );
    for (const said of project.said) assert.ok(!said.includes(SECRET));
    for (const { path, text } of await project.kept()) assert.ok(!text.includes(SECRET), path);
  });
});
