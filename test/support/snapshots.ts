// Snapshots of models, and folders with them.

import type { OtrsModel } from "../../infra/helpdesks/otrs-model.ts";
import type { PartialModel } from "../../infra/model/canonical.ts";
import type { SecretReference } from "../../infra/model/types.ts";
import { writeSnapshot } from "../../scripts/history/folder.ts";
import type { Snapshot } from "../../scripts/history/snapshot.ts";
import { expand } from "./good-spec.ts";

/** What a server would hold of a spec, without people and with its passwords hidden. */
export function past(text: string): PartialModel {
  return asRead(expand(text).model);
}

/** A spec's model as a server shows it to a snapshot. */
export function asRead(model: OtrsModel): PartialModel {
  const realms = Object.entries(model.realms).map(([key, realm]) => {
    const { smtp, federations, identityProviders } = realm;
    const { auth = null } = smtp ?? {};
    const shown = smtp && { ...smtp, auth: auth && { ...auth, password: hidden(auth.password) } };
    const directories = Object.entries(federations).map(([name, { bind, ...directory }]) => {
      return [name, { ...directory, bind: bind && { ...bind, credential: hidden(bind.credential) } }];
    });
    const providers = Object.entries(identityProviders).map(([alias, { clientSecret, ...provider }]) => {
      return [alias, { ...provider, clientSecret: hidden(clientSecret) }];
    });
    const parts = {
      federations: Object.fromEntries(directories),
      identityProviders: Object.fromEntries(providers),
    };
    return [key, { ...realm, smtp: shown, ...parts, users: {} }];
  });
  return { ...model, realms: Object.fromEntries(realms) };
}

/** A server shows a reference to its vault. */
const hidden = (secret: SecretReference): SecretReference =>
  secret.kind === "vault" ? secret : { kind: "hidden" };

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
