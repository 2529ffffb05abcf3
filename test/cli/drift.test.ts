// deskrealm drift without a server: its words, its rounds, and what a webhook is told.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { runDrift } from "../../scripts/commands/drift.ts";
import { exitCodeOfAll, type Outcome } from "../../scripts/drift/check.ts";
import { watch } from "../../scripts/drift/watch.ts";
import { freePort } from "../../scripts/servers/port.ts";
import { captured } from "../support/captured.ts";
import { cli } from "../support/run-cli.ts";
import { StackFolder } from "../support/stack-folder.ts";

const SECRET = "hook-5Yw0";

let folder: StackFolder;
before(async () => {
  folder = await StackFolder.create();
});
after(() => folder[Symbol.asyncDispose]());

test("words that make no sense are refused with exit code 2, and no webhook's address is repeated", async () => {
  const refused = {
    "name specs, or a stack": [],
    "name specs, or a stack with": ["--all", "realms/otrs.yaml"],
    "--stack goes with one spec": ["a.yaml", "b.yaml", "--stack", "x"],
    "--webhook goes with --watch": ["--all", "--webhook", `https://hooks.example/${SECRET}`],
    "--webhook takes an http": ["--all", "--watch", "--webhook", `ftp://hooks.example/${SECRET}`],
    "--webhook takes an http or": ["--all", "--watch", "--webhook", `https://${SECRET}@hooks.example`],
    "write it like 30s": ["--all", "--watch", "--every", "often"],
    "at most 24d": ["--all", "--watch", "--every", "25d"],
    "Allowed choices are text, markdown, json": ["--all", "--format", "html"],
  };
  for (const [words, args] of Object.entries(refused)) {
    const { code, stdout, stderr } = await cli(["drift", ...args]);
    assert.deepEqual([code, stdout], [2, ""], words);
    assert.ok(stderr.includes(words), `${words}\n${stderr}`);
    assert.ok(!stderr.includes(SECRET));
  }
});

