// A flow of ours for first logins by a provider, with all of its steps. The Keycloak plugin has a resource for
// the flow, one for each step and one for the settings of each, and sees no step that somebody has added: one
// more decides whose account a stranger gets.

import { type AdminClient, adminPath } from "../admin/client.ts";
import { type FlowStep, findFlow, type LiveStep, listSteps } from "../admin/flow-steps.ts";
import { joinId, splitId } from "./resource-id.ts";
import { same } from "./same.ts";
import type { Implementation } from "./types.ts";

export interface BrokerFlowInputs {
  /** Realm name. */
  readonly realm: string;
  readonly alias: string;
  /** Numbered, as every list of ours is a set. */
  readonly steps: readonly (FlowStep & { readonly position: number })[];
}

export function brokerFlow(admin: AdminClient): Implementation<BrokerFlowInputs> {
  const root = (realm: string) => adminPath`/realms/${realm}/authentication`;

  async function align({ realm, alias, steps }: BrokerFlowInputs): Promise<void> {
    if ((await findFlow(admin, realm, alias)) === undefined) {
      const flow = { alias, description: "", providerId: "basic-flow", topLevel: true, builtIn: false };
      await admin.post(`${root(realm)}/flows`, flow);
    }
    const wanted = steps.toSorted((a, b) => a.position - b.position);
    const has = await listSteps(admin, realm, alias);
    // As long as the names are those, in that order, the steps stay; else all are made anew.
    const isInOrder =
      has.length === wanted.length && has.every(({ name }, index) => name === wanted[index]?.name);
    if (!isInOrder) {
      for (const { id } of has) await admin.delete(`${root(realm)}${adminPath`/executions/${id}`}`);
      for (const { name } of wanted) {
        const path = `${root(realm)}${adminPath`/flows/${alias}/executions/execution`}`;
        await admin.post(path, { provider: name });
      }
    }
    const made = isInOrder ? has : await listSteps(admin, realm, alias);
    for (const [index, step] of wanted.entries()) {
      const found = made[index];
      if (found !== undefined) await alignStep({ realm, alias }, found, step);
    }
  }

  async function alignStep(
    { realm, alias }: Pick<BrokerFlowInputs, "realm" | "alias">,
    found: LiveStep,
    { name, requirement, config }: FlowStep,
  ): Promise<void> {
    if (found.requirement !== requirement) {
      const path = `${root(realm)}${adminPath`/flows/${alias}/executions`}`;
      await admin.put(path, { ...found.info, requirement });
    }
    if (same(found.config, config)) return;
    const { authenticationConfig: id } = found.info;
    const body = { alias: `${alias} ${name}`, config };
    if (id === undefined)
      await admin.post(`${root(realm)}${adminPath`/executions/${found.id}/config`}`, body);
    else if (Object.keys(config).length === 0)
      await admin.delete(`${root(realm)}${adminPath`/config/${id}`}`);
    else await admin.put(`${root(realm)}${adminPath`/config/${id}`}`, { ...body, id });
  }

  return {
    async existing({ realm, alias }) {
      const found = await findFlow(admin, realm, alias);
      return found && `login flow ${alias} of ${realm}`;
    },
    async create(inputs) {
      await align(inputs);
      return { id: joinId(inputs.realm, inputs.alias), outputs: inputs };
    },
    async read(id) {
      const [realm, alias] = splitId(id);
      if ((await findFlow(admin, realm, alias)) === undefined) return undefined;
      const steps = (await listSteps(admin, realm, alias)).map(({ name, requirement, config }, index) => {
        return { name, requirement, config, position: index + 1 };
      });
      return { realm, alias, steps };
    },
    async update(news) {
      await align(news);
      return news;
    },
    // Pulumi takes things away at the end, when no provider of ours uses the flow any more.
    async delete({ realm, alias }) {
      const found = await findFlow(admin, realm, alias);
      if (found !== undefined) await admin.delete(`${root(realm)}${adminPath`/flows/${found.id}`}`);
    },
  };
}
