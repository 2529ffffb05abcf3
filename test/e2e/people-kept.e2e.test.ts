// What a person has that no spec speaks of is nobody's to write: links to providers, credentials, consents, required
// actions, groups and attributes stay whatever is run, and whatever of the person the spec changes.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { adminPath } from "../../infra/admin/client.ts";
import { Hand } from "../support/hand.ts";
import { inSuite } from "../support/in-suite.ts";
import { expectCode } from "../support/project.ts";
import { useProject } from "../support/use-project.ts";

const REALM = "kept-agents";
const SPEC = "realms/kept.yaml";
const STACK = "kept";
const SECRETS = { paula: "Paula-Initial-Passw0rd!", corp: "Corp-S3cret-77" };

const specOf = (paula: string) => `helpdesk: otrs
url: https://otrs.acme.example
agents:
  realm: ${REALM}
  roles: [Agent, Admin]
  attributes: { phone: {} }
  users:
    paula: { ${paula}, email: paula@acme.example, roles: [Agent], temporaryPassword: "\${secret:paula}" }
  identityProviders:
    corp:
      provider: oidc
      issuer: https://corp.acme.example
      authorizationUrl: https://corp.acme.example/authorize
      tokenUrl: https://corp.acme.example/token
      jwksUrl: https://corp.acme.example/keys
      clientId: helpdesk
      clientSecret: "\${secret:corp}"
`;
const PAULA = "firstName: Paula, lastName: Prim, attributes: { phone: '1' }";

describe("of a person whom the spec names", () => {
  const project = inSuite(() => useProject({ files: { [SPEC]: specOf(PAULA) } }));
  const paula = () => new Hand(project.admin, REALM).user("paula");
  const path = async (part = "") => `${adminPath`/realms/${REALM}/users/${(await paula()).id}`}${part}`;
  const PARTS = ["", "/federated-identity", "/credentials", "/groups", "/consents", "/role-mappings"];

  /** All that Keycloak tells of her. */
  const told = async () => {
    const parts = await Promise.all(
      PARTS.map(async (part) => [part, await project.admin.get<object>(await path(part))] as const),
    );
    return Object.fromEntries(parts);
  };

  /** What a login, an administrator and the helpdesk leave behind with her. */
  const live = async () => {
    const hand = new Hand(project.admin, REALM);
    const link = { identityProvider: "corp", userId: "c-4711", userName: "paula@corp" };
    await project.admin.post(await path("/federated-identity/corp"), link);
    const password = { type: "password", value: "Paulas-0wn-Passw0rd!", temporary: false };
    await project.admin.put(await path("/reset-password"), password);
    const groups = adminPath`/realms/${REALM}/groups`;
    const group = (await project.admin.post(groups, { name: "Made by hand" }))?.split("/").at(-1) ?? "";
    await project.admin.put(await path(`/groups/${group}`), {});
    const roles = adminPath`/realms/${REALM}/roles`;
    await project.admin.post(roles, { name: "by-hand" });
    await project.admin.post(await path("/role-mappings/realm"), [
      await project.admin.get(`${roles}/by-hand`),
    ]);
    await hand.setUser("paula", {
      attributes: { ...(await paula()).attributes, locale: ["de"], "helpdesk-note": ["a", "b##c"] },
      requiredActions: ["CONFIGURE_TOTP", "VERIFY_EMAIL"],
    });
  };

  before(async () => {
    await project.initStack(STACK, SPEC, {
      secret: { "deskrealm:secrets.paula": SECRETS.paula, "deskrealm:secrets.corp": SECRETS.corp },
    });
    expectCode(await project.pulumi(["up", "--yes", "--skip-preview"]), 0);
    await live();
  });

  const WAYS: Readonly<Record<string, () => ReturnType<typeof project.pulumi>>> = {
    "deskrealm up": () => project.deskrealm(["up", SPEC, "--stack", STACK]),
    "plain pulumi up, which asks no server": () =>
      project.pulumi(["up", "--yes", "--skip-preview", "--stack", STACK]),
    "pulumi up --refresh": () =>
      project.pulumi(["up", "--refresh", "--yes", "--skip-preview", "--stack", STACK]),
  };
  for (const [index, [name, run]] of Object.entries(WAYS).entries()) {
    test(`${name}: all stays where nothing is changed, and where the spec changes her name and phone`, async () => {
      const before = await told();
      expectCode(await run(), 0);
      assert.deepEqual(await told(), before);

      const changed = `firstName: Paula, lastName: "Prim-${index}", attributes: { phone: '${index}0' }`;
      await project.write(SPEC, specOf(changed));
      expectCode(await run(), 0);
      const after = await told();
      const { "": person, ...rest } = before;
      const attributes = { ...(person as { attributes: object }).attributes, phone: [`${index}0`] };
      assert.deepEqual(after, { "": { ...person, lastName: `Prim-${index}`, attributes }, ...rest });
      expectCode(await project.deskrealm(["drift", SPEC, "--stack", STACK]), 0);
      expectCode(await project.pulumi(["preview", "--refresh", "--expect-no-changes", "--stack", STACK]), 0);
    });
  }
});
