// deskrealm review: what changes between two revisions of a repository, by real git.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { GitProject, stack } from "../support/git-project.ts";
import { assertGolden } from "../support/golden.ts";

const ACME = `helpdesk: otrs
url: https://\${var:HOST}/otrs
agents:
  realm: \${var:PREFIX:-acme}-agents
  roles: [Agent, Admin]
  clients: { app: { redirectUris: ["https://\${var:HOST}/otrs/index.pl"] } }
  users:
    ada: { firstName: Ada, lastName: Byron, email: ada@acme.example, roles: [Agent] }
customers:
  realm: \${var:PREFIX:-acme}-customers
  attributes: { customerid: { edit: [admin] }, phone: {} }
`;
const LONE = "helpdesk: otrs\nurl: https://lone.example\n";

const START = {
  "realms/acme.yaml": ACME,
  "realms/lone.yaml": LONE,
  "stacks/Pulumi.one.yaml": stack("realms/acme.yaml", { HOST: "one.example", PREFIX: "one" }),
  "stacks/Pulumi.two.yaml": stack("realms/acme.yaml", { HOST: "two.example", PREFIX: "two" }),
};

interface Told {
  readonly code: string;
  readonly severity: string;
  readonly text: string;
  readonly refused: boolean;
  readonly note: { readonly fix: string } | null;
  readonly members: readonly {
    helpdesk: string;
    from: object | null;
    to: object | null;
    at: { file: string; line: number };
  }[];
}

/** The groups of a review as JSON, without what the policy says of them. */
async function groups(project: GitProject, ...words: string[]): Promise<Told[]> {
  return (await allGroups(project, ...words)).filter(({ code }) => !code.startsWith("policy-"));
}

async function allGroups(project: GitProject, ...words: string[]): Promise<Told[]> {
  const { code, stdout, stderr } = await project.review(...words, "--format", "json");
  assert.deepEqual([code, stderr], [0, ""]);
  const { version, groups: found } = JSON.parse(stdout);
  assert.equal(version, 1);
  return found;
}

const texts = (found: readonly Told[]) => found.map(({ text }) => text);
const where = ({ members }: Told) => members.map(({ helpdesk }) => helpdesk);

test("nothing changed is said in one line, with exit code 0", async () => {
  using project = new GitProject();
  project.commit(START);
  const { code, stdout } = await project.review("HEAD..HEAD", "--exit-code");
  assert.deepEqual([code, stdout], [0, "No change in 3 helpdesks.\n"]);
});

test("who is there in test realms changes no realm, but what is wrong with it is told", async () => {
  using project = new GitProject();
  const base = project.commit(START);
  const people = (role: string) =>
    `ephemeral: { agents: { users: { eve: { firstName: E, lastName: V, email: e@pr.example, roles: [${role}] } } } }\n`;
  project.commit({ "realms/acme.yaml": ACME + people("Admin") });
  const { code, stdout } = await project.review(`${base}..HEAD`, "--exit-code");
  assert.deepEqual([code, stdout], [0, "No change in 3 helpdesks.\n"]);
  project.commit({ "realms/acme.yaml": ACME + people("Boss") });
  const broken = await project.review(`${base}..HEAD`, "--exit-code");
  assert.match(`${broken.stdout}${broken.stderr}`, /role-unknown/);
});

test("one change in a spec that stacks share is one group, with the lines of both sides", async () => {
  using project = new GitProject();
  const base = project.commit(START);
  const head = project.commit({
    "realms/acme.yaml": ACME.replace("edit: [admin]", "edit: [user, admin]").replace(
      "customers:\n",
      "customers:\n  tokens: { accessToken: 30m }\n",
    ),
  });
  const found = await groups(project, `${base}..${head}`);
  assert.deepEqual(texts(found), [
    "customers realm: customerid may now be changed by the person themselves",
    "customers realm: access tokens now live 30 minutes instead of 5",
  ]);
  const [edit, lifetime] = found as [Told, Told];
  assert.deepEqual(where(edit), ["one", "two"]);
  assert.equal(edit.severity, "high");
  assert.deepEqual(edit.members[0]?.at, { kind: "line", file: "realms/acme.yaml", line: 12 });
  assert.deepEqual(lifetime.members[0]?.from, { kind: "preset", reason: "Keycloak's default" });
  assert.deepEqual(lifetime.members[0]?.to, { kind: "line", file: "realms/acme.yaml", line: 10 });
  const { code } = await project.review(`${base}..${head}`, "--exit-code");
  assert.equal(code, 3);
});