test("no stack, a stack of nobody, a spec with an error: exit code 2", async () => {
  const { root } = folder;
  const drift = (...words: string[]) => cli(["drift", ...words], { root, cwd: root });
  assert.match((await drift("--all")).stderr, /error stack-missing: There is no stack in stacks\//);
  const unknown = await drift("--stack", "nobody");
  assert.deepEqual([unknown.code, unknown.stdout], [2, ""]);
  await folder.write("wrong.yaml", "helpdesk: otrs\nurl: desk\n");
  const wrong = await drift("wrong.yaml");
  assert.deepEqual([wrong.code, wrong.stdout], [2, ""]);
  assert.match(wrong.stderr, /wrong\.yaml:2:6 error url[\s\S]*error spec-invalid/);
});

const checked = (found: number): Outcome => ({
  ...{ kind: "checked", spec: "desk.yaml", stack: "desk", server: "https://k.example", realms: ["a", "b"] },
  differences: Array.from({ length: found }, (_, index) => ({
    ...{ path: `agents/x${index}`, segments: ["agents", `x${index}`], realm: "a" },
    ...{ kind: "changed", from: 1, to: 2, text: `x${index} is 1 in the spec and 2 on the server` },
  })),
  closed: [],
  unmanaged: null,
});
const failed = (
  message: string,
  code: "admin-unreachable" | "spec-invalid" = "admin-unreachable",
): Outcome => ({
  ...{ kind: "failed", spec: "desk.yaml", stack: "desk", failure: new Failure(code, message) },
});

test("the world's failure counts more than a wrong input, and that more than a difference", () => {
  const input = failed("x", "spec-invalid");
  for (const [outcomes, code] of [
    [[], 0],
    [[checked(0)], 0],
    [[checked(0), checked(1)], 3],
    [[checked(1), input], 2],
    [[checked(1), input, failed("x")], 1],
  ] as const)
    assert.equal(exitCodeOfAll(outcomes), code);
});

describe("--watch", () => {
  /** Runs rounds with these outcomes, one after another, until they are used up. */
  async function rounds(...each: Outcome[][]) {
    const [shown, waits]: [number[], number[]] = [[], []];
    const abort = new AbortController();
    let round = 0;
    const code = await watch({
      check: async () => each[round] ?? [],
      changed: async () => void shown.push(round),
      wait: async (milliseconds) => {
        waits.push(milliseconds);
        round += 1;
        if (round < each.length) return;
        abort.abort("SIGINT");
        throw abort.signal.reason;
      },
      everyMilliseconds: 600_000,
      signal: abort.signal,
    });
    return { code, shown, waits };
  }

  test("tells the first round and each that differs from the one before, until SIGINT", async () => {
    const { code, shown, waits } = await rounds(
      ...[[checked(0)], [checked(0)], [checked(2)], [checked(2)]],
      ...[[failed("no answer within 15 s")], [failed("no answer within 16 s")], [checked(2)]],
    );
    assert.deepEqual(shown, [0, 2, 4, 6]);
    assert.deepEqual(waits, Array(7).fill(600_000));
    assert.equal(code, 3);
  });

  test("ends with the last round's exit code; a fault of its own is not hidden", async () => {
    assert.equal((await rounds([checked(0)])).code, 0);
    assert.equal((await rounds([checked(0)], [failed("x")])).code, 1);
    const fault = new RangeError("a fault");
    const broken = watch({
      check: () => Promise.reject(fault),
      changed: async () => undefined,
      wait: async () => undefined,
      everyMilliseconds: 1,
      signal: new AbortController().signal,
    });
    await assert.rejects(broken, fault);
  });

  /** `drift --watch` on a stack whose server is dead; the waiter runs what is to happen between two rounds. */
  async function watching(webhook: string, between: readonly (() => Promise<unknown>)[]) {
    await folder.write("desk.yaml", "helpdesk: otrs\nurl: https://desk.example\n");
    await folder.stack("desk", {
      "deskrealm:spec": "desk.yaml",
      "keycloak:url": `http://127.0.0.1:${await freePort()}`,
      ...{ "keycloak:clientId": "admin-cli", "keycloak:clientSecret": "x" },
    });
    const [out, err] = [captured(), captured()];
    const abort = new AbortController();
    let round = 0;
    const code = await runDrift(
      [],
      { stack: "desk", watch: true, every: 60, format: "json", webhook },
      {
        ...{ env: {}, root: folder.root, cwd: folder.root, signal: abort.signal },
        ...{ stdout: out.context.stdout, stderr: err.context.stdout },
        now: () => new Date("2026-01-01T00:00:00Z"),
      },
      async () => {
        const next = between[round++];
        if (next !== undefined) return next();
        abort.abort("SIGINT");
        throw abort.signal.reason;
      },
    );
    return { code, stdout: out.text(), stderr: err.text() };
  }

  test("a webhook gets the JSON of each change; its refusal is a warning without its address", async () => {
    const bodies: unknown[] = [];
    let status = 200;
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        assert.equal(request.headers["content-type"], "application/json");
        assert.equal(request.url, `/${SECRET}`);
        bodies.push(JSON.parse(Buffer.concat(chunks).toString()));
        response.writeHead(status).end("{}");
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${SECRET}`;
    try {
      const { code, stdout, stderr } = await watching(url, [
        async () => undefined,
        async () => {
          status = 500;
          await folder.write("desk.yaml", "helpdesk: otrs\n");
        },
      ]);
      assert.equal(code, 2);
      const codes = bodies.map(
        (body) => (body as { stacks: { error: { code: string } }[] }).stacks[0]?.error.code,
      );
      assert.deepEqual(codes, ["admin-unreachable", "spec-invalid"]);
      assert.equal(stdout, bodies.map((body) => `${JSON.stringify(body, null, 2)}\n`).join(""));
      assert.match(stderr, /^2026-01-01T00:00:00\.000Z\nerror admin-unreachable/);
      assert.match(stderr, /desk\.yaml:1:1 error missing-key/);
      assert.match(stderr, /warning: the webhook was not told: it answered 500\n$/);
      assert.ok(!`${stdout}${stderr}`.includes(SECRET));
    } finally {
      server.close();
    }
  });

  test("a webhook that is not there is a warning, and the watch goes on", async () => {
    const { code, stderr } = await watching(`http://127.0.0.1:${await freePort()}/${SECRET}`, [
      async () => 1,
    ]);
    assert.equal(code, 1);
    assert.match(stderr, /warning: the webhook was not told: it was not reached \(ECONNREFUSED\)\n$/);
    assert.ok(!stderr.includes(SECRET));
  });
});
