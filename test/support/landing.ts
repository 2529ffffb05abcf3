// A helpdesk's address on this machine: answers every request, so that a browser can land there.

import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import http from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

export class Landing implements AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly #server: http.Server;

  private constructor(server: http.Server, scheme: "http" | "https") {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    this.url = `${scheme}://127.0.0.1:${this.port}`;
  }

  /**
   * @param tls - with a certificate of its own making, which nobody trusts
   * @example await using helpdesk = await Landing.open({ tls: false });
   */
  static async open({ tls }: { readonly tls: boolean }): Promise<Landing> {
    const answer: http.RequestListener = (_, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end("<p>landed</p>");
    };
    const server = tls ? https.createServer(await certificate(), answer) : http.createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new Landing(server, tls ? "https" : "http");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

async function certificate(): Promise<{ readonly key: Buffer; readonly cert: Buffer }> {
  const folder = await mkdtemp(join(tmpdir(), "deskrealm-certificate-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
  const words = [
    "req",
    "-x509",
    ...curve,
    "-nodes",
    "-keyout",
    key,
    "-out",
    cert,
    "-subj",
    "/CN=desk.example",
  ];
  try {
    await promisify(execFile)("openssl", words);
    return { key: await readFile(key), cert: await readFile(cert) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
