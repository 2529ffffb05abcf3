// Characters that Keycloak's validators refuse, read in its sources and tried on 26.4.0.

import type { Problem } from "./types.ts";

// Java's \s, \v, \h and \p{Cntrl}, which are not JavaScript's.
const BLANK = "\\t-\\r \\u0085\\u00a0\\u1680\\u180e\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const CONTROL = "\\u0000-\\u001f\\u007f";
const LINE_END = "\\n-\\r\\u0085\\u2028\\u2029";
/** Printable characters that no user name may hold; blanks and control characters are refused beside them. */
export const REFUSED_IN_USERNAMES = "!%&*/,'\"#$:;<>?=[]{}()^`|~\\§";
const IN_USERNAME = new RegExp(`[${escaped(REFUSED_IN_USERNAMES)}${BLANK}${CONTROL}]`, "gu");
const IN_NAME = new RegExp(`[<>&"$%!#?§;*~/\\\\|^=\\[\\]{}()${LINE_END}${CONTROL}]`, "gu");
const COMMON = /^[\p{Script=Latin}\p{Script=Common}]+$/u;

/** `username-prohibited-characters`. */
export function usernameCharacters(value: string): Problem | undefined {
  return refused(value, IN_USERNAME, suggestUsername);
}

/** `person-name-prohibited-characters`. */
export function nameCharacters(value: string): Problem | undefined {
  return refused(value, IN_NAME, (name) => name.replace(IN_NAME, " ").replace(/\s+/g, " ").trim());
}

/** `up-username-not-idn-homograph`: letters of other scripts than Latin. */
export function homograph(value: string): Problem | undefined {
  if (COMMON.test(value)) return undefined;
  const composed = value.normalize("NFC");
  const others = [...new Set(value)].filter((one) => !COMMON.test(one));
  return {
    code: "mixed-script",
    detail: `has letters that are not Latin (${listed(others)})`,
    fix: COMMON.test(composed) ? `write ${composed} with composed letters` : "write it in Latin letters",
  };
}

/** Within a character class. */
function escaped(characters: string): string {
  return characters.replace(/[\\\]^[-]/g, "\\$&");
}

function refused(value: string, wrong: RegExp, suggest: (value: string) => string): Problem | undefined {
  const found = value.match(wrong);
  if (found === null) return undefined;
  const better = suggest(value);
  return {
    code: "characters",
    detail: `holds ${listed([...new Set(found)])}, which Keycloak refuses`,
    fix: better === "" ? "write one without" : `write one without, for example ${better}`,
  };
}

/** Blanks as dots, the rest left out: `Jo O'Brien!` -> `Jo.OBrien`. */
function suggestUsername(value: string): string {
  const dotted = value.trim().replace(/\s+/gu, ".");
  return dotted
    .replace(IN_USERNAME, "")
    .replace(/\.{2,}/g, ".")
    .replace(/^\.+|\.+$/g, "");
}

const NAMED: Readonly<Record<string, string>> = { " ": "a space", "'": "an apostrophe", ",": "a comma" };

function listed(characters: readonly string[]): string {
  return characters.map(named).join(" ");
}

function named(character: string): string {
  const known = NAMED[character];
  if (known !== undefined) return known;
  if (!/[\p{C}\p{Z}\p{M}]/u.test(character)) return character;
  const point = character.codePointAt(0) ?? 0;
  return `U+${point.toString(16).toUpperCase().padStart(4, "0")}`;
}