test("a value that each stack makes of its own variable is one group, told by the variable", async () => {
  using project = new GitProject();
  project.commit(START);
  project.write({ "realms/acme.yaml": ACME.replace("index.pl", "callback.pl") });
  const [app] = (await groups(project)).filter(({ text }) => text.includes("otrs-app"));
  assert.ok(app);
  assert.equal(
    app.text,
    "agents realm: otrs-api and otrs-app may now redirect to https://${var:HOST}/otrs/callback.pl instead of https://${var:HOST}/otrs/index.pl",
  );
  assert.deepEqual(where(app), ["one", "two"]);
});

test("a variable that changes in one stack's file is told with its value and its line", async () => {
  using project = new GitProject();
  const spec = ACME.replace('/otrs/index.pl"', '/otrs/index.pl", "https://${var:OTHER:-other.example}/back"');
  const variables = { HOST: "one.example", PREFIX: "one" };
  project.commit({ ...START, "realms/acme.yaml": spec });
  project.commit({
    "stacks/Pulumi.one.yaml": stack("realms/acme.yaml", { ...variables, OTHER: "evil.example" }),
  });
  const found = await groups(project, "HEAD~1..HEAD");
  assert.deepEqual(texts(found), [
    "agents realm one-agents: otrs-api and otrs-app may now redirect to https://evil.example/back instead of https://other.example/back",
  ]);
  assert.equal(found[0]?.severity, "high");
  assert.deepEqual(found[0]?.members[0]?.at, { kind: "line", file: "stacks/Pulumi.one.yaml", line: 6 });
});

test("a value that changes in one stack never hides in the group of those that only share the spec", async () => {
  using project = new GitProject();
  project.commit(START);
  project.write({
    "realms/acme.yaml": ACME.replace("index.pl", "callback.pl"),
    "stacks/Pulumi.two.yaml": stack("realms/acme.yaml", { HOST: "evil.example", PREFIX: "two" }),
  });
  const app = (await groups(project)).filter(({ text }) => /^agents.*otrs-app may now redirect/.test(text));
  assert.deepEqual(
    app.map((one) => [where(one), one.text.includes("evil.example")]),
    [
      [["two"], true],
      [["one"], false],
    ],
  );
});

test("helpdesks that are added, removed or renamed are known as such", async () => {
  using project = new GitProject();
  project.commit(START);
  project.commit({
    "realms/lone.yaml": null,
    "realms/moved.yaml": LONE,
    "stacks/Pulumi.one.yaml": null,
    "stacks/Pulumi.first.yaml": START["stacks/Pulumi.one.yaml"],
    "stacks/Pulumi.two.yaml": null,
    "stacks/Pulumi.three.yaml": stack("realms/acme.yaml", { HOST: "three.example", PREFIX: "three" }),
  });
  assert.deepEqual(texts(await groups(project, "HEAD~1..HEAD")), [
    "the helpdesk at https://two.example/otrs (realms two-agents, two-customers) goes",
    "renamed from one to first",
    "a new helpdesk at https://three.example/otrs (realms three-agents, three-customers); 1 person is named",
    "renamed from realms/lone.yaml to realms/moved.yaml",
  ]);
});

test("a spec that moves with its stacks is no other helpdesk", async () => {
  using project = new GitProject();
  project.commit(START);
  project.git("mv", "realms/acme.yaml", "realms/desk.yaml");
  project.commit({
    "stacks/Pulumi.one.yaml": stack("realms/desk.yaml", { HOST: "one.example", PREFIX: "one" }),
    "stacks/Pulumi.two.yaml": stack("realms/desk.yaml", { HOST: "two.example", PREFIX: "two" }),
  });
  const found = await groups(project, "HEAD~1..HEAD");
  assert.deepEqual(texts(found), ["its spec is now realms/desk.yaml instead of realms/acme.yaml"]);
  assert.deepEqual(found.map(where), [["one", "two"]]);
});

