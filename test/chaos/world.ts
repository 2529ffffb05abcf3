// The helpdesk that chaos works on: its project, its realms, and what must never change about them.

import { join } from "node:path";
import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import type { OtrsModel } from "../../infra/helpdesks/otrs-model.ts";
import { entriesOf } from "../../scripts/heal/entries.ts";
import { findLive } from "../../scripts/heal/live-ids.ts";
import { modelOf } from "../support/live.ts";
import type { Project } from "../support/project.ts";

export const STACK = "chaos";
export const SPEC = "realms/chaos.yaml";
export const AGENTS = "chaos-agents";
export const CUSTOMERS = "chaos-customers";

export type Version = "small" | "large";

/** Two specs of the same helpdesk: on the way between them things are made, changed and deleted. */
const SPECS: Readonly<Record<Version, string>> = {
  small: `helpdesk: otrs
url: https://desk.acme.example
agents:
  realm: ${AGENTS}
  roles: [Agent]
  users:
    erika: { firstName: Erika, lastName: Muster, email: erika@acme.example, roles: [Agent], temporaryPassword: "\${secret:erika}" }
customers: { realm: ${CUSTOMERS} }
`,
  large: `helpdesk: otrs
url: https://helpdesk.acme.example
agents:
  realm: ${AGENTS}
  displayName: Service desk
  roles: [Agent, Admin, Second Level]
  users:
    erika: { firstName: Erika, lastName: Mustermann, email: erika@acme.example, roles: [Agent, Admin], temporaryPassword: "\${secret:erika}" }
customers:
  realm: ${CUSTOMERS}
  attributes: { phone: {}, city: {} }
`,
};

export class World {
  readonly project: Project;
  readonly admin: AdminClient;

  constructor(project: Project, admin: AdminClient) {
    this.project = project;
    this.admin = admin;
  }

  async write(version: Version): Promise<OtrsModel> {
    await this.project.write(SPEC, SPECS[version]);
    return (await modelOf(join(this.project.root, SPEC))).model;
  }

  /** What must outlive every kill: ids of people and clients, and the clients' secrets. */
  async identities(model: OtrsModel): Promise<Record<string, string>> {
    const entries = entriesOf(model).filter(({ place, part }) => !part && place.kind !== "realm");
    const live = await findLive(this.admin, entries);
    const ids = live.map(({ entry, id }) => [entry.name, id] as const);
    const secrets = live.flatMap(({ entry, id }) =>
      entry.place.kind === "client" ? [this.#secret(entry.name, entry.realm, id)] : [],
    );
    return Object.fromEntries([...ids, ...(await Promise.all(secrets))]);
  }

  async #secret(name: string, realm: string, id: string): Promise<readonly [string, string]> {
    const path = adminPath`/realms/${realm}/clients/${id}/client-secret`;
    const found = await this.admin.find<{ value?: string }>(path);
    return [`${name} secret`, found?.value ?? ""];
  }

  /** Things that are there more than once, or beyond what the spec names. */
  async duplicates(model: OtrsModel): Promise<string[]> {
    const found = await Promise.all(
      Object.values(model.realms).map(async ({ realm, clients, users }) => {
        const path = adminPath`/realms/${realm}`;
        const people = await this.admin.get<number>(`${path}/users/count`);
        const counted = await Promise.all(
          Object.values(clients).map(async ({ clientId, roles }) => {
            const same = await this.admin.get<{ id: string }[]>(`${path}/clients`, { clientId });
            const own = await this.admin.listAll(`${path}/clients/${same[0]?.id}/roles`);
            // An account that Keycloak gives a client may have made a role of its own name.
            const many = own.length > Object.keys(roles).length + 1;
            return [
              ...(same.length === 1 ? [] : [`${same.length} clients ${clientId} in ${realm}`]),
              ...(many ? [`${own.length} roles of ${clientId} in ${realm}`] : []),
            ];
          }),
        );
        const named = Object.keys(users).length;
        return [
          ...counted.flat(),
          ...(people === named ? [] : [`${people} people in ${realm}, not ${named}`]),
        ];
      }),
    );
    return found.flat();
  }

  async realmsLeft(): Promise<string[]> {
    const found = await Promise.all(
      [AGENTS, CUSTOMERS].map(async (realm) =>
        (await this.admin.find(adminPath`/realms/${realm}`)) === undefined ? [] : [realm],
      ),
    );
    return found.flat();
  }
}
