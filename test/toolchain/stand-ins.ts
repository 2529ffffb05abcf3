// A pulumi that only answers, and a server that stands in for the official downloads.

import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../scripts/toolchain/run.ts";

/** A temporary folder that goes with the test. */
export async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), "deskrealm-test-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Writes a pulumi and its language host that note their calls in `calls`, and install plugins by copying. */
export async function writeFakePulumi(folder: string, version: string, calls: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const text = `#!/bin/sh
echo "$*" >> '${calls}'
case "$1 $2" in
  "version ") echo v${version} ;;
  "plugin install")
    target="$PULUMI_HOME/plugins/resource-keycloak-v$5"
    for file; do :; done
    mkdir -p "$target" && cp "$file" "$target/pulumi-resource-keycloak" ;;
esac
`;
  for (const name of ["pulumi", "pulumi-language-nodejs"]) {
    await writeFile(join(folder, name), text);
    await chmod(join(folder, name), 0o755);
  }
}

export interface Releases extends AsyncDisposable {
  readonly url: string;
  /** Paths that were asked for. */
  readonly asked: string[];
  /** What is answered, by path; a test may change it. */
  readonly files: Map<string, Buffer>;
}

const latencyMs = 150;

/** Serves a CLI of that version and a plugin, with their lists of checksums, as the official site does. */
export async function serveReleases(
  cliVersion: string,
  pluginVersion: string,
  calls: string,
): Promise<Releases> {
  const files = new Map<string, Buffer>();
  await using scratch = await temporaryFolder();
  await writeFakePulumi(join(scratch.path, "pulumi"), cliVersion, calls);
  const cli = `pulumi-v${cliVersion}-${process.platform}-${process.arch}.tar.gz`;
  const archive = join(scratch.path, cli);
  const packed = await run("tar", ["-czf", archive, "-C", scratch.path, "pulumi"], { env: process.env });
  if (packed.code !== 0) throw new Error(packed.output);
  files.set(`/sdk/${cli}`, await readFile(archive));
  files.set(`/sdk/pulumi-${cliVersion}-checksums.txt`, list("sha256", cli, files.get(`/sdk/${cli}`)));
  const machine = process.arch === "x64" ? "amd64" : process.arch;
  const plugin = `pulumi-resource-keycloak-v${pluginVersion}-${process.platform}-${machine}.tar.gz`;
  files.set(`/plugins/${plugin}`, Buffer.from("a plugin"));
  // The official list is of SHA-1, with ./ before the names.
  const checksums = list("sha1", `./${plugin}`, files.get(`/plugins/${plugin}`));
  files.set(`/plugins/pulumi-keycloak_${pluginVersion}_checksums.txt`, checksums);
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    const body = files.get(request.url ?? "");
    // A moment of latency, so that processes which start together meet.
    setTimeout(() => response.writeHead(body === undefined ? 404 : 200).end(body), latencyMs);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}`, asked, files, [Symbol.asyncDispose]: close };
}

function list(algorithm: string, name: string, content: Buffer | undefined): Buffer {
  return Buffer.from(
    `${createHash(algorithm)
      .update(content ?? "")
      .digest("hex")}  ${name}\n`,
  );
}
