// Pulumi's provider protocol for our own resources. The SDK's server for providers loads all of the SDK,
// half a second at each operation; the protocol itself takes a tenth of that.

import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import type { AdminClient } from "../admin/client.ts";
import type { RememberedRealm } from "../admin/moved.ts";
import { notInState, takeIn } from "../admin/not-in-state.ts";
import { describeFailure, Failure } from "../diagnostics/failure.ts";
import { type Inputs, kindOf } from "./kinds.ts";
import { same } from "./same.ts";
import type { Implementation } from "./types.ts";
import type { Method } from "./unary-server.ts";

type Values = Parameters<typeof struct.Struct.fromJavaScript>[0];
type Struct = InstanceType<typeof struct.Struct>;

/** What each request about a resource says of it. */
interface AboutResource {
  getUrn(): string;
}

/** The stack's whole configuration by full key, such as `keycloak:url`. */
export type StackValues = Readonly<Record<string, string>>;

/** The Keycloak behind the plugin. */
export interface Server {
  client(): Promise<AdminClient>;
  /** Where it is, as states remember it. */
  address(): Promise<string>;
  /** @throws Failure where the realm is not here, and is remembered at another address. */
  refuseMoved(remembered: RememberedRealm): Promise<void>;
}

/**
 * The protocol's methods by their paths. What is not here is answered as unimplemented, which the engine knows
 * to take.
 *
 * @param connect - called at the first request that needs the server, whose methods throw what is missing
 */
export function providerService(connect: (values: StackValues) => Server): Readonly<Record<string, Method>> {
  let values: StackValues = {};
  let connected: Server | undefined;
  const server = (): Server => {
    connected ??= connect(values);
    return connected;
  };
  const implementation = async (request: AboutResource): Promise<Implementation<Inputs>> => {
    const kind = kindOf(typeOf(request));
    return kind.load(await server().client());
  };
  /** Inputs as the state is to remember them. */
  const remembered = async (request: AboutResource, inputs: Inputs): Promise<Inputs> =>
    kindOf(typeOf(request)).remembersKeycloak ? { ...inputs, [KEYCLOAK]: await server().address() } : inputs;
  const refuseMoved = async (request: AboutResource, olds: Inputs): Promise<void> => {
    const { realm, [KEYCLOAK]: keycloak } = olds;
    if (!kindOf(typeOf(request)).remembersKeycloak || typeof keycloak !== "string") return;
    if (keycloak !== (await server().address()))
      await server().refuseMoved({ realm: String(realm), keycloak });
  };
  const methods = {
    GetPluginInfo: answer(empty.Empty, () => new plugin.PluginInfo()),
    CheckConfig: answer(proto.CheckRequest, checked),
    DiffConfig: answer(proto.DiffRequest, () => new proto.DiffResponse()),
    Configure: answer(proto.ConfigureRequest, (request) => {
      const given = Object.entries(plain(request.getArgs()));
      values = Object.fromEntries(given.map(([key, value]) => [key, inClear(value)]));
      return new proto.ConfigureResponse();
    }),
    Cancel: answer(empty.Empty, () => new empty.Empty()),
    Check: answer(proto.CheckRequest, async (request) => {
      if (!kindOf(typeOf(request)).remembersKeycloak) return checked(request);
      return new proto.CheckResponse().setInputs(packed(await remembered(request, plain(request.getNews()))));
    }),
    Diff: answer(proto.DiffRequest, async (request) => {
      const [olds, news] = [plain(request.getOlds()), plain(request.getNews())];
      await refuseMoved(request, plain(request.getOldInputs()));
      const replaces = kindOf(typeOf(request)).identity.filter((key) => !same(olds[key], news[key]));
      const { DIFF_SOME, DIFF_NONE } = proto.DiffResponse.DiffChanges;
      const changes = Object.keys({ ...olds, ...news }).filter(
        (key) => key !== KEYCLOAK && !same(olds[key], news[key]),
      );
      return new proto.DiffResponse()
        .setChanges(changes.length > 0 ? DIFF_SOME : DIFF_NONE)
        .setDiffsList(changes)
        .setReplacesList(replaces);
    }),
    Create: answer(proto.CreateRequest, async (request) => {
      const inputs = plain(request.getProperties());
      const kind = await implementation(request);
      const name = await kind.existing?.(inputs);
      if (name !== undefined) throw notInState([name], takeIn(values[SPEC] ?? "SPEC", stackOf(request)));
      const { id, outputs } = await kind.create(inputs).catch(async (error) => {
        // The state does not get it, so what is half made would be a stranger's to the next run.
        if (kind.existing !== undefined) await kind.delete(inputs).catch(() => {});
        throw error;
      });
      return new proto.CreateResponse().setId(id).setProperties(packed(outputs));
    }),
    Read: answer(proto.ReadRequest, async (request) => {
      const known = plain(request.getProperties());
      const imported = Object.keys(known).length === 0;
      const { read } = await implementation(request);
      const found = await read(request.getId(), imported ? undefined : known);
      const inputs = plain(request.getInputs());
      if (found === undefined) await refuseMoved(request, inputs);
      // Without an id the engine takes the resource out of the state.
      if (found === undefined) return new proto.ReadResponse();
      // What is unchanged keeps the order that the state has, so that a refresh shows differences only.
      const kept = Object.entries(found).map(([key, value]) => [
        key,
        same(value, known[key]) ? known[key] : value,
      ]);
      const values = imported ? await remembered(request, found) : Object.fromEntries(kept);
      // Where it was seen is remembered until the next update.
      const withMemory = ({ [KEYCLOAK]: keycloak }: Inputs) =>
        packed(keycloak === undefined ? values : { ...values, [KEYCLOAK]: keycloak });
      return new proto.ReadResponse()
        .setId(request.getId())
        .setProperties(withMemory(known))
        .setInputs(withMemory(inputs));
    }),
    Update: answer(proto.UpdateRequest, async (request) => {
      const outputs = await (await implementation(request)).update(plain(request.getNews()));
      return new proto.UpdateResponse().setProperties(packed(outputs));
    }),
    Delete: answer(proto.DeleteRequest, async (request) => {
      await (await implementation(request)).delete(plain(request.getProperties()));
      return new empty.Empty();
    }),
  };
  return Object.fromEntries(
    Object.entries(methods).map(([name, method]) => [`/pulumirpc.ResourceProvider/${name}`, method]),
  );
}

