// Keys of a realm that come with its import. By itself Keycloak makes two RSA keys for each realm, which takes one that
// has just begun a second.

import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";

const make = promisify(generateKeyPair);

/** Bits of Keycloak's own RSA keys. */
const LENGTH = 2048;

/** A key provider of Keycloak's, as a realm's import takes it. */
export interface KeyProvider {
  readonly name: string;
  readonly providerId: string;
  readonly config: Readonly<Record<string, readonly string[]>>;
  readonly subComponents: Readonly<Record<string, never>>;
}

/** New keys for what Keycloak itself makes keys for: to sign, to encrypt, and for its own cookies and codes. */
export async function newKeys(): Promise<readonly KeyProvider[]> {
  const [signing, encryption] = await Promise.all([rsaKey(), rsaKey()]);
  return [
    provider("rsa", "rsa", { keyUse: "SIG", algorithm: "RS256", privateKey: signing }),
    provider("rsa-enc", "rsa-enc", { keyUse: "ENC", algorithm: "RSA-OAEP", privateKey: encryption }),
    provider("hmac-generated-hs512", "hmac-generated", { algorithm: "HS512" }),
    provider("aes-generated", "aes-generated", {}),
  ];
}

async function rsaKey(): Promise<string> {
  const { privateKey } = await make("rsa", {
    modulusLength: LENGTH,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  return privateKey;
}

function provider(name: string, providerId: string, settings: Readonly<Record<string, string>>): KeyProvider {
  const config = Object.entries({ priority: "100", ...settings }).map(([key, value]) => [key, [value]]);
  return { name, providerId, config: Object.fromEntries(config), subComponents: {} };
}