test("the first stack of a spec is a new helpdesk, and the spec alone is not said to go", async () => {
  using project = new GitProject();
  project.commit(START);
  project.write({ "stacks/Pulumi.lone.yaml": stack("realms/lone.yaml") });
  const found = await groups(project);
  assert.deepEqual(
    found.map(({ code }) => code),
    ["helpdesk-added"],
  );
  const back = await groups(project, "HEAD..HEAD");
  assert.deepEqual(back, []);
});

test("what up refuses is said to be refused", async () => {
  using project = new GitProject();
  project.commit(START);
  project.commit({
    "realms/acme.yaml": ACME.replace("-agents", "-staff").replace(/ {2}users:\n.*\n/, ""),
  });
  const found = (await groups(project, "HEAD~1..HEAD")).filter(({ refused }) => refused);
  assert.deepEqual(texts(found), [
    "agents realm: ada leaves the spec: refused by up, write enabled: false",
    "agents realm: realm renamed from ${var:PREFIX}-agents to ${var:PREFIX}-staff: refused by up",
  ]);
});

test("a spec with errors is told of by them, and the others are reviewed", async () => {
  using project = new GitProject();
  project.commit(START);
  project.commit({
    "realms/acme.yaml": ACME.replace("roles:", "rolles:"),
    "realms/lone.yaml": `${LONE}agents: { realm: x }\n`,
  });
  const found = await groups(project, "HEAD~1..HEAD");
  const error = found.find(({ code }) => code === "spec-error");
  assert.match(error?.text ?? "", /^error unknown-key in the spec: .*rolles/);
  assert.deepEqual(error && where(error), ["one", "two"]);
  assert.deepEqual(error?.members[0]?.at, { kind: "line", file: "realms/acme.yaml", line: 5 });
  assert.match(error?.note?.fix ?? "", /roles/);
  assert.ok(texts(found).some((text) => text.includes("realm renamed from otrs-agents to x")));
  // The other way round: what it was before cannot be told, what is new is valid.
  const back = await groups(project, "HEAD..HEAD~1");
  assert.equal(back.find(({ code }) => code === "spec-error-before")?.severity, "medium");
});

test("a spec that is gone, and a stack's file that is none, stop nobody", async () => {
  using project = new GitProject();
  project.commit(START);
  project.commit({
    "stacks/Pulumi.one.yaml": "config: [",
    "stacks/Pulumi.two.yaml": stack("realms/nowhere.yaml"),
    "stacks/Pulumi.odd.yaml": "config:\n  deskrealm:spec: realms/acme.yaml\n  deskrealm:variables: 7\n",
    "realms/lone.yaml": `${LONE}agents: { displayName: Desk }\n`,
  });
  const found = await groups(project, "HEAD~1..HEAD");
  const told = found.map((one) => `${where(one)}: ${one.text}`);
  assert.ok(told.some((text) => text.startsWith("one: the stack's file: stacks/Pulumi.one.yaml:1:10: ")));
  assert.ok(told.some((text) => text.startsWith("two: error file-unreadable in the spec")));
  assert.ok(told.includes("odd: the stack's file: deskrealm:variables is not a mapping of names to values."));
  assert.ok(
    told.includes(
      "realms/lone.yaml: agents realm otrs-agents: the realm's display name is now Desk instead of OTRS",
    ),
  );
});

test("encrypted and missing values are unknown, and never guessed", async () => {
  using project = new GitProject();
  const spec = `helpdesk: otrs
url: \${var:URL}
shared:
  tokens: { accessToken: "\${var:LIFE}" }
  login: { rememberMe: "\${env:REMEMBER}" }
  smtp: { host: "mail.\${var:DOMAIN:-acme.example}", port: "\${var:PORT}", from: "\${var:FROM}" }
agents:
  realm: \${var:PREFIX}-agents
`;
  const secrets = { URL: "v1:aaa", DOMAIN: "v1:bbb" };
  project.commit({
    "realms/acme.yaml": spec,
    "stacks/Pulumi.one.yaml": stack("realms/acme.yaml", { PREFIX: "one" }, secrets),
  });
  project.commit({
    "realms/acme.yaml": spec.replace("- agents", "").replace("url: ${var:URL}", "url: https://known.example"),
    "stacks/Pulumi.one.yaml": stack(
      "realms/acme.yaml",
      { PREFIX: "one", LIFE: "30m", PORT: "587" },
      { ...secrets, DOMAIN: "v1:ccc" },
    ),
  });
  const { stdout } = await project.review("HEAD~1..HEAD");
  assert.match(
    stdout,
    /the helpdesk's URL: now https:\/\/known\.example instead of unknown \(variable URL\)/,
  );
  assert.match(stdout, /lifetime of access tokens: now 30 minutes instead of unknown \(variable LIFE\)/);
  assert.match(stdout, /port of the mail server: now 587 instead of unknown \(variable PORT\)/);
  assert.match(stdout, /the encrypted variable DOMAIN was set again: what changes by it is unknown/);
  assert.match(stdout, /\$\{env:REMEMBER\} in one/);
  assert.match(stdout, /\$\{var:FROM\} in one/);
  for (const { stdout: shown } of [
    await project.review("HEAD~1..HEAD", "--format", "json"),
    await project.review("HEAD~1..HEAD", "--format", "html"),
  ])
    assert.doesNotMatch(shown, /deskrealm-unknown|v1:|mail\.invalid/);
});

