// Snapshots of models, and folders with them.

import type { PartialModel } from "../../infra/model/canonical.ts";
import type { Model, SecretReference } from "../../infra/model/types.ts";
import { writeSnapshot } from "../../scripts/history/folder.ts";
import type { Snapshot } from "../../scripts/history/snapshot.ts";
import { expand } from "./good-spec.ts";

/** What a server would hold of a spec, without people and with its passwords hidden. */
export function past(text: string): PartialModel {
  return asRead(expand(text).model);
}

/** A spec's model as a server shows it to a snapshot. */
export function asRead(model: Model): PartialModel {
  const realms = Object.entries(model.realms).map(([key, realm]) => {
    const { smtp } = realm;
    const { auth = null } = smtp ?? {};
    const shown = smtp && { ...smtp, auth: auth && { ...auth, password: asShown(auth.password) } };
    const federations = Object.entries(realm.federations).map(([name, { bind, ...federation }]) => {
      const account = bind && { ...bind, credential: asShown(bind.credential) };
      return [name, { ...federation, bind: account }];
    });
    return [key, { ...realm, smtp: shown, users: {}, federations: Object.fromEntries(federations) }];
  });
  return { ...model, realms: Object.fromEntries(realms) };
}

/** A server shows what its vault's keys are called, and hides passwords. */
function asShown(reference: SecretReference): SecretReference {
  return reference.kind === "vault" ? reference : { kind: "hidden" };
}

export const OWNER = "deskrealm/desk";
export const SERVER = "https://keycloak.acme.example";

/** Writes one as the stack `desk` would. */
export function keep(
  folder: string,
  time: string,
  model: PartialModel,
  more: Partial<Snapshot> = {},
): Promise<Snapshot> {
  return writeSnapshot(folder, new Date(time), {
    ...{ owner: OWNER, server: SERVER, spec: "desk.yaml", model },
    ...more,
  });
}
