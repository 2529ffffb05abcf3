// The dynamic provider's side: loaded by the text that `resource.ts` puts into the state.

import { AdminClient } from "../../admin/client.ts";
import { resolveConnection } from "../../admin/connection.ts";
import { describeFailure, Failure } from "../../diagnostics/failure.ts";
import { builtInClientRoles } from "./built-in-client-roles.ts";
import { serviceAccountRoles } from "./service-account-roles.ts";

const implementations = {
  BuiltInClientRoles: builtInClientRoles,
  ServiceAccountRoles: serviceAccountRoles,
} satisfies Record<string, (client: AdminClient) => unknown>;

/** The stack's configuration, as Pulumi hands it to a dynamic provider. */
interface Config {
  get(key: string): string | undefined;
}

type Method = (...args: unknown[]) => Promise<unknown>;

/**
 * The implementation of one kind of resource, connected to the Keycloak that the plugin is configured for.
 *
 * @throws Error with a person's text, also from every method: Pulumi shows it as it is.
 */
export async function open(
  kind: keyof typeof implementations,
  config: Config,
): Promise<Record<string, Method>> {
  const connection = resolveConnection({ config: (key) => config.get(`keycloak:${key}`), env: process.env });
  const methods: object = implementations[kind](new AdminClient(connection));
  return Object.fromEntries(
    Object.entries(methods).map(([name, method]) => [name, inWords(method as Method)]),
  );
}

function inWords(method: Method): Method {
  return async (...args) => {
    try {
      return await method(...args);
    } catch (error) {
      throw error instanceof Failure ? new Error(describeFailure(error), { cause: error }) : error;
    }
  };
}
