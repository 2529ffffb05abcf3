// A connection as the environment and the configuration that would resolve to it: for a stack of our own that is
// to work on the same Keycloak, whatever the person's stack or environment named it by.

import { type Connection, ENVIRONMENT, SECRET_KEYS } from "./connection.ts";

export interface ConnectionAsSettings {
  /** Variables of `KEYCLOAK_*`: what is secret is here, where it reaches no file. */
  readonly env: Readonly<Record<string, string>>;
  /** `keycloak:*` of what has no variable. */
  readonly config: Readonly<Record<string, { readonly value: string; readonly secret: boolean }>>;
}

/** Both together resolve to the connection again. */
export function connectionAsSettings(connection: Connection): ConnectionAsSettings {
  const settings = Object.entries(settingsOf(connection)).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  const env = settings.flatMap(([key, value]) => {
    const name = ENVIRONMENT[key];
    return name === undefined ? [] : [[name, value] as const];
  });
  const config = settings.flatMap(([key, value]) =>
    ENVIRONMENT[key] === undefined ? [[key, { value, secret: SECRET_KEYS.has(key) }] as const] : [],
  );
  return { env: Object.fromEntries(env), config: Object.fromEntries(config) };
}

function settingsOf(connection: Connection): Readonly<Record<string, string | undefined>> {
  const { url, adminUrl, realm, tls, headers } = connection;
  return {
    url,
    adminUrl,
    realm,
    ...credentialsOf(connection),
    rootCaCertificate: tls.rootCaCertificate,
    tlsClientCertificate: tls.clientCertificate,
    tlsClientPrivateKey: tls.clientPrivateKey,
    tlsInsecureSkipVerify: tls.insecureSkipVerify ? "true" : undefined,
    additionalHeaders: Object.keys(headers).length === 0 ? undefined : JSON.stringify(headers),
  };
}

function credentialsOf({ credentials }: Connection): Readonly<Record<string, string | undefined>> {
  switch (credentials.kind) {
    case "password": {
      const { clientId, clientSecret, username, password } = credentials;
      return { clientId, clientSecret, username, password };
    }
    case "client-secret":
      return { clientId: credentials.clientId, clientSecret: credentials.clientSecret };
    case "access-token":
      return { accessToken: credentials.accessToken };
    case "jwt": {
      const { clientId, assertion } = credentials;
      if ("token" in assertion) return { clientId, jwtToken: assertion.token };
      if ("file" in assertion) return { clientId, jwtTokenFile: assertion.file };
      return { clientId, jwtSigningKey: assertion.signingKey, jwtSigningAlg: assertion.algorithm };
    }
  }
}
