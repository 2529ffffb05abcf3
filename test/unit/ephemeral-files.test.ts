// The lines that a shell reads mean what they say, whatever stands in them.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { modelOf } from "../../infra/load-model.ts";
import { envText } from "../../scripts/ephemeral/env-file.ts";
import { resultOf } from "../../scripts/ephemeral/result.ts";
import type { EphemeralRealms } from "../../scripts/ephemeral/types.ts";

/** Between two letters, each character that a keyboard has: some are a shell's own even there. */
const EACH = Array.from({ length: 94 }, (_, index) => `x${String.fromCharCode(33 + index)}id`);
const NASTY = [
  ...EACH,
  "$(touch pwned)",
  "`id`",
  "a'b\"c",
  "~root:~",
  "a b",
  "x;y&z",
  "\\",
  "ä",
  "$HOME",
  "!x",
  "#",
];

test("a shell reads every value back as it was", async () => {
  const run: EphemeralRealms = {
    version: 1,
    name: "pr-1",
    for: 'Ada\'s $(id) "team"',
    until: "2026-11-28T20:00:00Z",
    url: "https://desk.example/?~",
    keycloak: "http://127.0.0.1:8080",
    helpdesk: "otrs",
    realms: {
      agents: {
        realm: "agents-pr-1",
        issuer: "http://127.0.0.1:8080/realms/agents-pr-1",
        clients: { app: { clientId: "app id", secret: null }, "a-b": { clientId: "b", secret: "s'" } },
        people: NASTY.map((username) => ({
          ...{ username, password: `p${username}`, email: "", firstName: "", lastName: "", roles: [] },
        })),
      },
    },
    rendered: [],
  };
  const folder = await mkdtemp(join(tmpdir(), "deskrealm-env-"));
  try {
    await writeFile(join(folder, "run.env"), envText(run));
    const script = "set -a; . ./run.env; env -0";
    for (const shell of ["sh", "bash"]) {
      const { stdout } = await promisify(execFile)(shell, ["-c", script], {
        cwd: folder,
        env: { PATH: process.env["PATH"] },
      });
      const read = new Map(
        stdout
          .split("\0")
          .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
      );
      assert.equal(read.get("DESKREALM_FOR"), run.for);
      assert.equal(read.get("DESKREALM_URL"), run.url);
      assert.equal(read.get("DESKREALM_AGENTS_APP_CLIENT_ID"), "app id");
      assert.equal(read.has("DESKREALM_AGENTS_APP_CLIENT_SECRET"), false);
      assert.equal(read.get("DESKREALM_AGENTS_A_B_CLIENT_SECRET"), "s'");
      NASTY.forEach((value, index) => {
        assert.equal(read.get(`DESKREALM_AGENTS_PERSON_${index + 1}_USERNAME`), value);
        assert.equal(read.get(`DESKREALM_AGENTS_PERSON_${index + 1}_PASSWORD`), `p${value}`);
      });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test("of several helpdesks each variable has the helpdesk's key in its name", () => {
  const { value } = modelOf(
    `helpdesks:
  - { helpdesk: otrs, url: "https://otrs.example", agents: { roles: [Admin] } }
  - { helpdesk: otobo, key: my-desk, url: "https://desk.example", agents: { roles: [Agent] } }
agents:
  realm: staff
  users: { ada: { firstName: A, lastName: B, email: a@b.example, roles: [my-desk/Agent, Admin] } }
`,
    "spec.yaml",
    { variables: {}, env: {} },
  );
  assert.ok(value);
  const run = resultOf(value.model, {
    mark: { name: "pr-1", for: "ada", until: "2026-11-28T20:00:00Z" },
    keycloak: "https://kc.example",
    clientSecrets: { agents: { "my-desk.app": "s1", "otrs.api": "s2" } },
    people: { staff: { ada: { id: "u1", password: "p1" } } },
    rendered: ["/out/otrs/Config.pm"],
  });
  assert.ok("helpdesks" in run);
  assert.deepEqual(run.helpdesks, {
    otrs: { helpdesk: "otrs", url: "https://otrs.example" },
    "my-desk": { helpdesk: "otobo", url: "https://desk.example" },
  });
  assert.deepEqual(run.realms.agents, {
    realm: "staff",
    issuer: "https://kc.example/realms/staff",
    clients: {
      "otrs.app": { clientId: "otrs-app", secret: null },
      "otrs.api": { clientId: "otrs-api", secret: "s2" },
      "my-desk.app": { clientId: "my-desk", secret: "s1" },
    },
    people: [
      {
        username: "ada",
        password: "p1",
        email: "a@b.example",
        firstName: "A",
        lastName: "B",
        roles: ["otrs/Admin", "my-desk/Agent"],
      },
    ],
  });
  const text = envText(run);
  for (const line of [
    "DESKREALM_OTRS_URL=https://otrs.example",
    "DESKREALM_OTRS_HELPDESK=otrs",
    "DESKREALM_MY_DESK_URL=https://desk.example",
    "DESKREALM_MY_DESK_HELPDESK=otobo",
    "DESKREALM_AGENTS_OTRS_API_CLIENT_SECRET=s2",
    "DESKREALM_AGENTS_MY_DESK_APP_CLIENT_ID=my-desk",
    "DESKREALM_AGENTS_PERSON_1_PASSWORD=p1",
  ])
    assert.ok(text.split("\n").includes(line), line);
  assert.doesNotMatch(text, /^DESKREALM_(URL|HELPDESK)=/m);
});

test("what no shell takes for its own is written without quotes, for readers that know none", () => {
  const run = {
    version: 1,
    name: "pr-1",
    for: "ada",
    until: "2026-11-28T20:00:00Z",
    url: "https://a.example:8443/x",
  };
  const text = envText({
    ...run,
    version: 1,
    keycloak: "http://[::1]:1",
    helpdesk: "otrs",
    realms: {},
    rendered: [],
  });
  assert.match(text, /^DESKREALM_URL=https:\/\/a\.example:8443\/x$/m);
  assert.match(text, /^DESKREALM_KEYCLOAK='http:\/\/\[::1\]:1'$/m);
});
