// A new secret for one client: made by Keycloak, taken into the state, and written into the helpdesk's file.

import { adminPath } from "../../infra/admin/client.ts";
import { findClient } from "../../infra/admin/find-client.ts";
import { checkOwners, readOwners } from "../../infra/admin/owner.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { Context } from "../context.ts";
import { pastDeadLock } from "../heal/past-dead-lock.ts";
import { tellHealed } from "../heal/view.ts";
import { readSecrets } from "../render/read-secrets.ts";
import { type OpenedPatient, openPatient, type PatientOptions } from "../stack/open-patient.ts";
import { showRendering, writeRendering } from "../views/render.ts";
import { type ChosenClient, chooseClient } from "./choose-client.ts";

export interface RotateOptions extends PatientOptions {
  /** Place or client id, as the person wrote it. */
  readonly client: string;
  /** Folder of the helpdesk's files. */
  readonly folder: string;
}

/**
 * Gives the client a new secret. The old one is refused from the same moment on, so all that can be wrong is
 * looked at before.
 *
 * @throws Failure `client-unknown`, `realm-not-ours`, `stack-locked`; AdminFailure
 */
export async function rotate(options: RotateOptions, context: Context): Promise<void> {
  const chosen = chooseClient(options.loaded.model, options.client);
  const opened = await openPatient(options, context);
  using admin = opened.patient.admin;
  const { realm } = chosen.realm;
  checkOwners(admin, await readOwners(admin, [realm]), opened.patient.owner);
  const found = await findClient(admin, realm, chosen.client.clientId);
  if (found === undefined)
    throw new Failure("client-unknown", `The realm ${realm} has no client ${chosen.client.clientId} yet.`, {
      hint: "make it first: deskrealm up SPEC --stack NAME",
    });
  // A run that is under way would write the secret back that it has read.
  await takeIntoState(chosen, opened, context);
  await admin.post(adminPath`/realms/${realm}/clients/${found.id}/client-secret`, {});
  context.stderr.write(
    `${chosen.client.clientId} of realm ${realm} has a new secret; the old one is refused\n`,
  );
  await takeIntoState(chosen, opened, context);
  const rendering = options.loaded.render({
    keycloakUrl: admin.connection.url,
    backendUrl: options.loaded.backendUrl,
    clientSecrets: await readSecrets(admin, options.loaded.model),
  });
  await writeRendering(rendering, options.folder);
  showRendering({ ...rendering, steps: [], notices: [] }, options.folder, context.stdout);
}

/** The state holds the secret, encrypted; an update of the client would set it back to what is there. */
async function takeIntoState(
  { realmKey, clientKey }: ChosenClient,
  { patient, stack }: OpenedPatient,
  context: Context,
): Promise<void> {
  const target = [`**::${patient.model.key}/${realmKey}/clients/${clientKey}/client`];
  const progress = (text: string) => void context.stderr.write(text);
  await pastDeadLock(patient, tellHealed(context), () =>
    stack.refresh({ target, runProgram: true, color: "never", signal: context.signal, onOutput: progress }),
  );
}
