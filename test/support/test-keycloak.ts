// A real Keycloak for a test file, with the connection that its administrator has.

import { once } from "node:events";
import { connect } from "node:net";
import { AdminClient } from "../../infra/admin/client.ts";
import type { Connection } from "../../infra/admin/connection.ts";
import { Keycloak } from "../../scripts/servers/keycloak.ts";
import { adminUsername } from "../../scripts/servers/prepare.ts";
import { CertificateAuthority } from "./certificates.ts";
import { usualVersion } from "./versions.ts";

/** Names the socket of the runner's servers, where there is a runner. */
export const POOL_VARIABLE = "DESKREALM_TEST_SERVERS";

/** What the runner is asked for, as a line of JSON. */
export interface ServerWish {
  readonly version: string;
}

/** What the runner answers, as a line of JSON. The server is the asker's until the socket is closed. */
export type PooledServer =
  | { readonly lent: Pick<Keycloak, "url" | "port" | "version" | "folder" | "adminPassword"> & Trusting }
  | { readonly failed: string };

interface Trusting {
  /** Folder of the authority that the server trusts besides Java's own. */
  readonly authority: string;
}

/**
 * A Keycloak with no realm but master, for one asker at a time. It may have served others before, who left nothing
 * there, so it is nobody's to stop or to restart: who must do that starts a `Keycloak`.
 */
export interface TestKeycloak
  extends AsyncDisposable,
    Pick<Keycloak, "url" | "port" | "version" | "folder" | "adminUsername" | "adminPassword"> {
  /** Its administrator, who goes with it. */
  readonly admin: AdminClient;
  /** Whose certificates it takes from a directory. */
  readonly authority: CertificateAuthority;
}

/** One of the runner's servers; where there is no runner, a new one in a folder of its own, which goes with it. */
export async function startKeycloak(version: string = usualVersion): Promise<TestKeycloak> {
  const pool = process.env[POOL_VARIABLE];
  return pool === undefined ? startAlone(version) : borrow(pool, version);
}

async function startAlone(version: string): Promise<TestKeycloak> {
  await using started = new AsyncDisposableStack();
  const authority = started.use(await CertificateAuthority.create());
  const keycloak = started.use(await Keycloak.start({ env: process.env, trust: [authority.file], version }));
  const admin = started.use(new AdminClient(adminOf(keycloak)));
  const { url, port, folder, adminPassword } = keycloak;
  const all = started.move();
  return {
    ...{ url, port, version, folder, adminUsername, adminPassword, admin, authority },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

async function borrow(pool: string, version: string): Promise<TestKeycloak> {
  const socket = connect(pool);
  let answer = "";
  socket.setEncoding("utf8").on("data", (part: string) => {
    answer += part;
  });
  socket.write(`${JSON.stringify({ version } satisfies ServerWish)}\n`);
  while (!answer.endsWith("\n")) await once(socket, "data");
  // A test file that forgets it ends all the same.
  socket.unref();
  const pooled = JSON.parse(answer) as PooledServer;
  if ("failed" in pooled) throw new Error(`no Keycloak ${version}: ${pooled.failed}`);
  const { authority, ...lent } = pooled.lent;
  const server = { ...lent, adminUsername };
  const admin = new AdminClient(adminOf(server));
  return {
    ...server,
    admin,
    authority: CertificateAuthority.in(authority),
    [Symbol.asyncDispose]: async () => {
      admin[Symbol.dispose]();
      socket.destroy();
    },
  };
}

/** Plain http, as all servers of the tests have it that are not about TLS. */
export const NO_TLS: Connection["tls"] = {
  rootCaCertificate: undefined,
  clientCertificate: undefined,
  clientPrivateKey: undefined,
  insecureSkipVerify: false,
};

/** The administrator's connection; a realm's own URLs are below the same host. */
export function adminOf({
  url,
  adminUsername,
  adminPassword,
}: Pick<Keycloak, "url" | "adminUsername" | "adminPassword">): Connection {
  return {
    url,
    adminUrl: url,
    realm: "master",
    credentials: {
      kind: "password",
      clientId: "admin-cli",
      clientSecret: undefined,
      username: adminUsername,
      password: adminPassword,
    },
    timeoutSeconds: 60,
    tls: NO_TLS,
    headers: {},
  };
}
