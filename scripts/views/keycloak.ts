// How `keycloak start`, `stop` and `status` show servers.

import type { Context } from "../context.ts";
import type { KeptServer } from "../servers/kept.ts";

/** What a started server is, how to use it with plain Pulumi, and how to stop it. */
export function showStarted(
  server: KeptServer & { readonly wasRunning: boolean },
  json: boolean,
  { stdout }: Pick<Context, "stdout">,
): void {
  if (json) {
    stdout.write(`${JSON.stringify({ version: 1, server })}\n`);
    return;
  }
  const { version, url, adminUsername, adminPasswordFile, logFile, wasRunning } = server;
  stdout.write(`Keycloak ${version} ${wasRunning ? "already runs" : "runs"} on ${url}

  administrator   ${adminUsername}, password in ${adminPasswordFile}
  log             ${logFile}

With plain Pulumi:

  export KEYCLOAK_URL=${url} KEYCLOAK_CLIENT_ID=admin-cli KEYCLOAK_USER=${adminUsername}
  export KEYCLOAK_PASSWORD="$(cat ${quoted(adminPasswordFile)})"

Stop it with: deskrealm keycloak stop --version ${version}
`);
}

export function showServers(
  servers: readonly KeptServer[],
  state: "running" | "stopped",
  json: boolean,
  { stdout }: Pick<Context, "stdout">,
): void {
  if (json) {
    stdout.write(`${JSON.stringify({ version: 1, state, servers })}\n`);
    return;
  }
  if (servers.length === 0) stdout.write("no embedded Keycloak runs\n");
  for (const { version, url, pid, logFile } of servers) {
    stdout.write(
      state === "running" ? `Keycloak ${version} on ${url}, process ${pid}, log ${logFile}\n` : "",
    );
    if (state === "stopped") stdout.write(`Keycloak ${version} stopped; its data is kept\n`);
  }
}

function quoted(path: string): string {
  return /^[\w./@+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
