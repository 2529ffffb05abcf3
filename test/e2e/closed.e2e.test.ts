// What an administrator closes by hand stays closed, whatever is run, until somebody names it once.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { findProvider, providerPath } from "../../infra/admin/identity-providers.ts";
import { Hand } from "../support/hand.ts";
import { inSuite } from "../support/in-suite.ts";
import { expectCode } from "../support/project.ts";
import { useProject } from "../support/use-project.ts";

const REALM = "closed-agents";
const SPEC = "realms/closed.yaml";
const STACK = "closed";
const TEXT = `helpdesk: otrs
url: https://otrs.acme.example
agents:
  realm: ${REALM}
  users:
    leaver: { firstName: Lea, lastName: Ver, email: leaver@acme.example }
    stayer: { firstName: Sta, lastName: Yer, email: stayer@acme.example }
  identityProviders:
    corp:
      provider: oidc
      issuer: https://corp.acme.example
      authorizationUrl: https://corp.acme.example/authorize
      tokenUrl: https://corp.acme.example/token
      jwksUrl: https://corp.acme.example/keys
      clientId: helpdesk
      clientSecret: "\${env:CORP_SECRET}"
`;

describe("what is closed by hand", () => {
  const project = inSuite(() =>
    useProject({ files: { [SPEC]: TEXT }, env: { CORP_SECRET: "Corp-S3cret-77" } }),
  );
  const hand = () => new Hand(project.admin, REALM);
  const open = async () => ({
    realm: (await project.admin.get<{ enabled: boolean }>(`/realms/${REALM}`)).enabled,
    leaver: (await hand().user("leaver")).enabled,
    stayer: (await hand().user("stayer")).enabled,
    "otrs-api": (await hand().client("otrs-api")).enabled,
    "otrs-app": (await hand().client("otrs-app")).enabled,
    corp: (await findProvider(project.admin, REALM, "corp"))?.enabled,
  });
  const CLOSED = {
    realm: false,
    leaver: false,
    stayer: true,
    "otrs-api": false,
    "otrs-app": true,
    corp: false,
  };
  const NAMES = [REALM, "leaver", "otrs-api", "corp"];
  const deskrealm = (command: string, ...words: string[]) =>
    project.deskrealm([command, SPEC, "--stack", STACK, ...words]);
  const pulumi = (...words: string[]) => project.pulumi([...words, "--stack", STACK]);
  const NOW = ["--yes", "--skip-preview"];

  before(async () => {
    await project.initStack(STACK, SPEC);
    expectCode(await pulumi("up", ...NOW), 0);
    await hand().setUser("leaver", { enabled: false });
    await hand().setClient("otrs-api", () => ({ enabled: false }));
    await project.admin.put(providerPath(REALM, "corp"), {
      ...(await findProvider(project.admin, REALM, "corp")),
      enabled: false,
    });
    await hand().setRealm({ enabled: false });
  });

  test("stays closed by deskrealm up, by plain up, and by plain up with a refresh; each says what and how it opens", async () => {
    const runs = [() => deskrealm("up"), () => pulumi("up", ...NOW), () => pulumi("up", "--refresh", ...NOW)];
    for (const run of runs) {
      const { text } = expectCode(await run(), 0);
      for (const name of NAMES)
        assert.match(
          text,
          new RegExp(`Closed on the server, and stays so: .*${name}.*DESKREALM_OPEN=${name}`),
        );
      assert.deepEqual(await open(), CLOSED);
    }
    // With another change of the same person, client and realm, too.
    const changed = TEXT.replace("lastName: Ver", "lastName: Verity").replace(
      "  users:",
      "  displayName: ACME\n  users:",
    );
    await project.write(SPEC, changed);
    for (const run of runs) {
      expectCode(await run(), 0);
      assert.deepEqual(await open(), CLOSED);
    }
    assert.equal((await hand().user("leaver")).lastName, "Verity");
  });

  test("drift tells of all of it, counts all but the person, and a review opens nothing", async () => {
    const told = expectCode(await deskrealm("drift"), 3);
    for (const name of NAMES) assert.match(told.stdout, new RegExp(`^= closed .*${name} opens it`, "m"));
    assert.match(told.stdout, /^3 differences between/m);
    const review = await project.deskrealm(["review", "--live", SPEC, "--stack", STACK, "--no-pulumi"]);
    assert.doesNotMatch(review.text, /may log in again|is enabled/);
  });

  test("a name that the spec has not is refused with the one that was meant, and nothing is opened", async () => {
    const { stderr } = expectCode(await deskrealm("up", "--open", "leavr"), 2);
    assert.match(stderr, /error gate-unknown: .*leavr/);
    assert.match(stderr, /did you mean leaver\?/);
    assert.deepEqual(await open(), CLOSED);
  });

  test("opens once it is named, by --open or DESKREALM_OPEN, and nothing beside it", async () => {
    expectCode(await deskrealm("up", "--open", `${REALM}/leaver`), 0);
    assert.deepEqual(await open(), { ...CLOSED, leaver: true });
    const env = { DESKREALM_OPEN: `${REALM},otrs-api` };
    expectCode(await project.pulumi(["up", "--refresh", ...NOW, "--stack", STACK], env), 0);
    assert.deepEqual(await open(), { ...CLOSED, leaver: true, realm: true, "otrs-api": true });
    expectCode(await deskrealm("up", "--open", "corp"), 0);
    expectCode(await deskrealm("drift"), 0);
    expectCode(await pulumi("preview", "--refresh", "--expect-no-changes"), 0);
  });

  test("what the spec closes is closed, and opened by nobody's word but the spec's", async () => {
    const shut = TEXT.replace("stayer: { ", "stayer: { enabled: false, ");
    await project.write(SPEC, shut);
    expectCode(await deskrealm("up", "--open", "stayer"), 0);
    assert.equal((await open()).stayer, false);
  });
});
