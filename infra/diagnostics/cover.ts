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

/** What stands before user and password in a URL: `https://`, `host:` or `//`. A reference is not meant. */
const BEFORE_CREDENTIALS = /(?<![\w.+-])(?<!\$\{)(?!mailto:)[\w.+-]+:\/{0,2}|\/\//;

/** The text without the user and password of any URL in it. */
export function coverUrls(text: string): string {
  // Word by word, and no word is looked at twice: a file may be one long line.
  return text.replace(/[^\s"',]+/g, (word) => {
    const end = word.lastIndexOf("@");
    if (end < 1) return word;
    const before = BEFORE_CREDENTIALS.exec(word);
    const start = before === null ? end : before.index + before[0].length;
    return start < end ? word.slice(0, start) + coverAll(word.slice(start, end)) + word.slice(end) : word;
  });
}

/** As the standard has it, `//user:password@`; what else has a colon and an at sign is left alone. */
const URL_PASSWORD = /(\/\/[^\s/:@]*:)([^\s/@]+)(?=@)/g;

/** The text without the password of any URL in it. It stands for what tells of URNs and of people, too. */
export function coverUrlPasswords(text: string): string {
  return text.replace(URL_PASSWORD, (_, before: string, secret: string) => before + coverAll(secret));
}

/** Whether `coverUrls` has covered something in the text. */
export const isCovered = (text: string): boolean => /[:/]•+@/.test(text);

/** `password: hunter2` where no parser helps: in comments, and in what is no YAML. */
const WRITTEN_OUT = /(?<![\w-])([\w-]+)["']?\s*[:=]\s*(?=.)/g;
/** Characters of a reference that are looked at. */
const LONGEST_REFERENCE = 300;
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
  return soundsSecret(/(?<![\w-])([\w-]+)["']?\s*:\s*[|>]?[-+\d]*$/.exec(line.trimEnd())?.[1] ?? "");
}

function coverLine(text: string): string {
  for (const { 0: before, 1: name = "", index } of text.matchAll(WRITTEN_OUT)) {
    const start = index + before.length;
    // What follows on the line may name a secret in its turn.
    if (soundsSecret(name) && !REFERENCE.test(text.slice(start, start + LONGEST_REFERENCE)))
      return text.slice(0, start) + coverAll(text.slice(start));
  }
  return text;
}
