import assert from "node:assert/strict";
import { test } from "node:test";
import { AdminClient, adminPath } from "../../infra/admin/client.ts";
import { checkOwners, checkPeople, readOwners } from "../../infra/admin/owner.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import { OWNER_ATTRIBUTE, PEOPLE_ATTRIBUTE } from "../../infra/model/mark.ts";
import { failureOf, SECRET, standIn } from "../support/admin-stand-in.ts";

test("calls made at once share one token, and are counted", async () => {
  await using keycloak = await standIn(() => ({}));
  using client = new AdminClient(keycloak.connection());
  await Promise.all(Array.from({ length: 20 }, (_, index) => client.get(adminPath`/realms/${`r/${index}`}`)));
  assert.equal(keycloak.seen.filter((one) => one.endsWith("/token")).length, 1);
  assert.ok(keycloak.seen.includes("GET /admin/realms/r%2F7"));
  assert.equal(client.calls, 21);
});

test("a token is renewed before it expires", async () => {
  await using keycloak = await standIn((_, token) => ({ body: { token } }));
  let now = 0;
  using client = new AdminClient(keycloak.connection(), { now: () => now });
  const token = async () => (await client.get<{ token: string }>("/x")).token;
  assert.equal(await token(), "Bearer token-1");
  now = 49_000;
  assert.equal(await token(), "Bearer token-1");
  now = 51_000;
  assert.equal(await token(), "Bearer token-2");
});

for (const status of [401, 403]) {
  test(`a token that is refused with ${status} is replaced once`, async () => {
    await using keycloak = await standIn((path, token) =>
      path.endsWith("/always") || token === "Bearer token-1" ? { status } : { body: { fine: true } },
    );
    using client = new AdminClient(keycloak.connection());
    assert.deepEqual(await client.get("/x"), { fine: true });
    assert.equal((await failureOf(client.get("/always"))).code, "admin-unauthorized");
  });
}

test("a list is read in pages until one is short", async () => {
  const all = Array.from({ length: 7 }, (_, index) => index);
  await using keycloak = await standIn((path) => {
    const query = new URL(path, "http://x").searchParams;
    const first = Number(query.get("first"));
    return { body: all.slice(first, first + Number(query.get("max"))) };
  });
  using client = new AdminClient(keycloak.connection());
  assert.deepEqual(await client.listAll("/list", { search: "a b" }, 3), all);
  assert.deepEqual(
    keycloak.seen.slice(1).map((one) => one.split("?")[1]),
    ["search=a+b&first=0&max=3", "search=a+b&first=3&max=3", "search=a+b&first=6&max=3"],
  );
});

test("what is not there is undefined, but only if it is Keycloak that says so", async () => {
  await using keycloak = await standIn((path) =>
    path.endsWith("/page")
      ? { status: 404, body: "<html>" }
      : { status: 404, body: { error: "Realm not found." } },
  );
  using client = new AdminClient(keycloak.connection());
  assert.equal(await client.find("/realms/x"), undefined);
  assert.match((await failureOf(client.find("/page"))).hint, /keycloak:basePath/);
});

test("refusals carry method, address, status and Keycloak's own words, and no secret", async () => {
  const bodies: readonly (readonly [unknown, RegExp])[] = [
    [{ errorMessage: "Conflict detected" }, /GET http:\/\/127.+\/admin\/x: 409 \(Conflict detected\)\.$/],
    [{ error: "invalid_request", error_description: "Bad one" }, /409 \(Bad one\)/],
    [{ error: `wrong ${SECRET}` }, /409 \(wrong …\)/],
    [
      { field: "email", errorMessage: "error-invalid-length", params: ["email", 1, 9] },
      /email: error-invalid-length 1, 9/,
    ],
    [
      {
        errors: [
          { field: "a", errorMessage: "b" },
          { field: "c", errorMessage: "d" },
        ],
      },
      /a: b; c: d/,
    ],
    ["<html>Proxy</html>", /: 409\.$/],
  ];
  for (const [body, expected] of bodies) {
    await using keycloak = await standIn(() => ({ status: 409, body }));
    using client = new AdminClient(keycloak.connection());
    const failure = await failureOf(client.get("/x"));
    assert.match(failure.message, expected);
    assert.deepEqual([failure.code, failure.status, failure.method], ["admin-refused", 409, "GET"]);
  }
});