test("a secret that somebody wrote in clear is in no format of the review", async () => {
  using project = new GitProject();
  project.commit(START);
  project.write({
    "realms/acme.yaml": ACME.replace("roles: [Agent] }", "roles: [Agent], temporaryPassword: hunter2 }"),
    "realms/lone.yaml": `${LONE}agents: { users: { bob: { firstName: B, lastName: O, email: b@o.example, attributes: { apiToken: hunter2 } } } }\n`,
    "stacks/Pulumi.one.yaml": `${START["stacks/Pulumi.one.yaml"]}  keycloak:url: https://admin:hunter2@sso.example\n`,
  });
  for (const format of ["text", "markdown", "html", "json", "sarif"]) {
    const { stdout } = await project.review("--format", format);
    assert.match(stdout, /secret-in-clear/);
    assert.doesNotMatch(stdout, /hunter2/, format);
  }
});

test("the working tree counts as it is: changed, new and deleted files, not ignored ones, no links", async () => {
  using project = new GitProject();
  project.commit({ ...START, ".gitignore": "/stacks/Pulumi.demo.yaml\n" });
  project.write({
    "realms/lone.yaml": null,
    "realms/new.yaml": LONE.replace("lone", "new"),
    "stacks/Pulumi.demo.yaml": stack("realms/new.yaml"),
  });
  const expected = [
    "the helpdesk at https://lone.example (realms otrs-agents, otrs-customer-users) goes",
    "a new helpdesk at https://new.example (realms otrs-agents, otrs-customer-users)",
  ];
  assert.deepEqual(texts(await groups(project)), expected);
  assert.deepEqual(texts(await groups(project, "HEAD")), expected);
  assert.deepEqual(texts(await groups(project, "HEAD..HEAD")), []);
});

test("a project in a folder of the repository is reviewed by its own paths, in SARIF by the repository's", async () => {
  using project = new GitProject("services/desk");
  project.commit(START);
  project.write({ "realms/lone.yaml": `${LONE}agents: { displayName: Desk }\n` });
  const [change] = await groups(project);
  assert.equal(change?.members[0]?.at.file, "realms/lone.yaml");
  const { stdout } = await project.review("--format", "sarif");
  const [result] = JSON.parse(stdout).runs[0].results;
  const { artifactLocation, region } = result.locations[0].physicalLocation;
  assert.deepEqual([artifactLocation.uri, region.startLine], ["services/desk/realms/lone.yaml", 3]);
});

test("three dots begin where the branches part", async () => {
  using project = new GitProject();
  project.commit(START);
  project.git("checkout", "--quiet", "-b", "topic");
  project.commit({ "realms/lone.yaml": `${LONE}agents: { displayName: Desk }\n` });
  project.git("checkout", "--quiet", "main");
  project.commit({ "realms/acme.yaml": ACME.replace("Admin", "Boss") });
  const wide = await groups(project, "main..topic");
  const own = await groups(project, "main...topic");
  assert.deepEqual(texts(own), [
    "agents realm otrs-agents: the realm's display name is now Desk instead of OTRS",
  ]);
  assert.ok(wide.length > own.length);
});

