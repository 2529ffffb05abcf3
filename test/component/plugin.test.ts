// Deskrealm's own Pulumi plugin, started and asked as the engine does.

import assert from "node:assert/strict";
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { credentials } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";

const EXECUTABLE = join(import.meta.dirname, "../../infra/plugin/pulumi-resource-pulumi-nodejs");
const URN =
  "urn:pulumi:s::deskrealm::deskrealm:index:HelpdeskRealm$pulumi-nodejs:dynamic/deskrealm:UserClientRoles::x";
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const ROLES = { realm: "desk", userId: "u1", roles: { app: ["Agent", "Admin"] } };

describe("the plugin", () => {
  let child: ChildProcessWithoutNullStreams;
  let client: ResourceProviderClient;
  const server = createServer((_, response) => response.writeHead(401).end("{}"));

  before(async () => {
    await once(server.listen(0, "127.0.0.1"), "listening");
    const config = {
      "keycloak:url": `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      "keycloak:clientId": "admin-cli",
      "keycloak:username": "admin",
      "keycloak:password": {
        "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
        value: "marker-of-password",
      },
    };
    const path = `${join(process.execPath, "..")}:${process.env["PATH"]}`;
    child = spawn(EXECUTABLE, ["127.0.0.1:1"], {
      env: { ...process.env, PATH: path },
    });
    const [port] = (await once(child.stdout, "data")) as [Buffer];
    client = new ResourceProviderClient(`127.0.0.1:${Number(String(port))}`, credentials.createInsecure());
    const request = new proto.ConfigureRequest().setArgs(struct.Struct.fromJavaScript(config));
    await new Promise((resolve, reject) => {
      client.configure(request, (error, response) => (error === null ? resolve(response) : reject(error)));
    });
  });
  after(() => {
    client.close();
    server.close();
    child.kill();
  });

  const diff = (news: object, urn = URN, olds: object = ROLES) =>
    new Promise<proto.DiffResponse>((resolve, reject) => {
      const request = new proto.DiffRequest()
        .setUrn(urn)
        .setOlds(struct.Struct.fromJavaScript({ ...olds }))
        .setNews(struct.Struct.fromJavaScript({ ...news }));
      client.diff(request, (error, response) => (error === null ? resolve(response) : reject(error)));
    });

  test("sees no difference in the order of roles, and each in their names", async () => {
    const { DIFF_NONE, DIFF_SOME } = proto.DiffResponse.DiffChanges;
    const reordered = { ...ROLES, roles: { app: ["Admin", "Agent"], other: [] } };
    assert.equal((await diff(reordered)).getChanges(), DIFF_NONE);
    const changed = await diff({ ...ROLES, roles: { app: ["Agent"] } });
    assert.equal(changed.getChanges(), DIFF_SOME);
    assert.deepEqual(changed.getReplacesList(), []);
  });

  test("makes another resource for another user, also for one that a preview does not know yet", async () => {
    for (const userId of ["u2", UNKNOWN])
      assert.deepEqual((await diff({ ...ROLES, userId })).getReplacesList(), ["userId"]);
  });

  test("remembers with a realm which Keycloak it is on, and sees no difference in that", async () => {
    const urn = URN.replace("UserClientRoles", "RealmDetails");
    const details = { realm: "desk", builtIn: {}, defaults: [], themes: {} };
    const request = new proto.CheckRequest()
      .setUrn(urn)
      .setNews(struct.Struct.fromJavaScript({ ...details }));
    const checked = await new Promise<proto.CheckResponse>((resolve, reject) => {
      client.check(request, (error, response) => (error === null ? resolve(response) : reject(error)));
    });
    const inputs = checked.getInputs()?.toJavaScript() ?? {};
    const { port } = server.address() as AddressInfo;
    assert.deepEqual(inputs, { ...details, keycloak: `http://127.0.0.1:${port}` });
    const before = { ...inputs, keycloak: "https://sso.acme.example" };
    assert.equal((await diff(inputs, urn, before)).getChanges(), proto.DiffResponse.DiffChanges.DIFF_NONE);
  });

  test("says in words which type it does not have", async () => {
    await assert.rejects(
      diff(ROLES, URN.replace("UserClientRoles", "Nothing")),
      /Deskrealm has no resource of the type pulumi-nodejs:dynamic\/deskrealm:Nothing\./,
    );
  });

  test("says in words what the server refused, without the password", async () => {
    const request = new proto.CreateRequest()
      .setUrn(URN)
      .setProperties(struct.Struct.fromJavaScript({ ...ROLES }));
    const refused = new Promise((resolve, reject) => {
      client.create(request, (error, response) => (error === null ? resolve(response) : reject(error)));
    });
    await assert.rejects(refused, (error: Error) => {
      assert.match(error.message, /error admin-unauthorized: POST http:\/\/127\.0\.0\.1:\d+\/realms\/master/);
      assert.doesNotMatch(error.message, /marker-of-password/);
      return true;
    });
  });

  test("ends when the engine does", async () => {
    child.stdin.end();
    const [code] = await once(child, "exit");
    assert.equal(code, 0);
  });
});
