// The one place where what goes wrong at a directory becomes a finding.

import {
  ConfidentialityRequiredError,
  InvalidCredentialsError,
  InvalidDNSyntaxError,
  NoSuchObjectError,
  ResultCodeError,
  StrongAuthRequiredError,
  UnwillingToPerformError,
} from "ldapts";
import { LdapTrouble } from "./finding.ts";

/** No connection, or none that speaks LDAP. */
export function connectTrouble(url: string, error: unknown): LdapTrouble {
  const { code, message } = error as { code?: string; message: string };
  const tls =
    code === "EPROTO" || code?.startsWith("ERR_SSL") || /disconnected before secure TLS/.test(message);
  if (tls || (url.startsWith("ldaps:") && code === "ECONNRESET"))
    return new LdapTrouble(
      "tls-failed",
      `${url}: something listens there, but it does not speak TLS.`,
      "write ldap:// with startTls: true, or the port of ldaps (636)",
      error,
    );
  const why = code ?? (message === "Connection timeout" ? "no answer in time" : message.split("\n").at(-1));
  return new LdapTrouble(
    "unreachable",
    `${url}: nobody answers (${why}).`,
    "start the directory, or correct host and port in ldap.url, or open the firewall",
    error,
  );
}

export function startTlsTrouble(url: string, error: unknown): LdapTrouble {
  if (!(error instanceof ResultCodeError) && !/ExtendedRequest|TLS/.test(String(error)))
    return connectTrouble(url, error);
  return new LdapTrouble(
    "start-tls-refused",
    `${url}: the directory offers no StartTLS.`,
    "take ldaps:// and leave startTls out, or give the directory a certificate",
    error,
  );
}

export function bindTrouble(url: string, dn: string, error: unknown): LdapTrouble {
  const needsTls =
    error instanceof StrongAuthRequiredError ||
    error instanceof ConfidentialityRequiredError ||
    (error instanceof UnwillingToPerformError && /TLS|encrypt/i.test(error.message));
  if (needsTls) {
    const fix = "take ldaps:// (or startTls: true): passwords are not to go over the network in clear";
    return new LdapTrouble("tls-needed", `${url}: the directory takes no password without TLS.`, fix, error);
  }
  if (error instanceof InvalidCredentialsError || error instanceof InvalidDNSyntaxError) {
    const fix = "check ldap.bind: its dn, and its password in the stack's configuration or the environment";
    return new LdapTrouble(
      "bind-refused",
      `${url}: the login as ${dn} is refused${reason(error)}.`,
      fix,
      error,
    );
  }
  return refusedTrouble(url, `the login as ${dn}`, error);
}

export function searchTrouble(url: string, base: string, error: unknown): LdapTrouble {
  if (error instanceof NoSuchObjectError || error instanceof InvalidDNSyntaxError) {
    const why = error instanceof InvalidDNSyntaxError ? "is no DN" : "is not there, or not for this account";
    return new LdapTrouble("base-missing", `${url}: ${base} ${why}.`, "correct ldap.users", error);
  }
  // What is no LDAP result at all is the filter's own fault: it was not sent.
  if (error instanceof Error && /^Invalid expression|parenthes|filter/i.test(error.message)) {
    const detail = `${url}: the filter cannot be read (${error.message}).`;
    return new LdapTrouble("filter-invalid", detail, "correct ldap.filter (RFC 4515)", error);
  }
  return refusedTrouble(url, `the search below ${base}`, error);
}

function refusedTrouble(url: string, what: string, error: unknown): LdapTrouble {
  const said = error instanceof Error ? error.message.split("\n")[0] : String(error);
  return new LdapTrouble(
    "directory-refused",
    `${url}: ${what} failed: ${said}`,
    "look into the directory's log",
    error,
  );
}

/** Active Directory says in a code of its own why it lets nobody in. */
function reason(error: Error): string {
  const code = /\bdata ([0-9a-f]{3,4})\b/i.exec(error.message)?.[1]?.toLowerCase();
  const why = code === undefined ? undefined : AD_REASONS[code];
  return why === undefined ? "" : ` (${why})`;
}

const AD_REASONS: Readonly<Record<string, string>> = {
  "525": "there is no such account",
  "52e": "the password is wrong",
  "530": "not at this time",
  "532": "the password has expired",
  "533": "the account is disabled",
  "701": "the account has expired",
  "773": "the password must be changed first",
  "775": "the account is locked",
};
