import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { before, describe, test } from "node:test";
import { removeDirectly } from "../support/apply-directly.ts";
import { inSuite } from "../support/in-suite.ts";
import { differences, modelOf } from "../support/live.ts";
import { expectCode } from "../support/project.ts";
import { prefixed, sampleSpecs, sampleValues } from "../support/sample-specs.ts";
import { adminOf } from "../support/test-keycloak.ts";
import { useProject } from "../support/use-project.ts";

/** Themes that the samples name and Keycloak does not bring. */
const THEMES = ["acme/login", "acme/email", "acme-mail/email"];

describe("each good spec, on a stack of its own with KEYCLOAK_* in the environment", () => {
  const project = inSuite(() => useProject());
  before(async () => {
    for (const theme of THEMES) {
      const folder = join(project.keycloak.folder, "themes", theme);
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, "theme.properties"), "parent=base\n");
    }
  });

  // versions.e2e.test.ts does the same with those in realms/, on each version.
  for (const file of sampleSpecs().filter((one) => !one.startsWith("realms/"))) {
    const stack = basename(file, ".yaml");
    test(`${file}: up brings its model about, and preview --refresh has nothing to say`, async () => {
      const text = await readFile(join(import.meta.dirname, "../..", file), "utf8");
      const { variables, env, secrets } = sampleValues(text);
      const spec = await project.write(`specs/${stack}.yaml`, text);
      const loaded = await modelOf(join(project.root, spec), { variables, env });
      await project.initStack(stack, spec, {
        plain: prefixed("deskrealm:variables", variables),
        secret: prefixed("deskrealm:secrets", secrets),
      });
      try {
        expectCode(await project.pulumi(["up", "--yes", "--skip-preview"], env), 0);
        assert.deepEqual(await differences(adminOf(project.keycloak), loaded), []);
        expectCode(await project.pulumi(["preview", "--refresh", "--diff", "--expect-no-changes"], env), 0);
      } finally {
        // The next spec may have realms of the same names.
        await removeDirectly(project.admin, loaded.model);
      }
    });
  }
});
