// Which Keycloak, and as whom: one resolver for the plugin, our own resources and the live reader.

import { Failure } from "../diagnostics/failure.ts";

/** How to get an access token, in the plugin's order of preference. */
export type Credentials =
  | {
      readonly kind: "password";
      readonly clientId: string;
      readonly clientSecret: string | undefined;
      readonly username: string;
      readonly password: string;
    }
  | { readonly kind: "client-secret"; readonly clientId: string; readonly clientSecret: string }
  | {
      readonly kind: "jwt";
      readonly clientId: string | undefined;
      readonly assertion:
        | { readonly token: string }
        | { readonly file: string }
        | { readonly signingKey: string; readonly algorithm: string };
    }
  | { readonly kind: "access-token"; readonly accessToken: string };

/** PEM texts, and whether the server's certificate is checked at all. */
export interface Tls {
  readonly rootCaCertificate: string | undefined;
  readonly clientCertificate: string | undefined;
  readonly clientPrivateKey: string | undefined;
  readonly insecureSkipVerify: boolean;
}

/** A Keycloak server and the account to use there. It holds secrets: never print one. */
export interface Connection {
  /** Base URL with the base path and without a slash at the end; `/realms/…` is below it. */
  readonly url: string;
  /** As `url`, for `/admin/…`. */
  readonly adminUrl: string;
  /** Realm that the account is in. */
  readonly realm: string;
  readonly credentials: Credentials;
  /** Deadline of one request, in seconds. */
  readonly timeoutSeconds: number;
  readonly tls: Tls;
  readonly headers: Readonly<Record<string, string>>;
}

