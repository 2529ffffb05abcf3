// Stands for the helpdesk that is tested: it sends people to Keycloak, and greets those who come back.

import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestRealm } from "deskrealm/testing";
import * as oidc from "openid-client";

export async function startHelpdesk() {
  let client: oidc.Configuration;
  const verifier = oidc.randomPKCECodeVerifier();

  const answer = async (path: string, response: ServerResponse) => {
    if (!path.startsWith("/callback")) {
      const login = oidc.buildAuthorizationUrl(client, {
        redirect_uri: `${url}/callback`,
        scope: "openid profile email",
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
      });
      return response.writeHead(302, { location: login.href }).end();
    }
    const options = { pkceCodeVerifier: verifier };
    const tokens = await oidc.authorizationCodeGrant(client, new URL(path, url), options);
    return response.end(`Hello ${tokens.claims()?.["name"]}`);
  };

  const server = createServer((request, response) => {
    answer(request.url ?? "/", response).catch((error) => response.writeHead(500).end(String(error)));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    /** It is there before its realm, which has to know its address. */
    async use({ issuer, app }: TestRealm): Promise<void> {
      const authentication = app.secret === null ? oidc.None() : oidc.ClientSecretPost(app.secret);
      const options = { execute: [oidc.allowInsecureRequests] };
      client = await oidc.discovery(new URL(issuer), app.clientId, undefined, authentication, options);
    },
    async [Symbol.asyncDispose](): Promise<void> {
      server.close();
      server.closeAllConnections();
    },
  };
}
