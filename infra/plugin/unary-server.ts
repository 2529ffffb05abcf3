// gRPC's unary calls over Node's own HTTP/2: all that the engine asks of a plugin. The library for it takes
// longer to load than all questions of a preview take to answer.

import { createServer, type Http2Server, type ServerHttp2Stream } from "node:http2";

/** Takes a request's bytes and gives the response's. What it throws, the caller gets as the error's message. */
export type Method = (request: Uint8Array) => Promise<Uint8Array>;

/** Numbers of https://grpc.io/docs/guides/status-codes */
const [UNKNOWN, UNIMPLEMENTED] = [2, 12];
/** One byte for compression, four for the message's length. */
const PREFIX = 5;
/** An error's message is a header, which has to stay small. */
const LONGEST = 8000;

/**
 * @param methods - by path, such as `/pulumirpc.ResourceProvider/Check`; any other is answered as unimplemented
 */
export function unaryServer(methods: Readonly<Record<string, Method>>): Http2Server {
  const server = createServer();
  server.on("stream", (stream, headers) => {
    const method = methods[headers[":path"] ?? ""];
    // A caller that is gone needs no answer.
    stream.on("error", () => {});
    if (method === undefined) refuse(stream, UNIMPLEMENTED, "not a method of this plugin");
    else serve(stream, method).catch((error: unknown) => refuse(stream, UNKNOWN, (error as Error).message));
  });
  return server;
}

async function serve(stream: ServerHttp2Stream, method: Method): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  const framed = Buffer.concat(chunks);
  if (framed[0] !== 0) throw new Error("a compressed request, which was not offered");
  const response = await method(framed.subarray(PREFIX));
  if (stream.destroyed) return;
  const prefix = Buffer.alloc(PREFIX);
  prefix.writeUInt32BE(response.length, 1);
  stream.respond({ "content-type": "application/grpc" }, { waitForTrailers: true });
  stream.once("wantTrailers", () => stream.sendTrailers({ "grpc-status": 0 }));
  stream.end(Buffer.concat([prefix, response]));
}

function refuse(stream: ServerHttp2Stream, code: number, message: string): void {
  if (stream.destroyed || stream.headersSent) return;
  const text = message
    .slice(0, LONGEST)
    .toWellFormed()
    .replace(/[^ -$&-~]+/g, encodeURIComponent);
  const headers = { "content-type": "application/grpc", "grpc-status": code, "grpc-message": text };
  stream.respond(headers, { endStream: true });
}