/** Input that the plugin adds: no difference is made of it. */
const KEYCLOAK = "keycloak";

const SPEC = "deskrealm:spec";

/** Inputs are checked where the spec is; here they are as our components wrote them. */
function checked(request: InstanceType<typeof proto.CheckRequest>) {
  return new proto.CheckResponse().setInputs(request.getNews());
}

/** Of its URN, `urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME`. */
function typeOf(request: AboutResource): string {
  return request.getUrn().split("::")[2]?.split("$").at(-1) ?? "";
}

function stackOf(request: AboutResource): string {
  return request.getUrn().split(":")[2] ?? "";
}

/** The key by which Pulumi marks a value as a secret. */
const SECRET = "4dabf18193072939515e22adb298388d";

function inClear(value: unknown): string {
  const secret = typeof value === "object" && value !== null && SECRET in value;
  return String(secret ? (value as { readonly value?: unknown }).value : value);
}

const plain = (values: Struct | undefined): Inputs => values?.toJavaScript() ?? {};
const packed = (values: unknown): Struct => struct.Struct.fromJavaScript(values as Values);

interface Message<Request> {
  deserializeBinary(bytes: Uint8Array): Request;
}
interface Response {
  serializeBinary(): Uint8Array;
}

/** A method whose failures reach the person in words: the engine shows a message as it is. */
function answer<Request>(
  message: Message<Request>,
  method: (request: Request) => Response | Promise<Response>,
): Method {
  return async (bytes) => {
    try {
      return (await method(message.deserializeBinary(bytes))).serializeBinary();
    } catch (error) {
      throw error instanceof Failure ? new Error(describeFailure(error), { cause: error }) : error;
    }
  };
}
