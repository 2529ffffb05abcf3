// deskrealm ephemeral up: test realms on a shared Keycloak, or on one of their own, and the files that tell of them.

import { AdminClient } from "../../infra/admin/client.ts";
import { visible } from "../../infra/diagnostics/visible.ts";
import { realmNames } from "../../infra/model/realm-names.ts";
import type { Context } from "../context.ts";
import { meanwhile } from "../meanwhile.ts";
import { checkDirectories, startDirectories } from "../servers/directory/for-realms.ts";
import { keycloakChecksum } from "../servers/keycloak-versions.ts";
import { apply } from "./apply.ts";
import { demandReached } from "./demand-reached.ts";
import { loadDerived, NOWHERE, readWritten, type Written, YET_TO_START } from "./derive.ts";
import { type EmbeddedServer, useEmbedded } from "./embedded.ts";
import {
  directoriesFolder,
  embeddedFolder,
  makeFolder,
  sharedFolder,
  withFolder,
  writeKept,
} from "./folder.ts";
import { untilText } from "./marks.ts";
import { patient } from "./patient.ts";
import { resultOf } from "./result.ts";
import type { EphemeralRequest, EphemeralRun } from "./types.ts";
import { refuseOthers } from "./whose.ts";
import { whoever } from "./words.ts";
import { writeResult } from "./write-result.ts";

/**
 * Makes the realms, or brings them up to date, and writes all that a test needs into the folder `out`.
 *
 * @throws Failure `spec-invalid` after the diagnostics, `ephemeral-option`, `realm-not-ours` before anything is
 *   touched; else what the server ended with. The next run, or `gc`, gets home from wherever it ended.
 * @example
 * const run = await ephemeralUp({ spec, name: "pr-42", url, ttlSeconds: 3600, server: { kind: "embedded" }, out }, context);
 */
export async function ephemeralUp(request: EphemeralRequest, context: Context): Promise<EphemeralRun> {
  const { name, server } = request;
  if (server.kind === "embedded" && server.version !== undefined) keycloakChecksum(server.version);
  const written = await readWritten(request, context);
  const { directories } = written.derive(server.kind === "embedded" ? YET_TO_START : server.connection.url);
  await checkDirectories(directories, written.specFolder);
  if (server.kind === "embedded") {
    const { detached = true } = request;
    const { version } = server;
    const folder = embeddedFolder(name, context);
    return withFolder(folder, name, context, async () => {
      const until = endOf(request, context);
      await makeFolder(folder, { name, for: whom(request, context), until });
      const server = await useEmbedded(folder, { version, detached }, context);
      return onServer(request, { ...server, folder, written, until }, context);
    });
  }
  const connection = patient(server.connection);
  const folder = sharedFolder(connection, name, context);
  return withFolder(folder, name, context, () =>
    onServer(request, { connection, isNew: false, folder, written, until: endOf(request, context) }, context),
  );
}

interface Place extends EmbeddedServer {
  readonly folder: string;
  readonly written: Written;
  readonly until: string;
}

async function onServer(
  request: EphemeralRequest,
  { connection, isNew, folder, written, until }: Place,
  context: Context,
): Promise<EphemeralRun> {
  const mark = { name: request.name, for: whom(request, context), until };
  using admin = new AdminClient(connection, { signal: context.signal });
  // A server's first login takes its time, and what comes next needs none.
  if (isNew) meanwhile(admin.login());
  const spec = written.derive(connection.url);
  const nowhere = Object.fromEntries(spec.directories.map(({ urlVariable }) => [urlVariable, NOWHERE]));
  const names = realmNames(loadDerived(spec, request.spec, { variables: nowhere, secrets: {} }).loaded.model);
  if (!isNew) await refuseOthers(admin, names, request.name);
  for (const note of spec.notes) context.stderr.write(`${visible(note)}\n`);
  await makeFolder(folder, mark);
  const values = await startDirectories(
    spec.directories,
    {
      specFolder: written.specFolder,
      folder: directoriesFolder(folder),
      detached: request.detached ?? true,
    },
    context,
  );
  const derived = loadDerived(spec, request.spec, values);
  const { loaded } = derived;
  const { model } = loaded;
  const kept = await apply({ mark, folder, derived, isNew, admin });
  await demandReached(admin, model, values.secrets);
  const { people, clientSecrets } = kept;
  const { backendUrl } = loaded;
  const rendering = loaded.render({ keycloakUrl: connection.url, backendUrl, clientSecrets });
  const facts = { mark, keycloak: connection.url, clientSecrets, people };
  const result = await writeResult(
    (rendered) => resultOf(model, { ...facts, rendered }),
    rendering,
    request.out,
    context,
  );
  await writeKept(folder, kept);
  return result;
}

const endOf = ({ ttlSeconds }: EphemeralRequest, { now }: Context): string =>
  untilText(now().getTime() + ttlSeconds * 1000);

const whom = (request: EphemeralRequest, context: Context): string => request.for ?? whoever(context);
