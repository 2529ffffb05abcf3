// The process that Pulumi's engine starts for our own resources.

import type { AddressInfo } from "node:net";
import { providerService, type Server, type StackValues } from "./service.ts";
import { unaryServer } from "./unary-server.ts";

/**
 * Listens on a free port of the loopback address and prints it, which is what the engine waits for.
 *
 * @public main.js calls it.
 */
export function serve(): void {
  const server = unaryServer(providerService(connect));
  server.listen(0, "127.0.0.1", () => {
    process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
  });
  // The engine holds the other end, also when it is killed.
  process.stdin.on("end", () => process.exit(0)).resume();
}

/** As the Keycloak plugin connects. A preview only compares, so what asks the server loads when it is asked. */
function connect(values: StackValues): Server {
  const connection = once(async () => {
    const { resolveConnection } = await import("../admin/connection.ts");
    return resolveConnection({ config: (key) => values[`keycloak:${key}`], env: process.env });
  });
  const client = once(async () => {
    const { AdminClient } = await import("../admin/client.ts");
    return new AdminClient(await connection());
  });
  return {
    client,
    async address() {
      const { addressOf } = await import("../admin/address.ts");
      return addressOf(await connection());
    },
    async refuseMoved(remembered) {
      const { MOVED_TO, refuseMoved } = await import("../admin/moved.ts");
      await refuseMoved(await client(), [remembered], process.env[MOVED_TO]);
    },
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
