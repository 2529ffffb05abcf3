// Whether Keycloak takes an email address. What it takes was read in its EmailValidator and tried on
// 26.4.0: more than mail servers do (no dot in the domain is needed), and less (one address, no blank).

import type { Problem } from "./types.ts";

const ATOM = "[a-z0-9!#$%&'*+/=?^_`{|}~\\u{80}-\\u{ffff}-]+";
const QUOTED = '"(?:[a-z0-9!#$%&\'*.(),<>\\[\\]:; @+/=?^_`{|}~\\u{80}-\\u{ffff}-]|\\\\\\\\|\\\\")+"';
const LOCAL = new RegExp(`^(?:${ATOM}|${QUOTED})(?:\\.(?:${ATOM}|${QUOTED}))*$`, "iu");
const EDGE = "[a-z0-9!#$%&'*+/=?^`{|}~\\u{80}-\\u{ffff}]";
const LABEL = new RegExp(`^${EDGE}(?:(?:${EDGE}|-)*${EDGE})?$`, "iu");
const LITERAL = /^\[(?:\d{1,3}(?:\.\d{1,3}){3}|IPv6:[0-9a-f:.]+)\]$/i;
const LONGEST = { local: 64, label: 63, domain: 255 } as const;

/** @param longestLocal - characters before the `@`, where the profile says otherwise */
export function emailProblem(value: string, longestLocal: number = LONGEST.local): Problem | undefined {
  if (isEmail(value, longestLocal)) return undefined;
  const one = oneOf(value, longestLocal);
  return {
    code: "email-format",
    detail: "is not an email address to Keycloak",
    fix: one === undefined ? "write one address, as in ann@acme.example" : `write ${one}`,
  };
}

function isEmail(value: string, longestLocal: number): boolean {
  const at = value.lastIndexOf("@");
  const local = value.slice(0, Math.max(at, 0));
  return local.length <= longestLocal && LOCAL.test(local) && isDomain(value.slice(at + 1));
}

/** Keycloak with a mail server takes non-ASCII letters before the `@` only where that server is said to. */
export function notAsciiProblem(value: string): Problem | undefined {
  const local = value.slice(0, value.lastIndexOf("@"));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
  if (/^[\x00-\x7f]*$/.test(local)) return undefined;
  const detail =
    "has non-ASCII letters before the @, which Keycloak refuses where the realm has a mail server";
  return { code: "email-not-ascii", detail, fix: "write an ASCII address" };
}

function isDomain(domain: string): boolean {
  if (LITERAL.test(domain)) return true;
  // As IDN splits it; Keycloak looks at the ASCII form for the lengths alone.
  const ascii = domain.split(/[.\u3002\uff0e\uff61]/).map(asciiLabel);
  if (ascii.some((label) => label === undefined || label.length > LONGEST.label)) return false;
  return ascii.join(".").length <= LONGEST.domain && domain.split(".").every((label) => LABEL.test(label));
}

function asciiLabel(label: string): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
  if (/^[\x00-\x7f]*$/.test(label)) return label;
  return URL.parse(`http://${label}.invalid`)?.hostname.replace(/\.invalid$/, "");
}

/** The first address in it: of a list, of one with a name beside it, of one between blanks. */
function oneOf(value: string, longestLocal: number): string | undefined {
  return value.split(/[\s,;<>]+/).find((part) => isEmail(part, longestLocal));
}
