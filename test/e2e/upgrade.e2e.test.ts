import assert from "node:assert/strict";
import { type ChildProcess, execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import type { UpgradeReport } from "../../scripts/upgrade/report.ts";
import { inSuite } from "../support/in-suite.ts";
import { expectCode, Project } from "../support/project.ts";

const BOTH = ["otrs-agents", "otrs-customer-users"];
/** Every throw-away secret begins with it. */
const THROW_AWAY = "Aa1!";

describe("upgrade-preview, as a program on real Keycloaks", () => {
  /** Where everything temporary goes. */
  const temporary = mkdtempSync(join(tmpdir(), "deskrealm-upgrade-test-"));
  // Whoever works on the person's Keycloak would fail here.
  const project = inSuite(() =>
    Project.create({
      TMPDIR: temporary,
      KEYCLOAK_URL: "http://127.0.0.1:1",
      KEYCLOAK_REALM: "nowhere",
      PULUMI_STACK: "nobodys",
    }),
  );
  after(() => rmSync(temporary, { recursive: true, force: true }));

  test("the README's upgrade of realms/otrs.yaml: nothing breaks, each change in words, exit code 3, nothing stays", async () => {
    const readme = await readFile(join(import.meta.dirname, "../../README.md"), "utf8");
    const words = /^npx deskrealm (upgrade-preview .*)$/m.exec(readme)?.[1]?.split(" ") ?? [];
    assert.deepEqual(words.slice(0, 2), ["upgrade-preview", "realms/otrs.yaml"]);
    const folders = await readdir(project.root);

    const outcome = expectCode(await project.deskrealm([...words, "--format", "json"]), 3);
    const report = JSON.parse(outcome.stdout) as UpgradeReport;
    const of = (weight: string) => report.findings.filter((one) => one.weight === weight);
    assert.deepEqual(of("breaks"), []);
    assert.deepEqual(of("look"), [
      {
        weight: "look",
        where: "both",
        realms: [],
        text: "the helpdesk's vendor supports Keycloak 26.4.0, and not 26.7.4",
      },
      {
        weight: "look",
        where: "both",
        realms: BOTH,
        text: '"otrs-api reads the server\'s version" could be shown on 26.4.0 and cannot on 26.7.4: this Keycloak shows its version to realm administrators only, view-system or not',
      },
      {
        weight: "look",
        where: "both",
        realms: BOTH,
        text: "required action CONFIGURE_TOTP: priority was 10 on 26.4.0 and is 54 on 26.7.4",
      },
      {
        weight: "look",
        where: "both",
        realms: BOTH,
        text: "required action UPDATE_PASSWORD: priority was 30 on 26.4.0 and is 57 on 26.7.4",
      },
    ]);
    const notes = of("note").map(({ where, realms, text }) => `${where} ${realms.join()} ${text}`);
    for (const known of [
      "both otrs-agents,otrs-customer-users realm: scimApiEnabled is new on 26.7.4: false",
      "new otrs-agents,otrs-customer-users authentication flow clients: authenticationExecutions.federated-jwt is new on 26.7.4",
    ])
      assert.ok(notes.includes(known), notes.join("\n"));
    assert.deepEqual(
      report.trials.map(({ what, applied, changes, checks }) => [what, applied, changes, checks.failed]),
      [
        ["26.4.0", true, 0, 0],
        ["26.7.4 on the data of 26.4.0", true, 0, 0],
        ["26.7.4 with realms made anew", true, 0, 0],
      ],
    );
    assert.ok(report.trials.every(({ checks }) => checks.passed > 30));

    assert.ok(!outcome.text.includes(THROW_AWAY));
    assert.deepEqual(await readdir(project.root), folders);
    assert.deepEqual(await readdir(join(project.root, "state")), []);
    await demandNothingLeft(temporary);
  });

  for (const [stage, line] of [
    ["while a server starts", /^starting Keycloak /m],
    ["while realms are made", / creating \(/],
  ] as const) {
    test(`SIGINT ${stage}: exit code 1, and neither a process nor a folder stays`, async () => {
      const words = ["upgrade-preview", "realms/acme.yaml", "--from", "26.4.0", "--to", "26.7.4"];
      const child = project.startDeskrealm(words);
      const said = await saidUntil(child, line);
      child.kill("SIGINT");
      const [code] = await once(child, "exit");
      assert.equal(code, 1, said());
      assert.match(said(), /\nInterrupted\. What was started has ended, and nothing is left behind\.\n$/);
      await demandNothingLeft(temporary);
    });
  }
});

/** Reads what the child says on stderr until a line is there; gives everything up to then, or to its end. */
async function saidUntil(child: ChildProcess, line: RegExp): Promise<() => string> {
  let text = "";
  assert.ok(child.stderr);
  await new Promise<void>((resolve, reject) => {
    child.once("close", () => reject(new Error(`ended too soon:\n${text}`)));
    child.stderr?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (line.test(text)) resolve();
    });
  });
  return () => text;
}

/** Every process that was started has the folder in its environment. */
async function demandNothingLeft(temporary: string): Promise<void> {
  // Node and Pulumi may keep a cache there.
  const folders = (await readdir(temporary)).filter((name) => name.startsWith("deskrealm-"));
  assert.deepEqual(folders, []);
  const processes = execFileSync("ps", ["axeww", "-o", "pid=,args="], { encoding: "utf8", maxBuffer: 64e6 });
  const left = processes.split("\n").filter((one) => one.includes(`TMPDIR=${temporary}`));
  assert.deepEqual(left, []);
}
