// A certificate authority of the test's own: what a company's private CA is to a directory and to Keycloak.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { isIP } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../scripts/toolchain/run.ts";

const KEY = ["-newkey", "rsa:2048", "-nodes"];

/** Files of a server's certificate and its key, both PEM. */
export interface ServerCertificate {
  readonly certificate: string;
  readonly key: string;
}

export class CertificateAuthority implements AsyncDisposable {
  /** The CA's certificate, PEM. */
  readonly file: string;
  readonly folder: string;
  readonly #key: string;

  private constructor(folder: string) {
    this.folder = folder;
    this.file = join(folder, "ca.pem");
    this.#key = join(folder, "ca.key");
  }

  /**
   * @example
   * await using authority = await CertificateAuthority.create();
   * const { certificate, key } = await authority.issue(["127.0.0.1", "localhost"]);
   */
  static async create(name = "Test CA"): Promise<CertificateAuthority> {
    const authority = new CertificateAuthority(await mkdtemp(join(tmpdir(), "deskrealm-ca-")));
    const extensions = ["basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign,cRLSign"];
    await openssl([
      ...["req", "-x509", ...KEY, "-keyout", authority.#key, "-out", authority.file],
      ...["-days", "90", "-subj", `/CN=${name}`, ...extensions.flatMap((one) => ["-addext", one])],
    ]);
    return authority;
  }

  /** One that another process has created, and disposes of. */
  static in(folder: string): CertificateAuthority {
    return new CertificateAuthority(folder);
  }

  /** A certificate for these host names and addresses; the first is its subject too. */
  async issue(names: readonly string[]): Promise<ServerCertificate> {
    // Other processes may be at it, too.
    const own = await mkdtemp(join(this.folder, "server-"));
    const [certificate, key] = [join(own, "server.pem"), join(own, "server.key")];
    const alternatives = names.map((name) => `${isIP(name) === 0 ? "DNS" : "IP"}:${name}`).join(",");
    await openssl([
      ...["req", "-x509", ...KEY, "-keyout", key, "-out", certificate, "-days", "90"],
      ...["-subj", `/CN=${names[0]}`, "-CA", this.file, "-CAkey", this.#key],
      ...["-addext", "basicConstraints=critical,CA:FALSE", "-addext", `subjectAltName=${alternatives}`],
      ...["-addext", "extendedKeyUsage=serverAuth"],
    ]);
    return { certificate, key };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function openssl(args: readonly string[]): Promise<void> {
  const { code, output } = await run("openssl", args, { env: { PATH: process.env["PATH"] } });
  assert.equal(code, 0, `openssl ${args[0]} failed:\n${output}`);
}
