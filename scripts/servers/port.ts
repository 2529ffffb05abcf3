// Loopback ports.

import { createConnection, createServer } from "node:net";
import { isCode } from "../toolchain/cache.ts";

/** A port that is free on the loopback address now. */
export async function freePort(): Promise<number> {
  return (await listen(0)) ?? 0;
}

export async function isFree(port: number): Promise<boolean> {
  return (await listen(port)) !== undefined;
}

/** Listens for an instant; the port, or undefined where it is taken. */
async function listen(port: number): Promise<number | undefined> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", resolve);
    });
  } catch (error) {
    if (isCode(error, "EADDRINUSE", "EACCES")) return undefined;
    throw error;
  }
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : undefined;
}

/** Whether something listens on a port of a loopback address. */
export async function accepts(port: number, host = "127.0.0.1"): Promise<boolean> {
  const socket = createConnection({ port, host });
  const answer = await new Promise<boolean>((resolve) => {
    socket.once("connect", () => resolve(true));
    socket.once("error", () => resolve(false));
  });
  socket.destroy();
  return answer;
}
