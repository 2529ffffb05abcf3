import assert from "node:assert/strict";
import { readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join, relative } from "node:path";
import { before, describe, test } from "node:test";
import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { Hand } from "../support/hand.ts";
import { inSuite } from "../support/in-suite.ts";
import { modelOf } from "../support/live.ts";
import { expectCode } from "../support/project.ts";
import { snapshot } from "../support/realm-snapshot.ts";
import { useProject } from "../support/use-project.ts";

const SPEC = "realms/heal.yaml";
const STACK = "heal";
const AGENTS = "heal-agents";
const TEXT = `helpdesk: otrs
url: https://otrs.acme.example
agents:
  realm: ${AGENTS}
  roles: [Agent, Admin]
  users:
    root@localhost: { firstName: Root, lastName: Admin, email: root@acme.example, roles: [Admin], temporaryPassword: "\${secret:root}" }
customers: { realm: heal-customers }
`;

describe("deskrealm up, where Pulumi's state is not what the server holds", () => {
  const project = inSuite(() => useProject({ recorded: true, account: false, files: { [SPEC]: TEXT } }));
  const on = (...words: string[]) => project.deskrealm([...words, SPEC, "--stack", STACK]);
  const state = () => join(project.root, "state/.pulumi/stacks/deskrealm", `${STACK}.json`);
  const locks = () => join(project.root, "state/.pulumi/locks/organization/deskrealm", STACK);
  const realms = async () => Object.values((await modelOf(join(project.root, SPEC))).model.realms);
  const server = async () => {
    const all = await Promise.all((await realms()).map(({ realm }) => snapshot(project.admin, realm)));
    return all.map((one) => Object.fromEntries(one));
  };
  /** The state and the server agree: Pulumi has nothing to do, asked or not. */
  const assertHealthy = async () => {
    expectCode(await on("drift"), 0);
    expectCode(await project.pulumi(["preview", "--refresh", "--expect-no-changes", "--stack", STACK]), 0);
  };

  /** Takes a resource out of the state, with what depends on it. */
  const forget = async (name: string) => {
    const kept = JSON.parse(await readFile(state(), "utf8")) as Kept;
    const { latest } = kept.checkpoint;
    const gone = latest.resources.filter(({ urn }) => urn.endsWith(`::${name}`)).map(({ urn }) => urn);
    assert.equal(gone.length, 1, name);
    const left = latest.resources.filter(
      (one) => !gone.includes(one.urn) && !urnsOf(one).includes(gone[0] ?? ""),
    );
    latest.resources = left;
    await writeFile(state(), JSON.stringify(kept));
  };

  before(async () => {
    const secret = { "deskrealm:secrets.root": "Heal-Initial-Passw0rd!" };
    await project.initStack(STACK, SPEC, project.settings({ secret }));
    expectCode(await on("up"), 0);
  });

  test("a state that is gone: preview shows the healing and writes nothing, plain Pulumi names the command, up rebuilds it and the server stays as it is", async () => {
    const before = await server();
    await rm(state());
    await project.pulumi(["stack", "init", STACK]);
    project.recorder.take();
    const plain = expectCode(await project.pulumi(["preview", "--stack", STACK]), 1);
    assert.match(
      plain.text,
      /error not-in-state: On the server, and not in Pulumi's state: the realm heal-agents, /,
    );
    assert.ok(plain.text.includes(`hint: run: deskrealm up ${SPEC} --stack ${STACK} `));
    const preview = expectCode(await on("preview"), 0);
    assert.match(
      preview.stdout,
      /on the server, and not in the state: heal-agents: the realm, client otrs-app/,
    );
    assert.match(preview.stdout, /and then changes nothing: the server is as the spec says\./);
    assert.deepEqual(project.recorder.take(), []);
    const { stderr } = expectCode(await on("up"), 0);
    assert.match(stderr, /healed: took into the state, unchanged on the server: heal-agents: the realm, /);
    assert.deepEqual(await server(), before);
    await assertHealthy();
  });

  test("plain up without a preview ends in Keycloak's 409, and names the command too", async () => {
    const before = await server();
    const whole = await readFile(state(), "utf8");
    const refusal = async () => {
      const { text } = expectCode(
        await project.pulumi(["up", "--yes", "--skip-preview", "--stack", STACK]),
        1,
      );
      assert.match(text, /409 Conflict\. Response body/);
      assert.match(
        text,
        /hint: 409 Conflict from Keycloak means that it has what Pulumi's state has not\. A run/,
      );
      assert.ok(text.includes(`run: deskrealm up ${SPEC} --stack ${STACK} `), text);
    };
    await rm(state());
    await project.pulumi(["stack", "init", STACK]);
    await refusal();
    await writeFile(state(), whole);
    for (const lost of ["otrs/agents/clients/api/client", "otrs/agents/clients/app/roles/Admin"]) {
      await forget(lost);
      await refusal();
      await writeFile(state(), whole);
    }
    assert.deepEqual(await server(), before);
    await assertHealthy();
  });

  test("a state that is cut short is set aside and rebuilt, and the server stays as it is", async () => {
    const before = await server();
    await writeFile(state(), (await readFile(state(), "utf8")).slice(0, 3000));
    assert.match(expectCode(await on("preview"), 0).stdout, /a state that cannot be read: it is set aside/);
    const { stderr } = expectCode(await on("up"), 0);
    assert.match(stderr, /healed: set the unreadable state aside as heal\.json\.unreadable-\d+T\d+Z/);
    const kept = await readdir(join(state(), ".."));
    assert.ok(kept.some((name) => name.startsWith("heal.json.unreadable-")));
    assert.deepEqual(await server(), before);
    await assertHealthy();
  });

  test("what is cut short beside a state hides it no longer, and the state stays", async () => {
    const whole = await readFile(state(), "utf8");
    await writeFile(`${state()}.attrs`, "");
    const { stdout, stderr } = expectCode(await on("up"), 0);
    assert.match(stderr, /healed: took away heal\.json\.attrs, which was cut short and hid the state/);
    assert.match(stdout, /^\d+ same\n$/);
    const urns = (text: string) => [...text.matchAll(/"urn": ?"[^"]+"/g)].map(([urn]) => urn).sort();
    assert.deepEqual(urns(await readFile(state(), "utf8")), urns(whole));
    await assertHealthy();
  });

  test("a lock of a process that is gone is taken away; one of a process at work, or of another machine, is refused with who and since when", async () => {
    const lock = (pid: number, host: string) => {
      const note = { pid, username: "anna", hostname: host, timestamp: new Date().toISOString() };
      return project.write(
        join("state/.pulumi/locks/organization/deskrealm", STACK, "x.json"),
        JSON.stringify(note),
      );
    };
    project.recorder.take();
    await lock(process.pid, hostname());
    const alive = expectCode(await on("up"), 1);
    assert.match(
      alive.stderr,
      new RegExp(`error stack-locked: .* process ${process.pid} of anna on this machine`),
    );
    await lock(4_194_303, "elsewhere");
    const far = expectCode(await on("up"), 1);
    assert.match(far.stderr, /error stack-locked: .* process 4194303 of anna on elsewhere since/);
    assert.match(far.stderr, /hint: .*pulumi cancel --stack heal/);
    assert.deepEqual(project.recorder.take(), []);
    await lock(4_194_303, hostname());
    const { stderr } = expectCode(await on("up"), 0);
    assert.match(stderr, /healed: took away the lock of process 4194303 of this machine/);
    assert.deepEqual(await readdir(locks()), []);
  });

  test("a state that is gone while locks of nobody are left comes back, and a young lock without a note is refused with its file", async () => {
    const before = await server();
    const file = join(locks(), "blank.json");
    const note = {
      pid: 4_194_303,
      username: "anna",
      hostname: hostname(),
      timestamp: "2026-01-02T03:04:05Z",
    };
    await project.write(relative(project.root, join(locks(), "dead.json")), JSON.stringify(note));
    await writeFile(file, "");
    await rm(state());
    await rm(`${state()}.bak`, { force: true });
    const young = expectCode(await on("up"), 1);
    assert.match(young.stderr, /error stack-locked: .* whose file does not say who holds it\./);
    assert.ok(young.stderr.includes(`delete ${file}`), young.stderr);
    // As a machine leaves it that lost its power.
    await utimes(file, new Date(0), new Date(0));
    const { stderr } = expectCode(await on("up"), 0);
    assert.match(
      stderr,
      /healed: took away the lock that names nobody, from 1970-\S+: this machine was started/,
    );
    assert.match(stderr, /healed: took away the lock of process 4194303 of this machine/);
    assert.match(stderr, /healed: took into the state, unchanged on the server: heal-agents: the realm, /);
    assert.deepEqual(await readdir(locks()), []);
    assert.deepEqual(await server(), before);
    await assertHealthy();
    // The same where the state is there.
    await writeFile(file, "{");
    assert.match(expectCode(await on("up"), 1).stderr, /error stack-locked: .* does not say who holds it/);
    await utimes(file, new Date(0), new Date(0));
    assert.match(expectCode(await on("up"), 0).stderr, /healed: took away the lock that names nobody/);
  });

  test("operations that never ended are cleared, and what they had made is taken in", async () => {
    const whole = JSON.parse(await readFile(state(), "utf8")) as {
      checkpoint: { latest: { resources: { urn: string }[]; pending_operations?: object[] } };
    };
    const { latest } = whole.checkpoint;
    const [role] = latest.resources.filter(({ urn }) =>
      urn.endsWith("::otrs/agents/clients/app/roles/Admin"),
    );
    assert.ok(role);
    latest.resources = latest.resources.filter((one) => one !== role && !urnsOf(one).includes(role.urn));
    latest.pending_operations = [{ resource: { ...role, id: "" }, type: "creating" }];
    await writeFile(state(), JSON.stringify(whole));
    const before = await server();
    const { stderr } = expectCode(await on("up"), 0);
    assert.match(stderr, /healed: cleared 1 operation that a run began and never ended/);
    assert.match(
      stderr,
      /healed: took into the state, unchanged on the server: heal-agents: role Admin of otrs-app/,
    );
    assert.deepEqual(await server(), before);
    await assertHealthy();
  });

  test("a role and a person made by hand and named in the spec afterwards are taken over, with id and password", async () => {
    const hand = new Hand(project.admin, AGENTS);
    const app = await hand.client("otrs-app");
    await project.admin.post(adminPath`/realms/${AGENTS}/clients/${app.id}/roles`, { name: "Second Level" });
    const credentials = [{ type: "password", value: "Ada-By-Hand-1!", temporary: false }];
    const ada = {
      username: "ada",
      email: "ada@acme.example",
      firstName: "Ada",
      lastName: "L",
      enabled: true,
    };
    const id = await project.admin.post(adminPath`/realms/${AGENTS}/users`, {
      ...ada,
      emailVerified: true,
      credentials,
    });
    const [credential] = await credentialsOf(project.admin, id ?? "");
    const text = TEXT.replace("[Agent, Admin]", "[Agent, Admin, Second Level]").replace(
      "customers:",
      "    ada: { firstName: Ada, lastName: L, email: ada@acme.example, roles: [Second Level] }\ncustomers:",
    );
    await project.write(SPEC, text);
    const { stderr } = expectCode(await on("up"), 0);
    assert.match(
      stderr,
      /took into the state, unchanged on the server: heal-agents: role Second Level of otrs-app, person ada/,
    );
    assert.equal((await hand.user("ada")).id, id);
    assert.deepEqual(await credentialsOf(project.admin, id ?? ""), [credential]);
    await assertHealthy();
  });

  test("a client that was deleted and made anew by hand is taken in under its new id", async () => {
    const hand = new Hand(project.admin, "heal-customers");
    const old = await hand.client("otrs-app");
    await project.admin.delete(adminPath`/realms/heal-customers/clients/${old.id}`);
    const { id: _, ...same } = old;
    await project.admin.post(adminPath`/realms/heal-customers/clients`, same);
    const { id } = await hand.client("otrs-app");
    const { stderr } = expectCode(await on("up"), 0);
    assert.match(
      stderr,
      /healed: took out of the state what is not on the server: otrs\/customers\/clients\/app\/client/,
    );
    assert.equal((await hand.client("otrs-app")).id, id);
    await assertHealthy();
  });

  test("a realm with another name in the spec is refused with the way to do it, and nothing is written", async () => {
    const text = await readFile(join(project.root, SPEC), "utf8");
    await project.write(SPEC, text.replace(`realm: ${AGENTS}`, "realm: heal-staff"));
    project.recorder.take();
    for (const operation of ["preview", "up"]) {
      const { stderr } = expectCode(await on(operation), 2);
      assert.match(
        stderr,
        /error realm-renamed: The stack has the realm heal-agents, and the spec calls it heal-staff now/,
      );
      assert.match(
        stderr,
        /hint: keep `realm: heal-agents`; for another name, make heal-staff with a spec and a stack of its own/,
      );
    }
    assert.deepEqual(project.recorder.take(), []);
    await project.write(SPEC, text);
  });

  test("what a destroy without preview took out of the state of protected realms comes back", async () => {
    const before = await server();
    expectCode(await project.pulumi(["destroy", "--yes", "--skip-preview", "--stack", STACK]), 1);
    expectCode(await on("up"), 0);
    assert.deepEqual(await server(), before);
    await assertHealthy();
  });

  test("of two ups at once one does the work, and the other does nothing or is refused with a word", async () => {
    const both = await Promise.all([on("up"), on("up")]);
    assert.ok(both.some(({ code }) => code === 0));
    for (const { code, stderr } of both)
      if (code !== 0) assert.match(stderr, /error stack-locked: .* that process is at work/);
    await assertHealthy();
  });
});

interface Kept {
  readonly checkpoint: { readonly latest: { resources: { urn: string }[] } };
}

/** Everything that a resource of a state says of others. */
const urnsOf = (resource: object): string => JSON.stringify({ ...resource, urn: "" });

function credentialsOf(admin: AdminClient, id: string): Promise<unknown[]> {
  return admin.get<unknown[]>(adminPath`/realms/${AGENTS}/users/${id}/credentials`);
}
