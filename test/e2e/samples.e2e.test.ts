import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { AdminClient } from "../../infra/admin/client.ts";
import type { Keycloak } from "../../scripts/servers/keycloak.ts";
import { removeDirectly } from "../support/apply-directly.ts";
import { differences, modelOf } from "../support/live.ts";
import { expectCode, keycloakEnvironment, Project } from "../support/project.ts";
import { prefixed, sampleSpecs, sampleValues } from "../support/sample-specs.ts";
import { adminOf, startKeycloak } from "../support/test-keycloak.ts";

/** Themes that the samples name and Keycloak does not bring. */
const THEMES = ["acme/login", "acme/email", "acme-mail/email"];

describe("each good spec, on a stack of its own with KEYCLOAK_* in the environment", () => {
  let keycloak: Keycloak;
  let project: Project;
  before(async () => {
    keycloak = await startKeycloak();
    for (const theme of THEMES) {
      await mkdir(join(keycloak.folder, "themes", theme), { recursive: true });
      await writeFile(join(keycloak.folder, "themes", theme, "theme.properties"), "parent=base\n");
    }
    project = await Project.create(keycloakEnvironment(keycloak, keycloak.url));
  });
  after(async () => {
    await project?.[Symbol.asyncDispose]();
    await keycloak?.[Symbol.asyncDispose]();
  });

  for (const file of sampleSpecs()) {
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
      using admin = new AdminClient(adminOf(keycloak));
      try {
        expectCode(await project.pulumi(["up", "--yes", "--skip-preview"], env), 0);
        assert.deepEqual(await differences(adminOf(keycloak), loaded), []);
        expectCode(await project.pulumi(["preview", "--refresh", "--diff", "--expect-no-changes"], env), 0);
      } finally {
        // The next spec may have realms of the same names.
        await removeDirectly(admin, loaded.model);
      }
    });
  }
});
