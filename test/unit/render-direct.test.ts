// What a helpdesk and a provider need to talk to each other without Keycloak, for each product and each kind.

import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { modelOf } from "../../infra/load-model.ts";
import { outsideOfSpans } from "../support/contained.ts";
import { assertGolden } from "../support/golden.ts";
import { goodSpec } from "../support/good-spec.ts";
import { HOSTILE_TEXTS } from "../support/hostile-strings.ts";
import { formOf } from "../support/osticket.ts";
import { loadConfig } from "../support/perl.ts";
import { loadArrays } from "../support/php.ts";
import { assertHarmless } from "../support/terminal.ts";

const SECRET = "s'3\\cr$et@x";
const CLIENT = { clientId: "desk", clientSecret: "$" + "{secret:provider}" };
const PROVIDERS = {
  entra: { tenant: "5d0f3a52-6d5e-4e0c-9a5b-1f8f0c1f7a10", ...CLIENT },
  auth0: { domain: "acme.eu.auth0.com", ...CLIENT },
  authentik: { url: "https://id.acme.example", slug: "desk", ...CLIENT },
  keycloak: { url: "https://sso.acme.example", realm: "acme", ...CLIENT },
  oidc: {
    issuer: "https://op.example",
    authorizationUrl: "https://op.example/authorize",
    tokenUrl: "https://op.example/token",
    userInfoUrl: "https://op.example/userinfo",
    jwksUrl: "https://op.example/keys",
    ...CLIENT,
  },
};
const URLS = {
  otobo: "https://desk.acme.example/otobo",
  osticket: "https://desk.acme.example/osticket",
  espocrm: "https://desk.acme.example",
  deskpro: "https://desk.acme.example",
};
type Product = keyof typeof URLS;
type Kind = keyof typeof PROVIDERS;
const PRODUCTS = Object.keys(URLS) as Product[];
const KINDS = Object.keys(PROVIDERS) as Kind[];

function loginOf(spec: object, word: string) {
  const { value, diagnostics } = modelOf(JSON.stringify(spec), "spec.yaml", { variables: {}, env: {} });
  assert.ok(value, JSON.stringify(diagnostics));
  return value.withoutKeycloak(word);
}

const GUID = "3f2c1b0a-9e8d-4c7b-a6f5-0d1e2f3a4b5c";
/** The products that read roles or groups. */
const READS_ROLES: readonly Product[] = ["otobo", "espocrm"];
const rolesFor = (product: Product, kind: Kind): object =>
  READS_ROLES.includes(product) ? { roles: { Agent: kind === "entra" ? GUID : "helpdesk" } } : {};

function direct(
  product: Product,
  kind: Kind,
  more: object = {},
  config?: object,
  secret: string | null = SECRET,
) {
  const login = loginOf(
    {
      ...{ helpdesk: product, url: URLS[product], ...(config === undefined ? {} : { config }) },
      agents: {
        ...(READS_ROLES.includes(product) ? { roles: ["Agent"] } : {}),
        identityProviders: { [kind]: { ...PROVIDERS[kind], ...more } },
      },
    },
    kind,
  );
  const rendering = login.render(secret);
  const said = [...login.providerSteps, ...rendering.steps, ...rendering.notices].join("\n");
  return { ...rendering, login, said, provider: login.providerSteps.join("\n") };
}

const failure = (code: string, hint: RegExp) => (error: unknown) =>
  error instanceof Failure && error.code === code && hint.test(error.hint);

