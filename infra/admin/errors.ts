// The one place where what goes wrong at the Admin API becomes a Failure.

import { Failure, type FailureCode } from "../diagnostics/failure.ts";
import { isLoopback } from "../loopback.ts";
import { shown } from "./connection.ts";

/** What was asked, without body, headers or credentials. */
export interface Call {
  readonly method: string;
  readonly url: string;
}

/** An answer of the Admin API that is a refusal. */
export class AdminFailure extends Failure {
  /** HTTP status; 0 where there was no answer at all. */
  readonly status: number;
  readonly method: string;
  readonly url: string;

  constructor(code: FailureCode, message: string, call: Call, status: number, hint: string, cause?: unknown) {
    super(code, message, { hint, cause });
    this.status = status;
    this.method = call.method;
    this.url = shown(call.url);
  }
}

const NETWORK_HINTS: Readonly<Record<string, string>> = {
  ENOTFOUND: "correct the host in keycloak:url (or KEYCLOAK_URL)",
  EAI_AGAIN: "correct the host in keycloak:url (or KEYCLOAK_URL), or mend this machine's DNS",
  EPROTO: "check whether keycloak:url should begin with http:// instead of https://",
  DEPTH_ZERO_SELF_SIGNED_CERT: "give the certificate's authority in keycloak:rootCaCertificate",
  SELF_SIGNED_CERT_IN_CHAIN: "give the certificate's authority in keycloak:rootCaCertificate",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "give the certificate's authority in keycloak:rootCaCertificate",
};

/** No answer: refused, unknown host, broken connection, wrong certificate. */
export function unreachable(call: Call, cause: unknown): AdminFailure {
  const code = networkCode(cause);
  // OpenSSL's messages are several lines of its own source code.
  const said = cause instanceof Error ? cause.message : "";
  const reason = said === "" || said.includes("\n") ? code : said;
  return new AdminFailure(
    "admin-unreachable",
    `${call.method} ${shown(call.url)}: no answer (${reason}).`,
    call,
    0,
    code === "ECONNREFUSED"
      ? startHint(call)
      : (NETWORK_HINTS[code] ?? "check keycloak:url (or KEYCLOAK_URL) and the network in between"),
    cause,
  );
}

/** Nobody listens. On this machine, it may be the Keycloak that `npm start` has left. */
function startHint({ url }: Call): string {
  const command = isLoopback(url) ? " (deskrealm keycloak start)" : "";
  return `start Keycloak there${command}, or correct keycloak:url (or KEYCLOAK_URL)`;
}

/** No answer within the deadline, `seconds`. */
export function tooLate(call: Call, seconds: number): AdminFailure {
  return new AdminFailure(
    "admin-unreachable",
    `${call.method} ${shown(call.url)}: no answer within ${seconds} s.`,
    call,
    0,
    "give it longer with keycloak:clientTimeout (seconds), or look at the server's load and log",
  );
}

/** An answer with an error status. `body` is the raw text; `secrets` are taken out of it. */
export function refused(call: Call, status: number, body: string, secrets: readonly string[]): AdminFailure {
  const said = withoutSecrets(serverMessage(body), secrets);
  const message = `${call.method} ${shown(call.url)}: ${status}${said === "" ? "" : ` (${said})`}.`;
  const unauthorized = status === 401 || status === 403;
  return new AdminFailure(
    unauthorized ? "admin-unauthorized" : "admin-refused",
    message,
    call,
    status,
    hintFor(status),
  );
}

/** The token endpoint gave no token. */
export function loginRefused(
  call: Call,
  status: number,
  body: string,
  secrets: readonly string[],
): AdminFailure {
  const said = withoutSecrets(serverMessage(body), secrets);
  const message = `${call.method} ${shown(call.url)}: the login was refused with ${status}${said === "" ? "" : ` (${said})`}.`;
  const hint =
    status === 404
      ? "check keycloak:realm, the realm that the account is in, and keycloak:basePath (`/auth` on old servers)"
      : status >= 500
        ? "look into the server's log"
        : "check keycloak:username and keycloak:password, or keycloak:clientId and keycloak:clientSecret, and keycloak:realm";
  return new AdminFailure("admin-unauthorized", message, call, status, hint);
}

/** An answer that is not what an Admin API says, such as a proxy's page. */
export function notKeycloak(call: Call, status: number): AdminFailure {
  return new AdminFailure(
    "admin-refused",
    `${call.method} ${shown(call.url)}: ${status}, and the answer is not JSON.`,
    call,
    status,
    "check keycloak:url and keycloak:basePath: something else than Keycloak's Admin API answers there",
  );
}

function hintFor(status: number): string {
  if (status >= 300 && status < 400) return "set keycloak:url to the address that the server redirects to";
  if (status === 401) return "the token was refused: check the account's realm in keycloak:realm";
  if (status === 403) return "give the account the roles that this needs, for example realm-admin";
  if (status === 404)
    return "check keycloak:url and keycloak:basePath, and whether it was deleted in the meantime";
  if (status === 409) return "it exists already: look at it in the admin console";
  if (status >= 502 && status <= 504)
    return "run the same command again once the server answers, or look into its log and that of what stands before it";
  return status >= 500 ? "look into the server's log" : "";
}

/** Keycloak's own words: it has five shapes for them. */
function serverMessage(body: string): string {
  let data: unknown;
  try {
    data = JSON.parse(body);
  } catch {
    return "";
  }
  if (typeof data !== "object" || data === null) return "";
  const { errorMessage, error_description, error, field, params, errors } = data as Record<string, unknown>;
  if (Array.isArray(errors) && errors.length > 0)
    return errors.map((one) => serverMessage(JSON.stringify(one))).join("; ");
  const text = [errorMessage, error_description, error].find((one) => typeof one === "string");
  if (typeof text !== "string") return "";
  if (typeof field !== "string") return text;
  return `${field}: ${text}${Array.isArray(params) && params.length > 1 ? ` ${params.slice(1).join(", ")}` : ""}`;
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => (secret === "" ? rest : rest.replaceAll(secret, "…")), text);
}

function networkCode(cause: unknown): string {
  const code = (cause as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "unknown";
}
