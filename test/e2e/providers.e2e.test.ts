// Logins by providers that behave as Entra, Auth0 and authentik do: what Keycloak makes of their people.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { adminPath } from "../../infra/admin/client.ts";
import type { RealmModel } from "../../infra/model/types.ts";
import { type Browser, hasForm, type Page } from "../../scripts/login/browser.ts";
import { applyDirectly } from "../support/apply-directly.ts";
import { everybody, linksOf, loginBy, logoutOf } from "../support/broker-login.ts";
import { expand } from "../support/good-spec.ts";
import { inSuite } from "../support/in-suite.ts";
import { OidcProvider } from "../support/oidc-provider.ts";
import { startKeycloak } from "../support/test-keycloak.ts";
import { endsAndVendors } from "../support/versions.ts";

const SECRET = "Provider-S3cret";
const TENANT = "5d0f3a52-6d5e-4e0c-9a5b-1f8f0c1f7a10";
const HELPDESK = "3f2c1b0a-9e8d-4c7b-a6f5-0d1e2f3a4b5c";
const HEADS = "7a6b5c4d-3e2f-4a1b-8c9d-0e1f2a3b4c5d";

for (const version of endsAndVendors) {
  describe(`on Keycloak ${version}`, () => logins(version));
}

function logins(version: string): void {
  const keycloak = inSuite(() => startKeycloak(version));

  const start = (issuer: (url: string) => string) =>
    OidcProvider.start({ issuer, clientId: "helpdesk", clientSecret: SECRET });

  /**
   * Makes a realm whose agents come by a provider, at the stand-in's addresses in the place of the real ones.
   *
   * @param provider - below `identityProviders`, with `clientId` and `clientSecret` to be added
   */
  async function realmWith(
    realm: string,
    provider: string,
    real: string,
    stand: string,
    people = "",
  ): Promise<RealmModel> {
    const { model } = expand(`helpdesk: otrs
url: https://otrs.acme.example
agents:
  realm: ${realm}
  roles: [Admin]
  attributes: { company: {} }
  users: { ${people} }
  identityProviders:
    ${provider.replace("{", '{ clientId: helpdesk, clientSecret: "${secret:provider}",')}
`);
    const agents = JSON.parse(JSON.stringify(model.realms.agents).replaceAll(real, stand)) as RealmModel;
    const one = { ...model, realms: { agents } };
    await applyDirectly(keycloak.admin, one, { secret: () => SECRET });
    return agents;
  }

  const LOCAL = "ada.local: { firstName: Ada, lastName: Byron, email: ada@acme.example, roles: [Admin] }";

  describe("Microsoft Entra ID", () => {
    const realm = "by-entra";
    const provider = inSuite(() => start((url) => `${url}/${TENANT}/v2.0`));
    const ada = {
      sub: "AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ",
      preferred_username: "ada.byron@acme.example",
      given_name: "Ada",
      family_name: "Byron",
      company: "ACME",
    };
    before(async () => {
      const spec = `entra: { tenant: ${TENANT}, roles: { Agent: ${HELPDESK}, Admin: [${HEADS}, ${TENANT}] }, attributes: { company: company } }`;
      await realmWith(realm, spec, "https://login.microsoftonline.com", provider.url, LOCAL);
    });
    const found = async () =>
      (await everybody(keycloak.admin, realm)).find(({ username }) => username === ada.preferred_username);

    test("a first login makes the person, with the address from preferred_username, and roles by groups' IDs", async () => {
      provider.person = { ...ada, groups: [HELPDESK, HEADS] };
      const { roles, said } = await loginBy(keycloak, realm, "entra");
      assert.equal(said, "");
      assert.deepEqual(roles, ["Admin", "Agent"]);
      const { email, emailVerified, firstName, lastName, attributes } =
        (await found()) ?? assert.fail("nobody");
      assert.deepEqual(
        [email, emailVerified, firstName, lastName],
        [ada.preferred_username, false, "Ada", "Byron"],
      );
      assert.deepEqual(attributes?.["company"], ["ACME"]);
      assert.equal(provider.logins.at(-1)?.get("code_challenge_method"), "S256");
    });

    test("a second login keeps the person, and a group that is left takes its role along", async () => {
      const before = (await found())?.id;
      provider.person = { ...ada, groups: [HELPDESK] };
      const second = await loginBy(keycloak, realm, "entra");
      assert.deepEqual([second.roles, (await found())?.id], [["Agent"], before]);
      provider.person = { ...ada, groups: [] };
      assert.deepEqual((await loginBy(keycloak, realm, "entra")).roles, []);
      provider.person = { ...ada, groups: [TENANT] };
      assert.deepEqual((await loginBy(keycloak, realm, "entra")).roles, ["Admin"]);
    });

    test("who is renamed there is the same person here, with another address", async () => {
      const before = await found();
      provider.person = {
        ...ada,
        preferred_username: "ada.king@acme.example",
        family_name: "King",
        groups: [HELPDESK],
      };
      const { subject } = await loginBy(keycloak, realm, "entra");
      const after = (await everybody(keycloak.admin, realm)).find(({ id }) => id === before?.id);
      assert.equal(subject, before?.id);
      assert.deepEqual([after?.email, after?.lastName], ["ada.king@acme.example", "King"]);
      assert.equal((await everybody(keycloak.admin, realm)).length, 2);
    });

    test("an address that an account has here links nothing: the login is refused", async () => {
      provider.person = {
        ...ada,
        sub: "somebody-else",
        preferred_username: "ada@acme.example",
        groups: [HELPDESK],
      };
      const { tokens, page, said } = await loginBy(keycloak, realm, "entra");
      assert.equal(tokens, undefined);
      assert.equal(page.status, 409, said);
      const local = (await everybody(keycloak.admin, realm)).find(({ username }) => username === "ada.local");
      assert.deepEqual(await linksOf(keycloak.admin, realm, local?.id ?? ""), []);
      assert.equal((await everybody(keycloak.admin, realm)).length, 2);
    });

    test("a token of another tenant is refused", async () => {
      provider.person = { ...ada, groups: [HELPDESK] };
      provider.issuer = `${provider.url}/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0`;
      const { tokens } = await loginBy(keycloak, realm, "entra");
      provider.issuer = `${provider.url}/${TENANT}/v2.0`;
      assert.equal(tokens, undefined);
    });

    test("a logout goes on there, and comes back to the helpdesk", async () => {
      provider.person = { ...ada, groups: [HELPDESK] };
      const login = await loginBy(keycloak, realm, "entra");
      const page = await logoutOf(keycloak, realm, login);
      assert.equal(page.redirect?.replace(/[/?].*$/, ""), "https:");
      assert.ok(page.redirect?.startsWith("https://otrs.acme.example"), page.redirect);
      const back = provider.logouts.at(-1)?.get("post_logout_redirect_uri");
      assert.equal(back, `${keycloak.url}/realms/${realm}/broker/entra/endpoint/logout_response`);
    });
  });

  describe("Auth0", () => {
    const NAMES = "https://otrs.acme.example";
    const provider = inSuite(() => start((url) => `${url}/`));
    const bob = {
      sub: "auth0|64f1c0ffee",
      email: "bob@customer.example",
      email_verified: true,
      name: "bob@customer.example",
      nickname: "bob",
      [`${NAMES}/given_name`]: "Bob",
      [`${NAMES}/family_name`]: "Bolt",
    };
    const make = (realm: string, more: string, people = "") =>
      realmWith(
        realm,
        `auth0: { domain: acme.eu.auth0.com, ${more} }`,
        "https://acme.eu.auth0.com",
        provider.url,
        people,
      );

    test("the slash at the end of the issuer counts, and names and roles come by claims with a namespace", async () => {
      await make("by-auth0", "roles: { Agent: Agents }");
      provider.person = { ...bob, [`${NAMES}/roles`]: ["Agents"] };
      const { roles, said } = await loginBy(keycloak, "by-auth0", "auth0");
      assert.deepEqual([roles, said], [["Agent"], ""]);
      const [person] = await everybody(keycloak.admin, "by-auth0");
      assert.deepEqual([person?.firstName, person?.lastName, person?.email], ["Bob", "Bolt", bob.email]);
      provider.issuer = provider.url;
      assert.equal((await loginBy(keycloak, "by-auth0", "auth0")).tokens, undefined);
      provider.issuer = `${provider.url}/`;
    });

    test("a claim whose dots have no backslash is not found: the naive mapper gives no role", async () => {
      const { identityProviders } = await make("by-auth0-naively", "roles: { Agent: Agents }");
      const mapper = identityProviders["auth0"]?.mappers["role Agent by Agents"];
      const path = `/realms/by-auth0-naively/identity-provider/instances/auth0/mappers`;
      const [found] = (await keycloak.admin.get<{ id: string; name: string }[]>(path)).filter(
        ({ name }) => name === "role Agent by Agents",
      );
      await keycloak.admin.put(`${path}/${found?.id}`, {
        ...found,
        config: { ...mapper?.config, claim: `${NAMES}/roles` },
      });
      provider.person = { ...bob, [`${NAMES}/roles`]: ["Agents"] };
      assert.deepEqual((await loginBy(keycloak, "by-auth0-naively", "auth0")).roles, []);
    });

    test("automatic linking gives an account to the owner of its verified address, and to nobody else", async () => {
      await make("by-auth0-linked", "trustEmail: true, linking: automatic", LOCAL);
      const local = (await everybody(keycloak.admin, "by-auth0-linked"))[0];
      const ada = { ...bob, sub: "auth0|ada", email: "ada@acme.example" };
      provider.person = { ...ada, email_verified: false };
      assert.equal((await loginBy(keycloak, "by-auth0-linked", "auth0")).tokens, undefined);
      const { email_verified: _, ...unsaid } = ada;
      provider.person = unsaid;
      assert.equal((await loginBy(keycloak, "by-auth0-linked", "auth0")).tokens, undefined);
      assert.deepEqual(await linksOf(keycloak.admin, "by-auth0-linked", local?.id ?? ""), []);
      // By a user name alone, nobody gets an account either.
      provider.person = {
        ...bob,
        sub: "auth0|eve",
        preferred_username: "ada.local",
        email: "eve@customer.example",
      };
      const eve = await loginBy(keycloak, "by-auth0-linked", "auth0");
      assert.notEqual(eve.subject, local?.id);
      provider.person = ada;
      const linked = await loginBy(keycloak, "by-auth0-linked", "auth0");
      assert.deepEqual([linked.subject, linked.roles], [local?.id, ["Admin"]]);
      const after = (await everybody(keycloak.admin, "by-auth0-linked")).find(({ id }) => id === local?.id);
      assert.equal(after?.username, "ada.local");
    });

    test("linking by confirmation asks for a proof", async () => {
      await make("by-auth0-asked", "trustEmail: true", LOCAL);
      provider.person = { ...bob, email: "ada@acme.example" };
      const { page, tokens } = await loginBy(keycloak, "by-auth0-asked", "auth0");
      assert.equal(tokens, undefined);
      assert.match(page.html, /linkAccount/);
    });
  });

  describe("authentik", () => {
    const issuerOf = (url: string) => `${url}/application/o/helpdesk/`;
    const provider = inSuite(() => start(issuerOf));
    const cleo = {
      sub: "cleo@customer.example",
      email: "cleo@customer.example",
      email_verified: false,
      name: "Cleo Chu",
      given_name: "Cleo Chu",
      preferred_username: "cleo",
      nickname: "cleo",
      groups: ["helpdesk-users"],
    };
    const make = (realm: string, more = "") =>
      realmWith(
        realm,
        `authentik: { url: ${provider.url}, slug: helpdesk, roles: { Agent: helpdesk-users }${more} }`,
        "x-none-x",
        "",
      );

    test("the last name comes from what there is; without a mapper the login stops", async () => {
      await make("by-authentik");
      provider.person = cleo;
      const { roles, said } = await loginBy(keycloak, "by-authentik", "authentik");
      assert.deepEqual([roles, said], [["Agent"], ""]);
      const [person] = await everybody(keycloak.admin, "by-authentik");
      assert.deepEqual([person?.firstName, person?.lastName], ["Cleo Chu", "Cleo Chu"]);
      await make("by-authentik-naively", ", claims: { lastName: family_name }");
      const { page, tokens } = await loginBy(keycloak, "by-authentik-naively", "authentik");
      assert.equal(tokens, undefined);
      assert.ok(hasForm(page, "kc-idp-review-profile-form"), page.html.slice(0, 500));
    });

    test("with the email as the subject, a changed email makes no second person: the login is refused", async () => {
      const before = (await everybody(keycloak.admin, "by-authentik")).map(({ id }) => id);
      provider.person = { ...cleo, sub: "cleo@other.example", email: "cleo@other.example" };
      const { tokens, page, said } = await loginBy(keycloak, "by-authentik", "authentik");
      assert.equal(tokens, undefined);
      assert.equal(page.status, 409, said);
      assert.deepEqual(
        (await everybody(keycloak.admin, "by-authentik")).map(({ id }) => id),
        before,
      );
    });

    test("a token that is signed with HS256 is refused", async () => {
      provider.person = cleo;
      provider.algorithm = "HS256";
      const { tokens } = await loginBy(keycloak, "by-authentik", "authentik");
      provider.algorithm = "RS256";
      assert.equal(tokens, undefined);
      assert.notEqual((await loginBy(keycloak, "by-authentik", "authentik")).tokens, undefined);
    });
  });

  describe("another Keycloak", () => {
    const password = "Dora-Passw0rd!";
    const at = (realm: string, ...path: string[]) =>
      adminPath`/realms/${realm}` + path.map((one) => `/${one}`).join("");
    const dora = async (realm: string) => (await everybody(keycloak.admin, realm))[0]?.id ?? "";

    /** A realm over there with a person, a group, and a client as the steps of `render` say. */
    async function company(
      upstream: string,
      realm: string,
      logout: "through" | "backchannel",
    ): Promise<void> {
      const ours = `${keycloak.url}/realms/${realm}`;
      await keycloak.admin.post("/realms", {
        ...{ realm: upstream, enabled: true, groups: [{ name: "Helpdesk" }] },
        users: [
          {
            ...{ username: "dora", enabled: true, email: "dora@company.example", emailVerified: true },
            ...{ firstName: "Dora", lastName: "Diaz", groups: ["Helpdesk"] },
            credentials: [{ type: "password", value: password, temporary: false }],
          },
        ],
        clients: [
          {
            ...{ clientId: "helpdesk", secret: SECRET, publicClient: false, standardFlowEnabled: true },
            redirectUris: [`${ours}/broker/sister/endpoint`],
            attributes: {
              "post.logout.redirect.uris": `${ours}/broker/sister/endpoint/logout_response`,
              "pkce.code.challenge.method": "S256",
              ...(logout === "backchannel"
                ? {
                    "backchannel.logout.url": `${ours}/protocol/openid-connect/logout/backchannel-logout`,
                    "backchannel.logout.session.required": "true",
                  }
                : {}),
            },
            protocolMappers: [
              {
                ...{
                  name: "groups",
                  protocol: "openid-connect",
                  protocolMapper: "oidc-group-membership-mapper",
                },
                config: { "claim.name": "groups", "full.path": "false", "id.token.claim": "true" },
              },
            ],
          },
        ],
      });
      const more = `trustEmail: true, verifiedEmail: true, logout: ${logout}, roles: { Agent: Helpdesk }`;
      await realmWith(
        realm,
        `sister: { provider: keycloak, url: ${keycloak.url}, realm: ${upstream}, ${more} }`,
        "x-none-x",
        "",
      );
    }

    const fill = (browser: Browser, page: Page): Promise<Page> => {
      const fields = { username: "dora", password, credentialId: "" };
      return browser.submit(page, "kc-form-login", fields, "http://127.0.0.1:");
    };
    const login = (realm: string) => loginBy(keycloak, realm, "sister", fill);
    const sessions = async (realm: string, user: string) =>
      (await keycloak.admin.get<unknown[]>(at(realm, "users", user, "sessions"))).length;

    test("first and second login, a role that a group gives and takes, a changed address", async () => {
      await company("company", "by-keycloak", "through");
      const first = await login("by-keycloak");
      assert.deepEqual([first.roles, first.said], [["Agent"], ""]);
      const [person] = await everybody(keycloak.admin, "by-keycloak");
      assert.deepEqual([person?.email, person?.emailVerified], ["dora@company.example", true]);
      const { id } = await keycloak.admin.get<{ id: string }>(at("company", "group-by-path", "Helpdesk"));
      const user = at("company", "users", await dora("company"));
      await keycloak.admin.delete(`${user}/groups/${id}`);
      await keycloak.admin.put(user, {
        ...{ email: "diaz@company.example", emailVerified: true, firstName: "Dora", lastName: "Diaz" },
      });
      const second = await login("by-keycloak");
      assert.deepEqual([second.roles, second.subject], [[], first.subject]);
      const [after, ...others] = await everybody(keycloak.admin, "by-keycloak");
      assert.deepEqual([after?.email, others], ["diaz@company.example", []]);
    });

    test("an address that is not verified over there lets nobody in", async () => {
      const user = at("company", "users", await dora("company"));
      await keycloak.admin.put(user, { emailVerified: false });
      assert.equal((await login("by-keycloak")).tokens, undefined);
      await keycloak.admin.put(user, { emailVerified: true });
    });

    test("a logout through the browser ends the session over there, too", async () => {
      const there = await dora("company");
      await keycloak.admin.post(at("company", "users", there, "logout"), {});
      await keycloak.admin.post(at("by-keycloak", "users", await dora("by-keycloak"), "logout"), {});
      const one = await login("by-keycloak");
      assert.equal(await sessions("company", there), 1);
      const page = await logoutOf(keycloak, "by-keycloak", one);
      assert.ok(page.redirect?.startsWith("https://otrs.acme.example"), page.html);
      assert.deepEqual(
        [await sessions("company", there), await sessions("by-keycloak", one.subject ?? "")],
        [0, 0],
      );
    });

    test("behind the browser, a logout ends the sessions on both sides, wherever it begins", async () => {
      await company("company-behind", "by-keycloak-behind", "backchannel");
      const there = await dora("company-behind");
      const one = await login("by-keycloak-behind");
      const here = one.subject ?? "";
      const open = async () => [
        await sessions("company-behind", there),
        await sessions("by-keycloak-behind", here),
      ];
      assert.deepEqual(await open(), [1, 1]);
      const page = await logoutOf(keycloak, "by-keycloak-behind", one);
      assert.ok(page.redirect?.startsWith("https://otrs.acme.example"), page.html);
      assert.deepEqual(await open(), [0, 0]);
      await login("by-keycloak-behind");
      assert.deepEqual(await open(), [1, 1]);
      await keycloak.admin.post(at("company-behind", "users", there, "logout"), {});
      assert.deepEqual(await open(), [0, 0]);
    });
  });
}
