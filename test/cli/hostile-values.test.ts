// What a spec may hold however odd it is: every command carries it through literally, and drives no terminal.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { GitProject } from "../support/git-project.ts";
import { HEAD } from "../support/hostile-specs.ts";
import { HOSTILE_TEXTS, HOSTILE_URLS } from "../support/hostile-strings.ts";
import { assertLiteral, assertWords, burdened, LITERAL_PATHS } from "../support/literal.ts";
import { loadConfig } from "../support/perl.ts";
import { cli } from "../support/run-cli.ts";
import { assertHarmless } from "../support/terminal.ts";

let cwd = "";
before(() => {
  cwd = mkdtempSync(join(tmpdir(), "deskrealm-literal-"));
});
after(() => rmSync(cwd, { recursive: true }));

/** Runs a command that has to be fine, and gives what it printed. */
async function fine(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await cli(words, { cwd, root: cwd });
  assert.ok(
    code === 0 || (code === 3 && words[0] === "audit"),
    `${words.join(" ")}: ${code}\n${stdout}${stderr}`,
  );
  assertHarmless(stdout + stderr, words.join(" "));
  return stdout;
}

/** The specs by their files, checked and audited in one command each, as that takes most of the time. */
async function accepted(specs: readonly object[]): Promise<string[]> {
  const files = specs.map((spec, index) => {
    writeFileSync(join(cwd, `spec-${index}.yaml`), JSON.stringify(spec));
    return `spec-${index}.yaml`;
  });
  const count = files.length === 1 ? "1 spec" : `${files.length} specs`;
  assert.equal(await fine("check", ...files), `${count}: no problems\n`);
  await fine("audit", ...files);
  for (const format of ["json", "sarif"]) JSON.parse(await fine("audit", "--format", format, ...files));
  return files;
}

/** What `explain` says of the file, by path. */
async function explained(file: string): Promise<ReadonlyMap<string, unknown>> {
  await fine("explain", file);
  const { values } = JSON.parse(await fine("explain", "--json", file));
  return new Map(values.map(({ path, value }: { path: string; value: unknown }) => [path, value]));
}

describe("a text in every place that takes it", () => {
  test("is accepted, and explained as it is", async () => {
    const files = await accepted(HOSTILE_TEXTS.map((text) => burdened({ text })));
    for (const [index, file] of files.entries()) {
      const values = await explained(file);
      for (const path of LITERAL_PATHS) assert.equal(values.get(path), HOSTILE_TEXTS[index], path);
    }
  });

  test("comes back from Perl, a shell, Markdown, HTML and YAML", () => {
    assertLiteral(HOSTILE_TEXTS.map((text) => ({ text })));
  });
});

describe("an address", () => {
  test("is accepted, and its parts are its own in every redirect URI", async () => {
    const files = await accepted(HOSTILE_URLS.map((url) => burdened({ text: "Desk", url })));
    for (const [index, file] of files.entries()) {
      const url = HOSTILE_URLS[index] ?? "";
      const values = await explained(file);
      assert.equal(values.get("url"), url);
      const redirects = values.get("realms/agents/clients/app/redirectUris") as string[];
      for (const redirect of redirects) {
        assert.ok(redirect.startsWith(url));
        const { origin, username, password } = new URL(redirect);
        assert.deepEqual([origin, username, password], [new URL(url).origin, "", ""]);
      }
    }
  });

  test("comes back from Perl, a shell, Markdown, HTML and YAML", () => {
    assertLiteral(HOSTILE_URLS.map((url) => ({ text: "Desk", url })));
  });
});

test("every word comes back from bash and from sh", () => assertWords([...HOSTILE_TEXTS, ...HOSTILE_URLS]));

test("names that every object has are names of roles, people and clients like others", async () => {
  for (const name of ["constructor", "toString", "valueOf", "hasOwnProperty"]) {
    const user = { firstName: "A", lastName: "B", email: "a@b.example", roles: [name] };
    const agents = {
      roles: [name, "__proto__"],
      users: { [name.toLowerCase()]: user },
      clients: { app: { clientId: name } },
    };
    const [file = ""] = await accepted([{ helpdesk: "otrs", url: "https://a.example", agents }]);
    const values = await explained(file);
    assert.deepEqual(values.get(`realms/agents/users/${name.toLowerCase()}/clientRoles/app`), [name]);
    assert.equal(values.get("realms/agents/clients/app/clientId"), name);
    assert.equal(values.get("realms/agents/clients/app/roles/__proto__/description"), null);
  }
});

