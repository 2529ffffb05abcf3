// What commands would print, line by line, for whoever asked to be told.

import { Writable } from "node:stream";
import type { Progress } from "../toolchain/cache.ts";

/** Lines that are kept for an error's text: a spec's problems, in full. */
const KEPT = 2000;

export class Lines {
  readonly said: string[] = [];
  readonly stream: Writable;
  readonly #log: Progress | undefined;
  #rest = "";

  constructor(log: Progress | undefined) {
    this.#log = log;
    this.stream = new Writable({
      decodeStrings: false,
      write: (chunk: string | Uint8Array, _encoding, done) => {
        this.#take(String(chunk));
        done();
      },
    });
  }

  readonly progress: Progress = (line) => {
    this.said.push(line);
    if (this.said.length > KEPT) this.said.shift();
    this.#log?.(line);
  };

  #take(text: string): void {
    const parts = `${this.#rest}${text}`.split("\n");
    this.#rest = parts.pop() ?? "";
    for (const line of parts) this.progress(line);
  }
}