test("words that are no revision are refused with exit code 2", async () => {
  using project = new GitProject();
  project.commit(START);
  for (const words of [
    ["nowhere"],
    ["HEAD..nowhere"],
    ["--", "-x"],
    ["--", "--output=x..HEAD"],
    ["HEAD\n"],
    [""],
  ]) {
    const { code, stdout, stderr } = await project.review(...words);
    assert.deepEqual([code, stdout], [2, ""], JSON.stringify(words));
    assert.match(stderr, /^error revision-unknown: .* is no revision/, JSON.stringify(words));
  }
  assert.equal((await project.review("--format", "pdf")).code, 2);
  assert.equal((await project.review("-x")).code, 2);
});

test("a folder without a repository is refused with exit code 2", async () => {
  using project = new GitProject();
  project.write({ "../outside/Pulumi.yaml": "name: x\n" });
  project.git("--version");
  const { cli } = await import("../support/run-cli.ts");
  const { code, stderr } = await cli(["review"], { root: "/", env: { PATH: process.env["PATH"] } });
  assert.equal(code, 2);
  assert.match(stderr, /^error repository-missing: /);
});

test("every format shows the same review, the same each time", async () => {
  using project = new GitProject();
  project.commit(START);
  const changed = ACME.replace("roles: [Agent, Admin]", "roles: [Agent]")
    .replace("edit: [admin]", "edit: [user, admin]")
    .replace("customers:\n", "customers:\n  displayName: Kunden\n");
  project.commit({
    "realms/acme.yaml": changed,
    "realms/lone.yaml": `${LONE}agents: { displayName: "a | b\`<img src=x>@team" }\n`,
    "stacks/Pulumi.two.yaml": null,
    "stacks/Pulumi.bad.yaml": stack("realms/nowhere.yaml"),
    "stacks/Pulumi.dark.yaml": stack("realms/acme.yaml", { PREFIX: "dark" }, { HOST: "v1:x" }),
  });
  for (const [format, ending] of [
    ["text", "txt"],
    ["markdown", "md"],
    ["html", "html"],
    ["json", "json"],
    ["sarif", "sarif"],
  ] as const) {
    const first = await project.review("HEAD~1..HEAD", "--format", format);
    assert.deepEqual([first.code, first.stderr], [0, ""]);
    assertGolden(join(import.meta.dirname, `golden/review.${ending}`), first.stdout);
    // Another commit that changes no realm changes no byte.
    project.commit({ "notes.txt": format });
    const base = project.git("rev-list", "--max-parents=0", "HEAD");
    assert.equal((await project.review(`${base}..HEAD`, "--format", format)).stdout, first.stdout, format);
    project.git("reset", "--quiet", "--hard", "HEAD~1");
  }
});

test("--out writes the file and nothing to stdout", async () => {
  using project = new GitProject();
  project.commit(START);
  const { code, stdout } = await project.review("--out", "review.md", "--format", "markdown");
  assert.deepEqual([code, stdout], [0, ""]);
  assert.match(readFileSync(join(project.root, "review.md"), "utf8"), /^<!-- deskrealm-review -->\n/);
});

test("a policy finding that the change brings is told with its place and what to write instead", async () => {
  using project = new GitProject();
  const base = project.commit(START);
  const head = project.commit({ "realms/lone.yaml": `${LONE}agents: { bruteForce: false }\n` });
  const policy = (await allGroups(project, `${base}..${head}`)).filter(({ code }) =>
    code.startsWith("policy-"),
  );
  assert.deepEqual(
    policy.map(({ code, severity }) => [code, severity]),
    [["policy-brute-force-off", "high"]],
  );
  assert.equal(policy[0]?.members[0]?.at.line, 3);
  assert.match(policy[0]?.note?.fix ?? "", /bruteForce/);
  const back = await allGroups(project, `${head}..${base}`);
  assert.match(texts(back).join("\n"), /policy finding brute-force-off .* is gone/);
});

test("what the vendor's own text asks for is no news of a new helpdesk", async () => {
  using project = new GitProject();
  const base = project.commit(START);
  const head = project.commit({ "realms/new.yaml": "helpdesk: otrs\nurl: https://new.example\n" });
  const codes = (await allGroups(project, `${base}..${head}`)).map(({ code }) => code);
  assert.ok(codes.includes("policy-password-policy-missing"));
  assert.ok(!codes.includes("policy-pkce-missing"), codes.join(", "));
});
