// What was found from here, beside what Keycloak found: where they differ, why.

import type { Examination } from "./examine.ts";
import type { LdapFinding } from "./finding.ts";
import type { LdapCode } from "./finding-texts.ts";
import type { KeycloakAnswers } from "./keycloak-tests.ts";

/** Keycloak's own words. */
const CODES: Readonly<Record<string, LdapCode>> = {
  UnknownHost: "keycloak-host-unknown",
  SocketReset: "keycloak-unreachable",
  ConnectionRefused: "keycloak-unreachable",
  CommunicationError: "keycloak-unreachable",
  SSLHandshakeFailed: "keycloak-untrusted",
  AuthenticationFailure: "keycloak-bind-refused",
};

/** Findings from here that say already what Keycloak says. */
const SAME: Readonly<Partial<Record<LdapCode, readonly LdapCode[]>>> = {
  "keycloak-host-unknown": ["host-unknown"],
  "keycloak-unreachable": ["unreachable"],
  "keycloak-untrusted": ["tls-name", "tls-expired", "tls-failed"],
  "keycloak-bind-refused": ["bind-refused", "tls-needed"],
  "keycloak-failed": ["tls-needed", "bind-refused", "start-tls-refused", "directory-refused"],
};

/** What keeps this machine from the directory and need not keep Keycloak from it. */
const ONLY_HERE: ReadonlySet<LdapCode> = new Set([
  ...(["host-unknown", "unreachable", "tls-untrusted", "bind-not-tried"] as const),
]);

/** @param ca - the authority's file as the spec names it; undefined where it names none */
export function compare(
  here: Examination,
  keycloak: KeycloakAnswers,
  ca: string | undefined,
): readonly LdapFinding[] {
  const answers = [keycloak.connection, keycloak.authentication ?? "ok"];
  const wrong = answers.find((answer) => answer !== "ok");
  if (wrong === undefined) {
    const reaches = here.servers.length === 0 && here.findings.every(({ code }) => ONLY_HERE.has(code));
    return reaches ? [...here.findings.map(onlyHere), onlyKeycloak()] : here.findings;
  }
  const code = CODES[wrong] ?? "keycloak-failed";
  if (here.findings.some((finding) => SAME[code]?.includes(finding.code))) return here.findings;
  return [...here.findings, keycloakFinding(code, wrong, here, ca)];
}

function onlyHere(finding: LdapFinding): LdapFinding {
  return { ...finding, severity: "warning" };
}

function onlyKeycloak(): LdapFinding {
  return {
    code: "only-keycloak-reaches",
    severity: "notice",
    detail:
      "Keycloak reaches the directory and logs in there; this machine does not, so that people were not counted.",
    fix: "",
  };
}

function keycloakFinding(
  code: LdapCode,
  said: string,
  here: Examination,
  ca: string | undefined,
): LdapFinding {
  const differs = here.servers.length > 0 ? ", though this machine does" : "";
  const texts: Readonly<Partial<Record<LdapCode, readonly [detail: string, fix: string]>>> = {
    "keycloak-host-unknown": [
      `Keycloak finds no address of the directory's host${differs}`,
      "mend the DNS of Keycloak's machine (of its container), or write a name that it knows in ldap.url",
    ],
    "keycloak-unreachable": [
      `Keycloak does not reach the directory${differs}`,
      "open the way from Keycloak's machine to the directory's port; localhost in ldap.url is Keycloak's own machine",
    ],
    "keycloak-untrusted": [
      `Keycloak does not trust the directory's certificate${differs}`,
      trustLines(here, ca),
    ],
    "keycloak-bind-refused": [
      `The directory refuses Keycloak's login${here.servers.length > 0 ? ", and takes the one from here" : ""}`,
      "bring the password up with `up`: the realm holds another one",
    ],
  };
  const [detail, fix] = texts[code] ?? ["Keycloak could not ask the directory", "look into Keycloak's log"];
  return { code, severity: "error", detail: `${detail} (${said}).`, fix };
}

/** The line for the server's configuration. No password-protected store: it would keep Keycloak from starting. */
export function trustLines(here: Pick<Examination, "servers">, ca: string | undefined): string {
  const issuer = here.servers.find(({ certificate }) => certificate !== undefined)?.certificate?.issuer;
  const file = ca ?? "CA.pem";
  const what = ca === undefined ? `with the PEM file of ${issuer ?? "the directory's authority"}, ` : "";
  return [
    `${what}start Keycloak with --truststore-paths=${file} (or KC_TRUSTSTORE_PATHS=${file}),`,
    `or put ${file} into its folder conf/truststores, and restart it;`,
    `the embedded one: deskrealm keycloak start --trust ${file}`,
  ].join("\n");
}
