// The model of a spec against what a server really holds.

import { AdminClient, adminPath } from "../../infra/admin/client.ts";
import type { Connection } from "../../infra/admin/connection.ts";
import type { OtrsModel } from "../../infra/helpdesks/otrs-model.ts";
import { type LoadedModel, loadModel } from "../../infra/load-model.ts";
import { atTime } from "../../infra/model/at-time.ts";
import { findDrift } from "../../scripts/drift/find.ts";

/** Values of `${var:NAME}` and `${env:NAME}`. */
export interface SpecValues {
  readonly variables?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** The model of a spec of OTRS without errors. */
export async function modelOf(path: string, { variables = {}, env = {} }: SpecValues = {}) {
  const { value, diagnostics } = await loadModel(path, path, { variables, env });
  if (value === undefined) throw new Error(`${path} has errors: ${JSON.stringify(diagnostics)}`);
  return { ...value, model: value.model as OtrsModel };
}

/** Every difference in words; none where model(live) = model(spec) as it is now. */
export async function differences(connection: Connection, { model }: LoadedModel): Promise<string[]> {
  using admin = new AdminClient(connection);
  return (await findDrift(atTime(model, new Date()), admin)).map(({ text }) => text);
}

/** What a realm is, as the Admin API tells it; undefined where there is none. */
export function realmOf(admin: AdminClient, realm: string) {
  return admin.find<{ attributes?: Record<string, string> }>(adminPath`/realms/${realm}`);
}
