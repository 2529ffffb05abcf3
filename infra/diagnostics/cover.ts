// Covers secrets in texts that people see. What is covered keeps its length, so that columns still fit.

import { suggest } from "./suggest.ts";

const NAMES = [
  "password",
  "temporaryPassword",
  "passwort",
  "passphrase",
  "secret",
  "clientSecret",
  "credential",
];
const PARTS = /pass(?!port|age|ive)|pasw|pwd|kennwort|secret|credential|token|api-?key/i;

/** Whether a key promises a secret, also where it is misspelt. */
export function soundsSecret(key: string): boolean {
  return PARTS.test(key) || suggest(key, NAMES) !== undefined;
}

/** Each character of the text covered; its line breaks and the indentation after them stay. */
export function coverAll(text: string): string {
  return text.replace(/^(\s*)(.*?)(\r?)$/gm, (_, indent: string, rest: string, end: string) => {
    return indent + "•".repeat(rest.length) + end;
  });
}

/** User and password of a URL: `https://` or `host:` before, `@` behind. A reference is not meant. */
const URL_CREDENTIALS = /((?<!\$\{)\b(?!mailto:)[\w.+-]+:\/{0,2}|\/\/)([^\s"',]+)(?=@)/g;

/** The text without the user and password of any URL in it. */
export function coverUrls(text: string): string {
  return text.replace(URL_CREDENTIALS, (_, before: string, secret: string) => before + coverAll(secret));
}

/** As the standard has it, `//user:password@`; what else has a colon and an at sign is left alone. */
const URL_PASSWORD = /(\/\/[^\s/:@]*:)([^\s/@]+)(?=@)/g;

/** The text without the password of any URL in it. It stands for what tells of URNs and of people, too. */
export function coverUrlPasswords(text: string): string {
  return text.replace(URL_PASSWORD, (_, before: string, secret: string) => before + coverAll(secret));
}

/** `password: hunter2` where no parser helps: in comments, and in what is no YAML. */
const WRITTEN_OUT = /([\w-]+["']?\s*[:=]\s*)(.+)/g;
const REFERENCE = /^["']?\$\{(?:secret:|env:|vault\.)[\w-]+\}["']?(?=[\s,}\]]|$)/;

/** The text without what stands behind a secret's name: the rest of the line, and what is indented below. */
export function coverWrittenOut(text: string): string {
  let secretIndent = Number.POSITIVE_INFINITY;
  const lines = text.split("\n").map((line) => {
    const indent = line.search(/\S/);
    if (indent === -1 || indent > secretIndent) return coverAll(line);
    const covered = coverLine(line);
    secretIndent = covered === line && !opensSecret(line) ? Number.POSITIVE_INFINITY : indent;
    return covered;
  });
  return lines.join("\n");
}

/** Whether a line ends in a secret's name, with nothing behind it but what opens a block. */
function opensSecret(line: string): boolean {
  return soundsSecret(/([\w-]+)["']?\s*:\s*[|>]?[-+\d]*\s*$/.exec(line)?.[1] ?? "");
}

function coverLine(text: string): string {
  return text.replace(WRITTEN_OUT, (_, before: string, rest: string) => {
    const name = /^[\w-]+/.exec(before)?.[0] ?? "";
    // What follows on the line may name a secret in its turn.
    if (!soundsSecret(name) || REFERENCE.test(rest)) return before + coverLine(rest);
    return before + coverAll(rest);
  });
}
