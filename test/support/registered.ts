// Runs a program against Pulumi's mocks and keeps what it registers, options and secrets included.

import * as pulumi from "@pulumi/pulumi";
import { getMonitor } from "@pulumi/pulumi/runtime/settings.js";

export interface Registered {
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  readonly urn: string;
  readonly custom: boolean;
  /** Logical name of the component that it is in; empty for one in none. */
  readonly parent: string;
  /** As they go to the engine: a secret is an object with the secrets' signature. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly protect: boolean;
  readonly deletedWith: string;
  readonly ignoreChanges: readonly string[];
}

interface Request {
  getType(): string;
  getName(): string;
  getParent(): string;
  getCustom(): boolean;
  getObject(): { toJavaScript(): Record<string, unknown> };
  getProtect(): boolean;
  getDeletedwith(): string;
  getIgnorechangesList(): string[];
}

interface Monitor {
  registerResource(
    request: Request,
    callback: (error: unknown, response?: { getUrn(): string }) => void,
  ): unknown;
}

/** Everything that the program registers, in the order of logical names. */
export async function registered(program: () => unknown): Promise<Registered[]> {
  const found: Registered[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ name, inputs }) => ({ id: `id of ${name}`, state: inputs as Record<string, unknown> }),
      call: () => ({}),
    },
    "deskrealm",
    "test",
    false,
  );
  const monitor = getMonitor() as unknown as Monitor;
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) =>
    register(request, (error, response) => {
      found.push({
        type: request.getType(),
        name: request.getName(),
        urn: response?.getUrn() ?? "",
        custom: request.getCustom(),
        parent: request.getParent().split("::").slice(3).join("::"),
        inputs: request.getObject().toJavaScript(),
        protect: request.getProtect(),
        deletedWith: request.getDeletedwith(),
        ignoreChanges: request.getIgnorechangesList(),
      });
      callback(error, response);
    });
  await pulumi.runtime.runInPulumiStack(async () => program());
  await pulumi.runtime.disconnect();
  const place = ({ name, urn }: Registered) => `${name}\n${urn}`;
  return found.sort((a, b) => (place(a) < place(b) ? -1 : 1));
}

const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** The inputs with "[secret]" in the place of each secret. */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  if (SIGNATURE in value) return "[secret]";
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSecrets(inner)]));
}