test("a server that never answers is given up on after the deadline", async () => {
  await using keycloak = await standIn(() => "never");
  using client = new AdminClient(keycloak.connection(0.05));
  const failure = await failureOf(client.get("/x"));
  assert.equal(failure.code, "admin-unreachable");
  assert.match(failure.message, /no answer within 0\.05 s/);
});

test("an abort ends what is under way", async () => {
  await using keycloak = await standIn(() => {
    controller.abort(new Error("stopped by hand"));
    return "never";
  });
  const controller = new AbortController();
  using client = new AdminClient(keycloak.connection(), { signal: controller.signal });
  await assert.rejects(client.get("/x"), /stopped by hand/);
});

test("a server that is not there is told with the word to correct", async () => {
  const gone = await standIn(() => ({}));
  const connection = gone.connection();
  await gone[Symbol.asyncDispose]();
  using client = new AdminClient(connection);
  const failure = await failureOf(client.get("/x"));
  assert.equal(failure.code, "admin-unreachable");
  assert.match(failure.hint, /^start Keycloak there \(deskrealm keycloak start\), or correct keycloak:url/);
});

/** A server with realms of every kind of owner, and with the users named. */
function owners(users: readonly string[]) {
  const marked = (owner: string, people = "[]") => ({
    body: { attributes: { [OWNER_ATTRIBUTE]: owner, [PEOPLE_ATTRIBUTE]: people } },
  });
  return standIn((path) => {
    const name = /username=([^&]+)/.exec(path)?.[1];
    if (name !== undefined) return { body: users.includes(decodeURIComponent(name)) ? [{}] : [] };
    if (path.endsWith("/ours")) return marked("deskrealm/acme", '["Root@localhost","left@x"]');
    if (path.endsWith("/edited")) return marked("deskrealm/acme", "edited by hand");
    if (path.endsWith("/theirs")) return marked("deskrealm/other");
    if (path.endsWith("/plain")) return { body: { attributes: {} } };
    return { status: 404, body: { error: "Realm not found." } };
  });
}

test("owners are read with one token and one call for each realm", async () => {
  await using keycloak = await owners([]);
  using client = new AdminClient(keycloak.connection());
  const marked = {
    status: "marked",
    owner: "deskrealm/acme",
    ephemeral: undefined,
    enabled: true,
    foreign: { attributes: {}, headers: {} },
  };
  assert.deepEqual(await readOwners(client, ["ours", "none", "plain", "edited"]), [
    { ...marked, realm: "ours", people: ["Root@localhost", "left@x"], directories: {} },
    { realm: "none", status: "absent" },
    { realm: "plain", status: "unmarked" },
    { ...marked, realm: "edited", people: [], directories: {} },
  ]);
  assert.equal(client.calls, 5);
});

test("realms of others are refused, all of them named", async () => {
  await using keycloak = await owners([]);
  using client = new AdminClient(keycloak.connection());
  const check = async (realms: readonly string[]) =>
    checkOwners(client, await readOwners(client, realms), "deskrealm/acme");
  await check(["ours", "none"]);
  await assert.rejects(check(["ours", "theirs", "plain"]), (error) => {
    assert.ok(error instanceof Failure);
    assert.equal(error.code, "realm-not-ours");
    assert.match(error.message, /this stack is deskrealm\/acme/);
    assert.match(error.message, /realm theirs belongs to deskrealm\/other; realm plain .* nobody's mark/);
    assert.match(error.hint, /another name in the spec.*keycloak:url/);
    assert.match(error.hint, /deskrealm adopt SPEC --stack acme, with --from/);
    return true;
  });
});

test("a person who has left the spec is refused for as long as Keycloak has them", async () => {
  await using keycloak = await owners(["left@x"]);
  using client = new AdminClient(keycloak.connection());
  const found = await readOwners(client, ["ours"]);
  await checkPeople(client, found, { ours: ["root@localhost", "LEFT@x"] });
  assert.equal(client.calls, 2);
  await assert.rejects(checkPeople(client, found, { ours: ["root@localhost"] }), (error) => {
    assert.ok(error instanceof Failure);
    assert.equal(error.code, "person-left");
    assert.match(error.message, /left@x \(realm ours\)/);
    assert.match(error.hint, /`enabled: false`/);
    return true;
  });
  await using empty = await owners([]);
  using other = new AdminClient(empty.connection());
  await checkPeople(other, await readOwners(other, ["ours"]), {});
});