for (const product of PRODUCTS)
  for (const kind of KINDS)
    test(`${product} with ${kind}: the secret is in secret files alone, and the helpdesk's own address goes over there`, () => {
      const { files, said, provider } = direct(
        product,
        kind,
        rolesFor(product, kind),
        product === "deskpro" ? { agentsAppId: 7 } : undefined,
      );
      assert.ok(files.some(({ secret }) => secret));
      for (const { text, secret } of files) assert.ok(secret || !text.includes("cr$et"));
      assert.doesNotMatch(said, /cr\$et|undefined|\[object/);
      const callback = {
        otobo: "/index.pl?Action=Login",
        osticket: "/api/auth/oauth2",
        espocrm: "/oauth-callback.php",
        deskpro: "/agent/login/authenticate-callback/7",
      }[product];
      assert.ok(provider.includes(`\`${URLS[product]}${callback}\``), provider);
      assert.doesNotMatch(provider, /\/broker\//);
      assertHarmless(said);
    });

describe("stays as it is", () => {
  for (const [product, kind] of [
    ["otobo", "entra"],
    ["osticket", "authentik"],
    ["espocrm", "auth0"],
    ["deskpro", "auth0"],
  ] as const)
    test(`${product} with ${kind}`, () => {
      const { files, steps, notices, login } = direct(product, kind, rolesFor(product, kind));
      const text = [
        ...files.map(({ name, text }) => `# ${name}\n\n${text}`),
        ...[steps, login.providerSteps].map((list) =>
          list.map((step, at) => `${at + 1}. ${step}\n`).join("\n"),
        ),
        notices.map((notice) => `- ${notice}\n`).join(""),
      ].join("\n");
      assertGolden(join(import.meta.dirname, `golden/direct-${product}-${kind}.md`), text);
    });
});

describe("OTOBO", () => {
  const settings = (kind: Kind, more?: object) =>
    loadConfig(direct("otobo", kind, more).files[0]?.text ?? "");
  const own = "AuthModule::OpenIDConnect";

  test("has the provider's discovery document, whatever its issuer ends with", () => {
    const documents = KINDS.map((kind) => {
      const { ProviderSettings } = settings(kind)[`${own}::Config`] as {
        ProviderSettings: { OpenIDConfiguration: string };
      };
      return ProviderSettings.OpenIDConfiguration.replace("/.well-known/openid-configuration", "");
    });
    assert.deepEqual(documents, [
      "https://login.microsoftonline.com/5d0f3a52-6d5e-4e0c-9a5b-1f8f0c1f7a10/v2.0",
      "https://acme.eu.auth0.com",
      "https://id.acme.example/application/o/desk",
      "https://sso.acme.example/realms/acme",
      "https://op.example",
    ]);
  });

  test("makes agents of those alone whose values of the claim the spec names", () => {
    const without = settings("entra");
    assert.equal(without[`${own}::UserMap`], undefined);
    assert.match(direct("otobo", "entra").said, /everybody at Microsoft Entra ID would become an agent/);
    const found = settings("entra", { roles: { Agent: [GUID, GUID.replace("3", "4")] } });
    assert.deepEqual(found[`${own}::RoleMap`], {
      groups: { [GUID]: "Agent", [GUID.replace("3", "4")]: "Agent" },
    });
    assert.deepEqual(found[`${own}::UserMap`], {
      preferred_username: "UserEmail",
      given_name: "UserFirstname",
      family_name: "UserLastname",
    });
  });

  test("reads Auth0's claims by their names with a namespace", () => {
    const found = settings("auth0", { roles: { Agent: "Helpdesk" } });
    const space = "https://desk.acme.example/otobo/";
    assert.deepEqual(found[`${own}::RoleMap`], { [`${space}roles`]: { Helpdesk: "Agent" } });
    assert.deepEqual(found[`${own}::UserMap`], {
      email: "UserEmail",
      [`${space}given_name`]: "UserFirstname",
      [`${space}family_name`]: "UserLastname",
    });
  });

  test("asks for the scopes of the spec, and says what it cannot find", () => {
    const more = {
      scopes: ["email", "groups"],
      claims: { email: "a.b", firstName: "c\\.d" },
      rolesClaim: "r.s",
    };
    const { said, files } = direct("otobo", "oidc", { ...more, roles: { Agent: "x" } });
    assert.match(said, /does not find `a\.b` and `r\.s`/);
    const found = loadConfig(files[0]?.text ?? "");
    assert.deepEqual(found[`${own}::AuthRequest`], {
      ResponseType: ["code"],
      AdditionalScope: ["email", "groups"],
    });
    assert.ok(Object.hasOwn(found[`${own}::UserMap`] as object, "c.d"));
  });

  test("takes text of any kind as text", () => {
    const texts = HOSTILE_TEXTS.filter((text) => !/[\p{C}\p{Zl}\p{Zp}]/u.test(text));
    for (const text of texts) {
      const { said, files } = direct("otobo", "oidc", { roles: { Agent: text }, displayName: text });
      const map = loadConfig(files[0]?.text ?? "")[`${own}::RoleMap`] as Record<string, object>;
      assert.deepEqual(Object.entries(map["groups"] ?? {}), [[text, "Agent"]]);
      assert.equal(
        outsideOfSpans(said),
        outsideOfSpans(direct("otobo", "oidc", { roles: { Agent: "x" } }).said),
      );
    }
  });
});

describe("osTicket", () => {
  const form = (kind: Kind, more?: object) => formOf(direct("osticket", kind, more).files[0]?.text ?? "");

  test("has authentik's shared addresses, and is told what the subject by email means", () => {
    const found = form("authentik");
    assert.equal(found["Authorization Endpoint"], "https://id.acme.example/application/o/authorize/");
    assert.equal(found["Token Endpoint"], "https://id.acme.example/application/o/token/");
    assert.equal(found["Resource Details Endpoint"], "https://id.acme.example/application/o/userinfo/");
    assert.equal(found["Scopes"], "openid email profile");
    assert.equal(found["Client Secret"], SECRET);
    assert.match(direct("osticket", "authentik").said, /Based on the User's Email.*another person/);
  });

  test("reads userinfo, which Entra has at Microsoft Graph, and says where there is none", () => {
    assert.equal(form("entra")["Resource Details Endpoint"], "https://graph.microsoft.com/oidc/userinfo");
    assert.equal(form("entra")["User Identifier"], "email");
    assert.equal(form("auth0")["Resource Details Endpoint"], "https://acme.eu.auth0.com/userinfo");
    assert.equal(form("auth0")["Given Name"], "given_name");
    assert.match(direct("osticket", "oidc", { userInfoUrl: undefined }).said, /no `userInfoUrl`/);
  });
});

describe("EspoCRM", () => {
  const read = (kind: Kind, more?: object, config?: object) => {
    const { files } = direct("espocrm", kind, more, config);
    const [open, internal] = loadArrays(files.slice(0, 2).map(({ text }) => text));
    return { ...open, ...internal, form: files[2]?.text ?? "" } as Record<string, unknown> & { form: string };
  };

  test("has Auth0's claim of groups with a namespace, and the values beside the teams", () => {
    const found = read("auth0", { roles: { Agent: ["Helpdesk", "Heads"] } });
    assert.equal(found["oidcGroupClaim"], "https://desk.acme.example/roles");
    assert.equal(found["oidcClientSecret"], SECRET);
    assert.equal(formOf(found.form, "OIDC Teams")["`Agent`"], "Heads");
    assert.match(found.form, /\| `Agent` \| `Helpdesk` \|/);
    assert.match(direct("espocrm", "auth0", { roles: { Agent: ["a", "b"] } }).said, /one Group/);
  });

  test("has no claim of groups and no address for a logout where there is none", () => {
    const found = read("oidc");
    assert.ok(!("oidcGroupClaim" in found) && !("oidcLogoutUrl" in found));
    assert.deepEqual(found["oidcScopes"], ["email", "profile"]);
  });

  test("takes the address that it reads by its own name for a user name", () => {
    assert.equal(read("entra", {}, { usernameClaim: "email" })["oidcUsernameClaim"], "email");
    const upn = read("oidc", { claims: { username: "upn" } }, { usernameClaim: "preferred_username" });
    assert.equal(upn["oidcUsernameClaim"], "upn");
    assert.match(
      direct("espocrm", "oidc", { claims: { email: "mail" } }).said,
      /`mail` of the spec is not used/,
    );
  });
});

test("a secret in Keycloak's vault leaves a place, and the steps say where", () => {
  for (const product of PRODUCTS) {
    const { files, steps } = direct(
      product,
      "entra",
      { clientSecret: "$" + "{vault.entra}" },
      undefined,
      null,
    );
    assert.match(steps[0] ?? "", /`ENTER-THE-CLIENT-SECRET-HERE`.*as `entra`/);
    for (const { text, secret } of files) assert.equal(text.includes("ENTER-THE-CLIENT-SECRET-HERE"), secret);
  }
});

describe("the provider's name", () => {
  const spec = {
    ...{ helpdesk: "otobo", url: URLS.otobo },
    agents: { identityProviders: { entra: PROVIDERS.entra } },
    customers: { identityProviders: { entra: PROVIDERS.entra, auth0: PROVIDERS.auth0 } },
  };

  test("is the alias, or with the realm's key before it", () => {
    assert.equal(loginOf(spec, "auth0").provider, "customers.auth0");
    assert.equal(loginOf(spec, "customers.entra").provider, "customers.entra");
    const { files } = loginOf(spec, "customers.entra").render("x");
    assert.match(files[0]?.text ?? "", /customer\.pl/);
    assert.doesNotMatch(files[0]?.text ?? "", /index\.pl/);
  });

  test("is refused where it is another one, or of several realms", () => {
    assert.throws(
      () => loginOf(spec, "entra"),
      failure("provider-ambiguous", /agents\.entra, customers\.entra/),
    );
    assert.throws(() => loginOf(spec, "auht0"), failure("provider-unknown", /did you mean auth0\?/));
    assert.throws(
      () => loginOf(spec, "customer.entra"),
      failure("provider-unknown", /did you mean customers\.entra\?/),
    );
    assert.throws(() => loginOf(spec, "constructor"), failure("provider-unknown", /^The spec has/));
    assert.throws(
      () => loginOf({ helpdesk: "otobo", url: URLS.otobo }, "entra"),
      failure("provider-unknown", /name one in the spec first/),
    );
  });

  test("is of no use to OTRS, which manages its people in Keycloak", () => {
    const { value } = modelOf(goodSpec("realms/providers.yaml").text, "x", { variables: {}, env: {} });
    assert.throws(() => value?.withoutKeycloak("entra"), failure("direct-impossible", /--direct/));
  });
});

describe("several helpdesks", () => {
  const CRM_GROUP = GUID.replace("3f2c", "4a3d");
  const spec = (helpdesks: readonly object[]) => ({
    helpdesks,
    agents: {
      identityProviders: {
        entra: { ...PROVIDERS.entra, roles: { "otobo/Agent": GUID, "crm/Support": CRM_GROUP } },
      },
    },
    customers: { identityProviders: { authentik: PROVIDERS.authentik } },
  });
  const OTOBO = { helpdesk: "otobo", url: "https://otobo.acme.example/otobo", agents: { roles: ["Agent"] } };
  const CRM = {
    helpdesk: "espocrm",
    key: "crm",
    url: "https://crm.acme.example",
    agents: { roles: ["Support"] },
  };
  const OTRS = { helpdesk: "otrs", url: "https://otrs.acme.example/otrs" };
  const all = spec([OTRS, OTOBO, CRM]);

  test("each has its files in a folder of its key, and its own address at the provider", () => {
    const login = loginOf(all, "entra");
    const { files, steps, notices } = login.render(SECRET);
    const names = files.map(({ name }) => name);
    assert.deepEqual(new Set(names.map((name) => name.split("/")[0])), new Set(["otobo", "crm"]));
    assert.ok(names.includes("otobo/Config.pm"), names.join());
    for (const line of [...login.providerSteps, ...steps, ...notices]) {
      assert.match(line, /^(OTRS|OTOBO|EspoCRM) `(otrs|otobo|crm)`: /);
      assert.ok(!line.includes(SECRET));
    }
    const of = (key: string) =>
      login.providerSteps.filter((step) => step.includes(` \`${key}\`: `)).join("\n");
    assert.match(of("otobo"), /otobo\.acme\.example[\s\S]*`Agent`/);
    assert.match(of("crm"), /crm\.acme\.example[\s\S]*`Support`/);
    assert.doesNotMatch(of("otobo"), /crm|Support/);
    assert.doesNotMatch(of("crm"), /otobo|Agent/);
    assert.match(notices[0] ?? "", /^OTRS `otrs`: it is left out/);
  });

  test("each reads as it does alone", () => {
    const [several] = [loginOf(all, "entra").render(SECRET)];
    const { files } = loginOf(
      {
        ...OTOBO,
        agents: {
          roles: ["Agent"],
          identityProviders: { entra: { ...PROVIDERS.entra, roles: { Agent: GUID } } },
        },
      },
      "entra",
    ).render(SECRET);
    for (const { name, text } of files)
      assert.equal(several.files.find((file) => file.name === `otobo/${name}`)?.text, text, name);
  });

  test("those without the provider's realm are not in it, and OTRS alone is refused", () => {
    const { files } = loginOf(all, "customers.authentik").render(null);
    assert.deepEqual([...new Set(files.map(({ name }) => name.split("/")[0]))], ["otobo"]);
    assert.throws(() => loginOf(all, "entr"), failure("provider-unknown", /did you mean entra/));
    const only = { ...spec([OTRS]), agents: { identityProviders: { entra: PROVIDERS.entra } } };
    assert.throws(() => loginOf(only, "entra"), failure("direct-impossible", /--direct/));
  });
});
