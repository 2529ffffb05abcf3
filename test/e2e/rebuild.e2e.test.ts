// Every spec in realms/: its stack's state is deleted altogether, and `up` rebuilds it from the server alone.

import assert from "node:assert/strict";
import { readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { describe, test } from "node:test";
import { removeDirectly } from "../support/apply-directly.ts";
import { inSuite } from "../support/in-suite.ts";
import { modelOf } from "../support/live.ts";
import { expectCode } from "../support/project.ts";
import { changesBetween, snapshot } from "../support/realm-snapshot.ts";
import { prefixed, sampleSpecs, sampleValues } from "../support/sample-specs.ts";
import { useProject } from "../support/use-project.ts";

describe("a stack whose state is deleted altogether", () => {
  const project = inSuite(() => useProject());

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
        const before = await Promise.all(realms.map((realm) => snapshot(project.admin, realm)));
        await rm(join(project.root, "state/.pulumi"), { recursive: true });
        const { stderr } = await up();
        for (const realm of realms)
          assert.ok(stderr.includes(`unchanged on the server: ${realm}: the realm, client`), stderr);
        const after = await Promise.all(realms.map((realm) => snapshot(project.admin, realm)));
        const changed = before.flatMap((was, index) => changesBetween(was, after[index] ?? new Map()));
        assert.deepEqual(changed, []);
        assert.ok(before.every(({ size }) => size > 500));
        const preview = ["preview", "--expect-no-changes", "--stack", stack];
        expectCode(await project.pulumi(preview, env), 0);
      } finally {
        // The next spec may have realms of the same names.
        await removeDirectly(project.admin, model);
      }
    });
  }
});
