// A directory's certificate: whom it names, who signed it, until when, and why it is not taken.

import type { DetailedPeerCertificate, TLSSocket } from "node:tls";
import { LdapTrouble } from "./finding.ts";

export interface Certificate {
  readonly subject: string;
  /** Host names and addresses that it is for. */
  readonly names: readonly string[];
  readonly issuer: string;
  /** ISO 8601. */
  readonly validTo: string;
}

export function certificateOf(socket: TLSSocket): Certificate {
  const { subject, subjectaltname = "", issuer, valid_to } = socket.getPeerCertificate(true);
  return {
    subject: nameOf(subject),
    names: subjectaltname.split(", ").flatMap((name) => name.replace(/^(DNS|IP Address):/, "") || []),
    issuer: nameOf(issuer),
    validTo: valid_to === undefined ? "" : new Date(valid_to).toISOString(),
  };
}

function nameOf(subject: DetailedPeerCertificate["subject"] | undefined): string {
  const parts = Object.entries(subject ?? {}).map(([name, value]) => `${name}=${[value].flat().join("+")}`);
  return parts.join(", ") || "nobody";
}

/** @param code - what Node says of the certificate, `CERT_HAS_EXPIRED` for example */
export function certificateTrouble(
  url: string,
  host: string,
  code: string,
  { names, subject, issuer, validTo }: Certificate,
  hasCa: boolean,
): LdapTrouble {
  if (code.includes("ALTNAME")) {
    const whose = names.length === 0 ? `${subject}, with no alternative name` : names.join(", ");
    const fix = names.length === 0 ? "give the server a certificate with a subjectAltName" : renamed(names);
    return new LdapTrouble("tls-name", `${url}: the certificate is not for ${host}, but for ${whose}.`, fix);
  }
  if (code === "CERT_HAS_EXPIRED") {
    const detail = `${url}: the certificate of ${subject} has expired, on ${validTo.slice(0, 10)}.`;
    return new LdapTrouble("tls-expired", detail, "renew the directory's certificate");
  }
  const who = `${url}: the certificate of ${subject} is signed by ${issuer}, whom this machine does not trust`;
  const ours = hasCa ? ", nor does the file in ldap.ca hold them" : "";
  const fix = `name the PEM file of ${issuer} in the spec: ldap.ca`;
  return new LdapTrouble("tls-untrusted", `${who}${ours} (${code}).`, fix);
}

const renamed = (names: readonly string[]): string =>
  `write ${names[0]} as the host in ldap.url, or give the server a certificate for it`;
