// The process that Pulumi's engine starts for our own resources.

import type { AddressInfo } from "node:net";
import type { AdminClient } from "../admin/client.ts";
import { providerService, type StackValues } from "./service.ts";
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

/** As the Keycloak plugin connects. A preview needs no server, so what asks it is loaded here. */
async function connect(values: StackValues): Promise<AdminClient> {
  const [{ AdminClient }, { resolveConnection }] = await Promise.all([
    import("../admin/client.ts"),
    import("../admin/connection.ts"),
  ]);
  return new AdminClient(resolveConnection({ config: (key) => values[`keycloak:${key}`], env: process.env }));
}
