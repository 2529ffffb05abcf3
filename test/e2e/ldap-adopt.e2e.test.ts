// A directory that was made by hand comes under a stack, and one that the state has lost comes back into it,
// without another one in its place: its people would be gone. No directory answers.

import assert from "node:assert/strict";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { adminPath } from "../../infra/admin/client.ts";
import { listFederations, listMappers } from "../../infra/admin/federations.ts";
import { applyDirectly } from "../support/apply-directly.ts";
import { inSuite } from "../support/in-suite.ts";
import { differences, modelOf } from "../support/live.ts";
import { expectCode } from "../support/project.ts";
import { adminOf } from "../support/test-keycloak.ts";
import { useProject } from "../support/use-project.ts";

const REALM = "adopted-agents";
const SPEC = "realms/adopted.yaml";
const STACK = "adopted";
const TEXT = `helpdesk: otrs
url: https://otrs.acme.example
agents:
  realm: ${REALM}
  ldap:
    vendor: openldap
    url: ldap://127.0.0.1:9
    bind: { dn: "cn=keycloak,dc=acme,dc=example", password: "\${secret:bind}" }
    users: ou=people,dc=acme,dc=example
    roles: { Agent: "cn=Helpdesk,ou=groups,dc=acme,dc=example" }
customers:
  realm: adopted-customers
`;

describe("a directory that is on the server already", () => {
  const project = inSuite(() => useProject({ account: false, files: { [SPEC]: TEXT } }));
  let id: string;
  const on = (...words: string[]) => project.pulumi([...words, "--stack", STACK]);
  const model = () => modelOf(join(project.root, SPEC));
  const drift = async () => differences(adminOf(project.keycloak), await model());
  const only = async () => {
    const found = await listFederations(project.admin, REALM);
    assert.equal(found.length, 1);
    return found[0] ?? assert.fail();
  };

  before(async () => {
    const secret = { "deskrealm:secrets.bind": "Directory-Passw0rd!" };
    await project.initStack(STACK, SPEC, project.settings({ secret }));
    await applyDirectly(project.admin, (await model()).model);
    id = (await only()).id;
  });

  test("adopt takes it over with its mappers and groups, and up changes what the spec says otherwise in place", async () => {
    const [mapper] = (await listMappers(project.admin, REALM, id)).filter(
      ({ name }) => name === "first name",
    );
    const { id: _, ...again } = mapper ?? assert.fail("no mapper");
    await project.admin.post(adminPath`/realms/${REALM}/components`, { ...again, name: "by hand" });
    const adopted = expectCode(await project.deskrealm(["adopt", SPEC, "--stack", STACK, "--yes"]), 0);
    assert.match(adopted.text, /directory ldap/);
    assert.match(adopted.text, /group Helpdesk/);
    expectCode(await on("up", "--refresh", "--yes", "--skip-preview"), 0);
    assert.deepEqual(await drift(), []);
    assert.equal((await only()).id, id);
    expectCode(await on("preview", "--refresh", "--expect-no-changes"), 0);
  });

  test("what the state has lost is refused by a plain preview, and healed by up as it is", async () => {
    const { stdout } = await on("stack", "export");
    const { deployment } = JSON.parse(stdout) as { deployment: { resources: { urn: string }[] } };
    const lost = deployment.resources
      .map(({ urn }) => urn)
      .filter((urn) => /::otrs\/agents\/(federations|groups)\//.test(urn));
    assert.equal(lost.length, 4);
    for (const urn of lost.toReversed()) expectCode(await on("state", "delete", urn, "--force", "--yes"), 0);
    const refused = expectCode(await on("preview"), 1);
    assert.match(
      refused.text,
      /not-in-state: .*group Helpdesk of adopted-agents.*directory ldap of adopted-agents/s,
    );
    expectCode(await project.deskrealm(["up", SPEC, "--stack", STACK]), 0);
    assert.equal((await only()).id, id);
    assert.deepEqual(await drift(), []);
    expectCode(await on("preview", "--refresh", "--expect-no-changes"), 0);
  });
});
