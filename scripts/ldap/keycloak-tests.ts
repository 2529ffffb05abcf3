// The same questions put to Keycloak, which asks the directory from where it stands.

import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { AdminFailure } from "../../infra/admin/errors.ts";
import type { FederationModel } from "../../infra/model/federation.ts";

/** What Keycloak answered: `ok`, or its own word for what went wrong. */
export interface KeycloakAnswers {
  readonly connection: string;
  /** Undefined where the connection failed already. */
  readonly authentication: string | undefined;
}

/** How Keycloak is to log in: with this password, or with the one that the federation of that id holds. */
export type Login = { readonly password: string } | { readonly storedIn: string };

const TRUSTSTORE: Readonly<Record<FederationModel["useTruststore"], string>> = {
  ALWAYS: "always",
  ONLY_FOR_LDAPS: "ldapsOnly",
  NEVER: "never",
};

/**
 * Calls that change nothing.
 *
 * @param realm - one in which the account may manage the realm
 * @throws AdminFailure where Keycloak does not answer, or does not let us ask
 */
export async function askKeycloak(
  admin: AdminClient,
  realm: string,
  federation: FederationModel,
  login: Login | undefined,
): Promise<KeycloakAnswers> {
  const { connectionUrl, bind, startTls, connectTimeout, useTruststore } = federation;
  const body = {
    ...{ connectionUrl, startTls: String(startTls), useTruststoreSpi: TRUSTSTORE[useTruststore] },
    ...{ connectionTimeout: String(connectTimeout ?? ""), authType: bind === null ? "none" : "simple" },
    ...(bind === null ? {} : { bindDn: bind.dn, ...credential(login) }),
  };
  const ask = async (action: string): Promise<string> => {
    try {
      await admin.post(adminPath`/realms/${realm}/testLDAPConnection`, { action, ...body });
      return "ok";
    } catch (error) {
      if (!(error instanceof AdminFailure && error.status === 400)) throw error;
      return /\((\w+)\)\.?$/.exec(error.message)?.[1] ?? error.message;
    }
  };
  const connection = await ask("testConnection");
  const tried = connection === "ok" && (bind === null || login !== undefined);
  return { connection, authentication: tried ? await ask("testAuthentication") : undefined };
}

/** Keycloak's own mask for a secret stands for the one that it keeps. */
function credential(login: Login | undefined): Readonly<Record<string, string>> {
  if (login === undefined) return {};
  if ("password" in login) return { bindCredential: login.password };
  return { bindCredential: "**********", componentId: login.storedIn };
}
