// Pulumi's provider protocol for our own resources. The SDK's server for providers loads all of the SDK,
// half a second at each operation; the protocol itself takes a tenth of that.

import { status, type UntypedServiceImplementation } from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import type { AdminClient } from "../admin/client.ts";
import { describeFailure, Failure } from "../diagnostics/failure.ts";
import { type Inputs, implementationOf } from "./kinds.ts";
import { same } from "./same.ts";
import type { Implementation } from "./types.ts";

type Values = Parameters<typeof struct.Struct.fromJavaScript>[0];
type Struct = InstanceType<typeof struct.Struct>;

/** What each request about a resource says of it. */
interface AboutResource {
  getUrn(): string;
}

/** The stack's whole configuration by full key, such as `keycloak:url`. */
export type StackValues = Readonly<Record<string, string>>;

/**
 * The protocol's methods. What is not here is answered as unimplemented, which the engine knows to take.
 *
 * @param connect - called at the first request that needs the server; it throws what is missing
 * @param movedTo - the address at which the person lets realms be made anew
 */
export function providerService(
  connect: (values: StackValues) => AdminClient,
  movedTo: string | undefined,
): UntypedServiceImplementation {
  let values: StackValues = {};
  let client: AdminClient | undefined;
  const kindOf = (request: AboutResource): Implementation<Inputs> => {
    client ??= connect(values);
    return implementationOf(typeOf(request.getUrn()), client, movedTo);
  };
  return {
    getPluginInfo: answer(() => new plugin.PluginInfo()),
    checkConfig: answer((request: InstanceType<typeof proto.CheckRequest>) => checked(request)),
    diffConfig: answer(() => new proto.DiffResponse()),
    configure: answer((request: InstanceType<typeof proto.ConfigureRequest>) => {
      const given = Object.entries(plain(request.getArgs()));
      values = Object.fromEntries(given.map(([key, value]) => [key, inClear(value)]));
      return new proto.ConfigureResponse();
    }),
    cancel: answer(() => new empty.Empty()),
    check: answer((request: InstanceType<typeof proto.CheckRequest>) => {
      const { remembered } = kindOf(request);
      if (remembered === undefined) return checked(request);
      return new proto.CheckResponse().setInputs(packed({ ...plain(request.getNews()), ...remembered }));
    }),
    diff: answer(async (request: InstanceType<typeof proto.DiffRequest>) => {
      const [olds, news] = [plain(request.getOlds()), plain(request.getNews())];
      const { identity, remembered = {}, guard } = kindOf(request);
      await guard?.(plain(request.getOldInputs()));
      const replaces = identity.filter((key) => !same(olds[key], news[key]));
      const { DIFF_SOME, DIFF_NONE } = proto.DiffResponse.DiffChanges;
      const changes = Object.keys({ ...olds, ...news }).filter(
        (key) => !(key in remembered) && !same(olds[key], news[key]),
      );
      return new proto.DiffResponse()
        .setChanges(changes.length > 0 ? DIFF_SOME : DIFF_NONE)
        .setDiffsList(changes)
        .setReplacesList(replaces);
    }),
    create: answer(async (request: InstanceType<typeof proto.CreateRequest>) => {
      const { id, outputs } = await kindOf(request).create(plain(request.getProperties()));
      return new proto.CreateResponse().setId(id).setProperties(packed(outputs));
    }),
    read: answer(async (request: InstanceType<typeof proto.ReadRequest>) => {
      const known = plain(request.getProperties());
      const imported = Object.keys(known).length === 0;
      const { remembered = {}, guard, read } = kindOf(request);
      const inputs = plain(request.getInputs());
      const found = await read(request.getId(), imported ? undefined : known);
      if (found === undefined) await guard?.(inputs);
      // Without an id the engine takes the resource out of the state.
      if (found === undefined) return new proto.ReadResponse();
      // What is unchanged keeps the order that the state has, so that a refresh shows differences only.
      const kept = Object.entries(found).map(([key, value]) => [
        key,
        same(value, known[key]) ? known[key] : value,
      ]);
      const values = imported ? { ...found, ...remembered } : Object.fromEntries(kept);
      const withMemory = (old: Inputs) => packed({ ...values, ...only(old, Object.keys(remembered)) });
      return new proto.ReadResponse()
        .setId(request.getId())
        .setProperties(withMemory(known))
        .setInputs(withMemory(inputs));
    }),
    update: answer(async (request: InstanceType<typeof proto.UpdateRequest>) => {
      const outputs = await kindOf(request).update(plain(request.getNews()));
      return new proto.UpdateResponse().setProperties(packed(outputs));
    }),
    delete: answer(async (request: InstanceType<typeof proto.DeleteRequest>) => {
      await kindOf(request).delete(plain(request.getProperties()));
      return new empty.Empty();
    }),
  };
}

/** Inputs are checked where the spec is; here they are as our components wrote them. */
function checked(request: InstanceType<typeof proto.CheckRequest>) {
  return new proto.CheckResponse().setInputs(request.getNews());
}

/** `urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME` */
function typeOf(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

/** The key by which Pulumi marks a value as a secret. */
const SECRET = "4dabf18193072939515e22adb298388d";

function inClear(value: unknown): string {
  const secret = typeof value === "object" && value !== null && SECRET in value;
  return String(secret ? (value as { readonly value?: unknown }).value : value);
}

const only = (values: Inputs, keys: readonly string[]): Inputs =>
  Object.fromEntries(Object.entries(values).filter(([key]) => keys.includes(key)));
const plain = (values: Struct | undefined): Inputs => values?.toJavaScript() ?? {};
const packed = (values: unknown): Struct => struct.Struct.fromJavaScript(values as Values);

interface Call<Request> {
  readonly request: Request;
}
type Done<Response> = (error: { code: status; message: string } | null, response?: Response) => void;

/** A method whose failures reach the person in words: the engine shows a message as it is. */
function answer<Request, Response>(method: (request: Request) => Response | Promise<Response>) {
  return async ({ request }: Call<Request>, done: Done<Response>): Promise<void> => {
    try {
      done(null, await method(request));
    } catch (error) {
      const message = error instanceof Failure ? describeFailure(error) : String((error as Error).message);
      done({ code: status.UNKNOWN, message });
    }
  };
}
