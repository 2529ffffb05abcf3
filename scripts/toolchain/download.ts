// Downloads a file and checks it, giving up quickly where the network refuses.

import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { Progress } from "./cache.ts";

export interface DownloadOptions {
  /** In hex: SHA-256, or SHA-1 where the publisher has no better one. */
  readonly checksum: string;
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
  /** How long to wait for the first answer. */
  readonly connectTimeoutMs?: number;
}

/**
 * Downloads `url` to `file`. The file is there afterwards only if its checksum is right.
 * @throws Failure `download-failed` or `checksum-mismatch`
 */
export async function download(url: string, file: string, options: DownloadOptions): Promise<void> {
  const response = await request(url, options);
  const total = Number(response.headers.get("content-length") ?? 0);
  const hash = createHash(options.checksum.length === 40 ? "sha1" : "sha256");
  let done = 0;
  let shown = 0;
  const watch = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      hash.update(chunk);
      done += chunk.length;
      const tenth = total > 0 ? Math.floor((done * 10) / total) : 0;
      if (tenth > shown) {
        shown = tenth;
        options.progress(`${url}: ${tenth * 10} % of ${Math.ceil(total / 1e6)} MB`);
      }
      next(null, chunk);
    },
  });
  try {
    if (response.body === null) throw new Error("empty answer");
    await pipeline(Readable.fromWeb(response.body), watch, createWriteStream(file), {
      signal: options.signal,
    });
  } catch (error) {
    await rm(file, { force: true });
    options.signal?.throwIfAborted();
    throw new Failure("download-failed", `${url} broke off after ${done} bytes`, { cause: error });
  }
  const actual = hash.digest("hex");
  if (actual === options.checksum) return;
  await rm(file, { force: true });
  throw new Failure("checksum-mismatch", `${url} has the checksum ${actual}, expected ${options.checksum}`);
}

/** The text at `url`, with the same quick refusal. */
export async function downloadText(url: string, options: Omit<DownloadOptions, "checksum">): Promise<string> {
  return (await request(url, options)).text();
}

async function request(url: string, options: Omit<DownloadOptions, "checksum">): Promise<Response> {
  // The timeout covers the time to the answer's head only: a large body may take as long as it likes.
  const tooLate = new AbortController();
  const timer = setTimeout(() => tooLate.abort(), options.connectTimeoutMs ?? 5000);
  const signals = options.signal === undefined ? [tooLate.signal] : [tooLate.signal, options.signal];
  try {
    const response = await fetch(url, { signal: AbortSignal.any(signals), redirect: "follow" });
    if (response.ok) return response;
    await response.body?.cancel();
    throw new Failure("download-failed", `${url} answered ${response.status}`);
  } catch (error) {
    options.signal?.throwIfAborted();
    if (error instanceof Failure) throw error;
    const why = tooLate.signal.aborted ? "did not answer in time" : "could not be reached";
    throw new Failure("download-failed", `${url} ${why}`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}
