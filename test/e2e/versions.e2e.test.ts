import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { differences, modelOf } from "../support/live.ts";
import { expectCode, keycloakEnvironment, Project } from "../support/project.ts";
import { adminOf, startKeycloak, TESTED_VERSIONS } from "../support/test-keycloak.ts";

const SPEC = "realms/otrs.yaml";
/** The one that OTRS's vendor supports. */
const VENDORS = "26.4.0";
const NEWEST = "26.7.4";

for (const version of TESTED_VERSIONS) {
  const notice = version === VENDORS ? "no notice" : "one notice of the vendor's version";
  test(`Keycloak ${version} gets the layout by pulumi up with ${notice}, passes verify, shows no drift and no second change`, async () => {
    await using keycloak = await startKeycloak(version);
    await using project = await Project.create(keycloakEnvironment(keycloak, keycloak.url));
    await project.initStack("layout", SPEC, {
      secret: { "deskrealm:secrets.root": "Root-Initial-Passw0rd!" },
    });

    const up = expectCode(await project.pulumi(["up", "--yes", "--skip-preview"]), 0);
    // The display says each diagnostic once more at its end.
    const told = up.stdout
      .slice(up.stdout.lastIndexOf("Diagnostics:"))
      .match(/This is Keycloak .*vendor supports .*/g);
    assert.deepEqual(
      (told ?? []).map((line) => /Keycloak (\S+)\. .* supports (\S+);/.exec(line)?.slice(1)),
      version === VENDORS ? [] : [[version, VENDORS]],
      up.text,
    );
    const loaded = await modelOf(join(project.root, SPEC));
    assert.deepEqual(await differences(adminOf(keycloak), loaded), []);

    expectCode(await project.pulumi(["preview", "--refresh", "--expect-no-changes"]), 0);
    const drift = expectCode(await project.deskrealm(["drift", SPEC, "--stack", "layout"]), 0);
    assert.match(drift.stdout, /^No differences: otrs-agents, otrs-customer-users /);
    const verify = expectCode(await project.deskrealm(["verify", SPEC, "--stack", "layout"]), 0);
    assert.match(verify.stdout, /All \d+ checks passed\.\n$/);
    // Newer Keycloaks show no service account their version, which is then said and not tried.
    const untold = verify.stdout.match(/ {2}not tried {2}otrs-api reads the server's version/g);
    assert.equal(untold?.length, version === NEWEST ? 2 : undefined);
  });
}
