// People of a real Active Directory in the helpdesk's realms: groups within groups, and whoever is disabled.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { type ResponseBodyError, refreshTokenGrant } from "openid-client";
import { adminPath } from "../../infra/admin/client.ts";
import { NAMED_PEOPLE } from "../support/directory-people.ts";
import { DirectoryProject, isRefused } from "../support/directory-project.ts";
import { inSuite } from "../support/in-suite.ts";
import { SambaAd } from "../support/samba-ad.ts";

const AGENTS = "ad-agents";
const CUSTOMERS = "ad-customers";

describe("people of an Active Directory", () => {
  const world = inSuite(() => DirectoryProject.start("ad", (authority) => SambaAd.start({ authority })));
  before(async () => {
    const { groups } = world.directory;
    const ofAgents = `    roles: { Agent: "CN=Helpdesk,${groups}", Admin: "CN=Second Level,${groups}" }\n`;
    const ofCustomers = `    attributes: { customerid: departmentNumber, phone: telephoneNumber }
    groups: ${groups}
    roles: { Customer User: all }
`;
    await world.write(`agents:
  realm: ${AGENTS}
  roles: [Agent, Admin]
${world.ldap(ofAgents)}customers:
  realm: ${CUSTOMERS}
${world.ldap(ofCustomers)}`);
  });

  test("up makes what the spec says; a second preview and a refresh find nothing", async () => {
    await world.up();
    assert.deepEqual(await world.drift(), []);
    await world.assertNothingToDo();
  });

  test("people come over by a sync with their own names and attributes, and no computer among them", async () => {
    const { added, failed } = await world.sync(CUSTOMERS);
    assert.deepEqual([added, failed], [4, 0]);
    const { ada } = NAMED_PEOPLE;
    const { firstName, lastName, email, attributes } = await world.person(CUSTOMERS, "ada");
    assert.deepEqual([firstName, lastName, email], [ada.firstName, ada.lastName, ada.mail]);
    assert.deepEqual([attributes?.["customerid"], attributes?.["phone"]], [[ada.department], [ada.phone]]);
    assert.equal((await world.person(CUSTOMERS, "gone")).enabled, false);
  });

  test("roles come from groups, and from groups within them; those of everybody from nothing", async () => {
    const roles: Record<string, readonly string[]> = { ada: ["Agent"], grace: ["Admin", "Agent"], alan: [] };
    for (const [username, expected] of Object.entries(roles)) {
      const { resource_access, given_name } = await world.claims(AGENTS, username);
      assert.deepEqual(resource_access["otrs-app"]?.roles?.toSorted() ?? [], expected, username);
      assert.equal(given_name, NAMED_PEOPLE[username as keyof typeof NAMED_PEOPLE].firstName);
    }
    const { resource_access } = await world.claims(CUSTOMERS, "alan");
    assert.deepEqual(resource_access["otrs-app"]?.roles, ["Customer User"]);
    const { id = "" } = await world.person(CUSTOMERS, "grace");
    const path = adminPath`/realms/${CUSTOMERS}/users/${id}/groups`;
    const groups = await world.admin.get<{ name: string }[]>(path);
    assert.deepEqual(groups.map(({ name }) => name).sort(), ["Helpdesk", "Second Level"]);
  });

  test("whoever is disabled in the directory is out at once, and in again once enabled", async () => {
    const { directory } = world;
    await assert.rejects(world.enter(AGENTS, "gone"), isRefused);
    const { id } = await world.person(AGENTS, "ada");
    const { configuration, tokens } = await world.enter(AGENTS, "ada");
    const again = () => refreshTokenGrant(configuration, tokens.refresh_token ?? "");
    await again();
    await directory.enable("ada", false);
    await assert.rejects(again(), (error) => (error as ResponseBodyError).error === "invalid_grant");
    await assert.rejects(world.enter(AGENTS, "ada"), isRefused);
    assert.equal((await world.person(AGENTS, "ada")).enabled, false);
    await directory.enable("ada", true);
    await world.enter(AGENTS, "ada");
    assert.equal((await world.person(AGENTS, "ada")).id, id);
  });
});
