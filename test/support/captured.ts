// A command's context that keeps what is written to standard output.

import { Writable } from "node:stream";

export function captured() {
  const chunks: string[] = [];
  const stdout = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk.toString());
      done();
    },
  });
  return {
    context: { stdout, signal: new AbortController().signal },
    text: () => chunks.join(""),
  };
}
