// The process that Pulumi's engine starts for our own resources.

import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import { AdminClient } from "../admin/client.ts";
import { resolveConnection } from "../admin/connection.ts";
import { MOVED_TO } from "../admin/moved.ts";
import { providerService, type StackValues } from "./service.ts";

/**
 * Listens on a free port of the loopback address and prints it, which is what the engine waits for.
 *
 * @public main.js calls it.
 */
export function serve(): void {
  const server = new Server({ "grpc.max_receive_message_length": -1 });
  server.addService(ResourceProviderService, providerService(connect, process.env[MOVED_TO]));
  server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error !== null) throw error;
    process.stdout.write(`${port}\n`);
  });
  // The engine holds the other end, also when it is killed.
  process.stdin.on("end", () => process.exit(0)).resume();
}

/** As the Keycloak plugin connects. */
function connect(values: StackValues): AdminClient {
  return new AdminClient(resolveConnection({ config: (key) => values[`keycloak:${key}`], env: process.env }));
}