test("what is odd and no fault is taken as it is", async () => {
  const files: Readonly<Record<string, string | Buffer>> = {
    "a mark of byte order": Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(HEAD)]),
    "lines that end with CR LF": HEAD.replaceAll("\n", "\r\n"),
    "no line break at the end": HEAD.trimEnd(),
    "a comment of a million characters": `${HEAD}# ${"x ".repeat(500_000)}`,
    "a version": `%YAML 1.2\n---\n${HEAD}...\n`,
    "an alias": `${HEAD}agents: &a { displayName: Desk }\ncustomers: *a\n`,
    "a name that is a number": `${HEAD}agents: { users: { 0071: { firstName: A, lastName: B, email: a@b } } }\n`,
  };
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(cwd, "spec.yaml"), content);
    assert.match(await fine("check", "spec.yaml"), /^1 spec: no problems\n$/, name);
  }
  assert.match(await fine("explain", "spec.yaml"), /^realms\/agents\/users\/0071\/email: a@b$/m);
});

test("a review of committed files with hostile names is the same in words, and drives no terminal", async () => {
  using project = new GitProject();
  project.commit({ "realms/a.yaml": HEAD });
  project.commit({
    "realms/a.yaml": JSON.stringify(burdened({ text: "a\u202E`<b>|\u200B" })),
    "realms/$(id)\u202E.yaml": HEAD,
  });
  for (const format of ["text", "markdown", "html", "json", "sarif"]) {
    const { code, stdout, stderr } = await project.review("HEAD~1..HEAD", "--format", format);
    assert.deepEqual([code, stderr], [0, ""]);
    assertHarmless(stdout, format);
  }
  for (const content of [
    "\0",
    "[".repeat(20_000),
    `${"[".repeat(9000)}${"]".repeat(9000)}`,
    "K\xf6ln: \ufffd",
  ]) {
    project.write({ "realms/a.yaml": content, "stacks/Pulumi.x.yaml": content });
    const { code, stdout } = await project.review();
    assert.equal(code, 0);
    assert.match(stdout, /realms\/a\.yaml:\d+/);
    assert.match(stdout, /stacks\/Pulumi\.x\.yaml:\d+/);
  }
});

test("render asks for each client by its id, escaped once, and writes what Perl reads back", async () => {
  const clientId = 'it\'s&a=b+"ü"$(id)<b>;';
  const asked: URL[] = [];
  await using server = createServer((request, response) => {
    const url = new URL(request.url ?? "", "http://127.0.0.1");
    if (!url.pathname.endsWith("/token")) asked.push(url);
    const body = url.pathname.endsWith("/token")
      ? { access_token: "x", expires_in: 60 }
      : url.pathname.endsWith("/client-secret")
        ? { value: "s'3\\cr$et" }
        : [{ id: "1/2", clientId: url.searchParams.get("clientId") }];
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const agents = { clients: { app: { clientId: `app-${clientId}` }, api: { clientId } } };
  writeFileSync(
    join(cwd, "spec.yaml"),
    JSON.stringify({ helpdesk: "otrs", url: "https://a.example", agents }),
  );
  const KEYCLOAK_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const env = { KEYCLOAK_URL, KEYCLOAK_CLIENT_ID: "admin-cli", KEYCLOAK_USER: "a", KEYCLOAK_PASSWORD: "b" };
  const { code, stdout, stderr } = await cli(["render", "spec.yaml"], { cwd, root: cwd, env });
  assert.deepEqual([code, stderr], [0, ""]);
  assertHarmless(stdout);
  assert.doesNotMatch(stdout, /s'3/);
  const ids = asked.map((url) => url.searchParams.get("clientId")).filter((id) => id !== null);
  assert.deepEqual(ids.sort(), [clientId, "otrs-api"].sort());
  assert.ok(
    asked.some(({ pathname }) => pathname === "/admin/realms/otrs-agents/clients/1%2F2/client-secret"),
  );
  const file = join(cwd, "rendered/Config.pm");
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const loaded = loadConfig(readFileSync(file, "utf8"));
  assert.equal(loaded["Keycloak::API::Credentials::User::ClientID"], clientId);
  assert.equal(loaded["Keycloak::API::Credentials::User::ClientSecret"], "s'3\\cr$et");
});
