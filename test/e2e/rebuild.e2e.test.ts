// Every spec in realms/: its stack's state is deleted altogether, and `up` rebuilds it from the server alone.

import assert from "node:assert/strict";
import { readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { AdminClient } from "../../infra/admin/client.ts";
import type { Keycloak } from "../../scripts/servers/keycloak.ts";
import { removeDirectly } from "../support/apply-directly.ts";
import { modelOf } from "../support/live.ts";
import { expectCode, keycloakEnvironment, Project } from "../support/project.ts";
import { changesBetween, snapshot } from "../support/realm-snapshot.ts";
import { prefixed, sampleSpecs, sampleValues } from "../support/sample-specs.ts";
import { adminOf, startKeycloak } from "../support/test-keycloak.ts";

describe("a stack whose state is deleted altogether", () => {
  let keycloak: Keycloak;
  let project: Project;
  let admin: AdminClient;
  before(async () => {
    keycloak = await startKeycloak();
    project = await Project.create(keycloakEnvironment(keycloak, keycloak.url));
    admin = new AdminClient(adminOf(keycloak));
  });
  after(async () => {
    await project?.[Symbol.asyncDispose]();
    await keycloak?.[Symbol.asyncDispose]();
  });

  for (const spec of sampleSpecs().filter((file) => file.startsWith("realms/"))) {
    const stack = basename(spec, ".yaml");
    test(`${spec}: up rebuilds it, and the server is as before`, async () => {
      const text = await readFile(join(project.root, spec), "utf8");
      const { variables, env, secrets } = sampleValues(text);
      const { model } = await modelOf(join(project.root, spec), { variables, env });
      const realms = Object.values(model.realms).map(({ realm }) => realm);
      await project.initStack(stack, spec, {
        plain: prefixed("deskrealm:variables", variables),
        secret: prefixed("deskrealm:secrets", secrets),
      });
      const up = async () => expectCode(await project.deskrealm(["up", spec, "--stack", stack], env), 0);
      try {
        await up();
        const before = await Promise.all(realms.map((realm) => snapshot(admin, realm)));
        await rm(join(project.root, "state/.pulumi"), { recursive: true });
        const { stderr } = await up();
        for (const realm of realms)
          assert.ok(stderr.includes(`unchanged on the server: ${realm}: the realm, client`), stderr);
        const after = await Promise.all(realms.map((realm) => snapshot(admin, realm)));
        const changed = before.flatMap((was, index) => changesBetween(was, after[index] ?? new Map()));
        assert.deepEqual(changed, []);
        assert.ok(before.every(({ size }) => size > 500));
        const preview = ["preview", "--expect-no-changes", "--stack", stack];
        expectCode(await project.pulumi(preview, env), 0);
      } finally {
        // The next spec may have realms of the same names.
        await removeDirectly(admin, model);
      }
    });
  }
});
