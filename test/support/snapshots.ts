// Snapshots of models, and folders with them.

import type { PartialModel } from "../../infra/model/canonical.ts";
import type { Model } from "../../infra/model/types.ts";
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
    const hidden = auth?.password.kind === "vault" ? auth.password : ({ kind: "hidden" } as const);
    const shown = smtp && { ...smtp, auth: auth && { ...auth, password: hidden } };
    return [key, { ...realm, smtp: shown, users: {} }];
  });
  return { ...model, realms: Object.fromEntries(realms) };
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
