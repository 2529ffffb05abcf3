// A provider that was made by hand comes under a stack, one that the state has lost comes back into it, and
// one that leaves the spec goes with its flow. Its secret stands nowhere in clear.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { adminPath } from "../../infra/admin/client.ts";
import { findFlow } from "../../infra/admin/flow-steps.ts";
import { findProvider, providerPath } from "../../infra/admin/identity-providers.ts";
import { findUnmanaged } from "../../scripts/unmanaged/find.ts";
import { applyDirectly } from "../support/apply-directly.ts";
import { loginBy } from "../support/broker-login.ts";
import { inSuite } from "../support/in-suite.ts";
import { differences, modelOf } from "../support/live.ts";
import { OidcProvider } from "../support/oidc-provider.ts";
import { expectCode } from "../support/project.ts";
import { adminOf } from "../support/test-keycloak.ts";
import { useProject } from "../support/use-project.ts";

const REALM = "adopted-agents";
const SPEC = "realms/adopted.yaml";
const STACK = "adopted";
const SECRET = "Provider-S3cret-77";
const FLOW = "first login without linking";

describe("a provider that is on the server already", () => {
  const project = inSuite(() => useProject({ account: false }));
  const provider = inSuite(() =>
    OidcProvider.start({
      ...{ clientId: "helpdesk", clientSecret: SECRET },
      issuer: (url) => `${url}/application/o/helpdesk/`,
    }),
  );
  const text = (more: string) => `helpdesk: otrs
url: https://otrs.acme.example
agents:
  realm: ${REALM}
${more}customers:
  realm: adopted-customers
`;
  const withProvider = () =>
    text(`  identityProviders:
    authentik:
      url: ${provider.url}
      slug: helpdesk
      clientId: helpdesk
      clientSecret: "\${secret:provider}"
      roles: { Agent: helpdesk-users }
`);
  const on = (...words: string[]) => project.pulumi([...words, "--stack", STACK]);
  const model = () => modelOf(join(project.root, SPEC));
  const drift = async () => differences(adminOf(project.keycloak), await model());
  const internalId = async () => (await findProvider(project.admin, REALM, "authentik"))?.internalId;

  before(async () => {
    provider.person = {
      ...{ sub: "5994471abb01112afcc18159f6cc74b4", email: "cleo@customer.example", name: "Cleo Chu" },
      ...{ given_name: "Cleo", preferred_username: "cleo", groups: ["helpdesk-users"] },
    };
    await project.write(SPEC, withProvider());
    const secret = { "deskrealm:secrets.provider": SECRET };
    await project.initStack(STACK, SPEC, project.settings({ secret }));
    // By hand, with a secret that is not the spec's.
    await applyDirectly(project.admin, (await model()).model, { secret: () => "another" });
  });

  test("adopt takes it over with its flow, and up puts a mapper and the secret right in place", async () => {
    const id = await internalId();
    await project.admin.post(`${providerPath(REALM, "authentik")}/mappers`, {
      ...{ name: "gift", identityProviderAlias: "authentik" },
      identityProviderMapper: "oidc-hardcoded-role-idp-mapper",
      config: { syncMode: "INHERIT", role: "otrs-app.Agent" },
    });
    assert.equal((await loginBy(project.keycloak, REALM, "authentik")).tokens, undefined);
    const adopted = expectCode(await project.deskrealm(["adopt", SPEC, "--stack", STACK, "--yes"]), 0);
    assert.match(adopted.text, /identity provider authentik/);
    assert.match(adopted.text, new RegExp(`flow ${FLOW}`));
    expectCode(await on("up", "--refresh", "--yes", "--skip-preview"), 0);
    assert.deepEqual(await drift(), []);
    assert.equal(await internalId(), id);
    expectCode(await on("preview", "--expect-no-changes"), 0);
    expectCode(await on("preview", "--refresh", "--expect-no-changes"), 0);
    assert.deepEqual((await loginBy(project.keycloak, REALM, "authentik")).roles, ["Agent"]);
  });

  test("nothing of it is unmanaged, and export writes it as the spec has it", async () => {
    const found = await findUnmanaged((await model()).model, project.admin);
    assert.deepEqual(
      found.filter(({ kind }) => kind === "identity-provider" || kind === "authentication-flow"),
      [],
    );
    const words = ["export", "--agents", REALM, "--customers", "adopted-customers", "--stack", STACK];
    expectCode(await project.deskrealm([...words, "--out", "exported.yaml"]), 0);
    const exported = await readFile(join(project.root, "exported.yaml"), "utf8");
    assert.match(exported, /slug: helpdesk/);
    assert.match(exported, /Agent: helpdesk-users/);
    assert.match(exported, /\$\{secret:authentik\}/);
    assert.doesNotMatch(exported, /: (identity provider|authentication flow|flow) /);
  });

  test("render prints its redirect URI and steps", async () => {
    const { stdout } = expectCode(await project.deskrealm(["render", SPEC, "--stack", STACK]), 0);
    assert.ok(stdout.includes(`${project.keycloak.url}/realms/${REALM}/broker/authentik/endpoint`));
    assert.match(stdout, /\*\*Subject mode\*\*/);
  });

  test("what the state has lost is healed by up as it is, and so is what the server has lost", async () => {
    const id = await internalId();
    const { stdout } = await on("stack", "export");
    const { deployment } = JSON.parse(stdout) as { deployment: { resources: { urn: string }[] } };
    const lost = deployment.resources
      .map(({ urn }) => urn)
      .filter((urn) => /::otrs\/agents\/(identity-providers|broker-flows)\//.test(urn));
    assert.equal(lost.length, 2);
    for (const urn of lost.toReversed()) expectCode(await on("state", "delete", urn, "--force", "--yes"), 0);
    const healed = expectCode(await project.deskrealm(["up", SPEC, "--stack", STACK]), 0);
    assert.match(healed.text, /identity provider authentik/);
    assert.equal(await internalId(), id);
    expectCode(await on("preview", "--refresh", "--expect-no-changes"), 0);
    await project.admin.delete(providerPath(REALM, "authentik"));
    expectCode(await project.deskrealm(["up", SPEC, "--stack", STACK]), 0);
    assert.deepEqual(await drift(), []);
    expectCode(await on("preview", "--refresh", "--expect-no-changes"), 0);
  });

  test("a provider or a flow that the state does not know is refused by plain Pulumi, with the command, and stays as it is", async () => {
    await project.admin.put(providerPath(REALM, "authentik"), {
      ...(await findProvider(project.admin, REALM, "authentik")),
      displayName: "By hand",
    });
    const { stdout } = await on("stack", "export");
    const urns = (JSON.parse(stdout) as { deployment: { resources: { urn: string }[] } }).deployment
      .resources;
    const lost = urns
      .map(({ urn }) => urn)
      .filter((urn) => /::otrs\/agents\/(identity-providers|broker-flows)\//.test(urn));
    for (const urn of lost.toReversed()) expectCode(await on("state", "delete", urn, "--force", "--yes"), 0);
    const refused = (text: string, names: string) => {
      assert.ok(text.includes(`On the server, and not in Pulumi's state: ${names}. `), text);
      assert.ok(text.includes(`run: deskrealm up ${SPEC} --stack ${STACK} `), text);
    };
    const flow = `login flow ${FLOW} of ${REALM}`;
    const both = `${flow}, identity provider authentik of ${REALM}`;
    refused(expectCode(await on("preview"), 1).text, both);
    refused(expectCode(await on("up", "--yes"), 1).text, both);
    refused(expectCode(await on("up", "--yes", "--skip-preview"), 1).text, flow);
    assert.equal((await findProvider(project.admin, REALM, "authentik"))?.displayName, "By hand");
    expectCode(await project.deskrealm(["up", SPEC, "--stack", STACK]), 0);
    assert.deepEqual(await drift(), []);
    expectCode(await on("preview", "--refresh", "--expect-no-changes"), 0);
  });

  test("another way of linking is another flow, and the first one goes when nothing uses it", async () => {
    const trusted = withProvider().replace(
      "slug:",
      "trustEmail: true\n      linking: automatic\n      slug:",
    );
    await project.write(SPEC, trusted);
    expectCode(await on("up", "--yes", "--skip-preview"), 0);
    assert.deepEqual(await drift(), []);
    assert.equal(await findFlow(project.admin, REALM, FLOW), undefined);
    await project.write(SPEC, withProvider());
    expectCode(await on("up", "--yes", "--skip-preview"), 0);
    assert.deepEqual(await drift(), []);
  });

  test("one that leaves the spec goes, with its flow", async () => {
    await project.write(SPEC, text(""));
    expectCode(await on("up", "--yes", "--skip-preview"), 0);
    assert.equal(await findProvider(project.admin, REALM, "authentik"), undefined);
    assert.equal(await findFlow(project.admin, REALM, FLOW), undefined);
    assert.deepEqual(await drift(), []);
  });

  test("its secret is in no file of the stack or its state, and nothing has said it", async () => {
    for (const { path, text: kept } of await project.kept()) assert.ok(!kept.includes(SECRET), path);
    assert.ok(!project.said.some((said) => said.includes(SECRET)));
    assert.equal((await project.admin.find(adminPath`/realms/${REALM}`)) === undefined, false);
  });
});