export interface ConnectionSources {
  /** Value of `keycloak:KEY` in the stack's configuration. */
  readonly config: (key: string) => string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

// The names are the plugin's: provider/provider.go of keycloak/terraform-provider-keycloak. What is not
// here has no environment variable there either.
export const ENVIRONMENT: Readonly<Record<string, string>> = {
  url: "KEYCLOAK_URL",
  adminUrl: "KEYCLOAK_ADMIN_URL",
  basePath: "KEYCLOAK_BASE_PATH",
  realm: "KEYCLOAK_REALM",
  clientId: "KEYCLOAK_CLIENT_ID",
  clientSecret: "KEYCLOAK_CLIENT_SECRET",
  username: "KEYCLOAK_USER",
  password: "KEYCLOAK_PASSWORD",
  accessToken: "KEYCLOAK_ACCESS_TOKEN",
  jwtSigningKey: "KEYCLOAK_JWT_SIGNING_KEY",
  jwtToken: "KEYCLOAK_JWT_TOKEN",
  jwtTokenFile: "KEYCLOAK_JWT_TOKEN_FILE",
  clientTimeout: "KEYCLOAK_CLIENT_TIMEOUT",
};

/** Configuration keys whose values are secrets, which `pulumi config set` takes with `--secret`. */
export const SECRET_KEYS: ReadonlySet<string> = new Set([
  "password",
  "clientSecret",
  "accessToken",
  "jwtSigningKey",
  "jwtToken",
  "tlsClientPrivateKey",
]);

/** Deadline in seconds where none is configured: the Terraform provider's own. */
const DEFAULT_TIMEOUT = 15;

/**
 * The connection that the plugin would use: `keycloak:*` beats `KEYCLOAK_*`, and a password beats a
 * client's secret, which beats a signed token, which beats an access token.
 *
 * @throws Failure `configuration-missing`, with both ways to set what is missing.
 */
export function resolveConnection({ config, env }: ConnectionSources): Connection {
  const read = (key: string): string | undefined => {
    const name = ENVIRONMENT[key];
    const value = config(key) ?? (name === undefined ? undefined : env[name]);
    return value === undefined || value === "" ? undefined : value;
  };
  const url = read("url");
  if (url === undefined) throw missing(["url"], "Deskrealm does not know which Keycloak to work on.");
  const basePath = read("basePath") ?? "";
  return {
    url: base(url, basePath, "url"),
    adminUrl: base(read("adminUrl") ?? url, basePath, "adminUrl"),
    realm: read("realm") ?? "master",
    credentials: resolveCredentials(read, url),
    timeoutSeconds: positive(read("clientTimeout"), DEFAULT_TIMEOUT),
    tls: {
      rootCaCertificate: read("rootCaCertificate"),
      clientCertificate: read("tlsClientCertificate"),
      clientPrivateKey: read("tlsClientPrivateKey"),
      insecureSkipVerify: read("tlsInsecureSkipVerify") === "true",
    },
    headers: headers(read("additionalHeaders")),
  };
}

function resolveCredentials(read: (key: string) => string | undefined, url: string): Credentials {
  const clientId = read("clientId");
  const clientSecret = read("clientSecret");
  const username = read("username");
  const password = read("password");
  const token = read("jwtToken");
  const file = read("jwtTokenFile");
  const signingKey = read("jwtSigningKey");
  const accessToken = read("accessToken");
  const needClientId = (): string => {
    if (clientId === undefined)
      throw missing(["clientId"], `The account at ${shown(url)} needs a client id.`);
    return clientId;
  };
  if (username !== undefined && password !== undefined)
    return { kind: "password", clientId: needClientId(), clientSecret, username, password };
  if (token !== undefined) return { kind: "jwt", clientId, assertion: { token } };
  if (file !== undefined) return { kind: "jwt", clientId, assertion: { file } };
  if (signingKey !== undefined) {
    const algorithm = read("jwtSigningAlg") ?? "RS256";
    return { kind: "jwt", clientId: needClientId(), assertion: { signingKey, algorithm } };
  }
  if (clientSecret !== undefined) return { kind: "client-secret", clientId: needClientId(), clientSecret };
  if (accessToken !== undefined) return { kind: "access-token", accessToken };
  const lacking = [
    ...(clientId === undefined ? ["clientId"] : []),
    ...(username === undefined ? ["username"] : []),
    ...(password === undefined ? ["password"] : []),
  ];
  throw missing(
    lacking,
    `Deskrealm does not know with which account to log in at ${shown(url)}.`,
    "Instead of a person's name and password, a client's id and secret will do (clientId, clientSecret).",
  );
}

const EXAMPLES: Readonly<Record<string, string>> = {
  url: "https://keycloak.example",
  clientId: "admin-cli",
  username: "admin",
};

function missing(keys: readonly string[], why: string, alternative = ""): Failure {
  const lines = keys.flatMap((key) => {
    const secret = SECRET_KEYS.has(key);
    const value = secret ? "" : ` ${EXAMPLES[key] ?? "VALUE"}`;
    return [
      `  pulumi config set ${secret ? "--secret " : ""}keycloak:${key}${value}`,
      `    or: export ${ENVIRONMENT[key]}=${EXAMPLES[key] ?? "…"}`,
    ];
  });
  const names = keys.map((key) => `keycloak:${key}`).join(", ");
  const hint = ["set each in one of two ways:", ...lines, ...(alternative === "" ? [] : [alternative])];
  return new Failure("configuration-missing", `${why} Missing: ${names}.`, { hint: hint.join("\n") });
}

function base(url: string, basePath: string, key: string): string {
  const joined = `${url.replace(/\/+$/, "")}${basePath}`.replace(/\/+$/, "");
  if (!URL.canParse(joined) || !/^https?:$/.test(new URL(joined).protocol))
    throw new Failure("configuration-missing", `keycloak:${key} is not an http or https URL.`, {
      hint: `write it with its scheme, for example ${EXAMPLES["url"]}`,
    });
  return joined;
}

/** A URL as it may be printed: without a user's name and password. */
export function shown(url: string): string {
  if (!URL.canParse(url)) return url;
  const parsed = new URL(url);
  if (parsed.username === "" && parsed.password === "") return url;
  parsed.username = "";
  parsed.password = "";
  return parsed.href;
}

function positive(text: string | undefined, otherwise: number): number {
  const number = Number(text);
  return text !== undefined && Number.isFinite(number) && number > 0 ? number : otherwise;
}

function headers(text: string | undefined): Readonly<Record<string, string>> {
  if (text === undefined) return {};
  try {
    const entries = Object.entries(JSON.parse(text) as Record<string, unknown>);
    return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
  } catch {
    throw new Failure("configuration-missing", "keycloak:additionalHeaders is not a JSON object.", {
      hint: `write it as one, for example '{"X-Tenant":"acme"}'`,
    });
  }
}
