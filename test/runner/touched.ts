// Which test files a change touches: those that reach a changed file by imports, or by a path that somebody quotes,
// since tests read files and start programs. Of the commands that `deskrealm` loads when they are named, a test
// reaches those that it names.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

/** Without these nothing runs as before. */
const OF_EVERYTHING = /^(package(-lock)?\.json|tsconfig\.json|toolchain\/|test\/runner\/|scripts\/test\.ts$)/;
/** What a program starts by a path that stands in no one text. */
const STARTS: Readonly<Record<string, readonly string[]>> = {
  "bin/deskrealm.cjs": ["scripts/cli.ts"],
  "Pulumi.yaml": ["infra/main.js", "infra/plugin/main.js"],
};
const COMMAND_LINE = "scripts/cli.ts";
/** In the command line's list: the names of a command, and its module. */
const COMMAND = /names: \[([^\]]*)\][^[\]]*import\("(\.\/commands\/[^"]+)"\)/g;
const CODE = /\.(ts|js|cjs|mjs)$/;
const TEST = /\.test\.ts$/;
const COMMENT = /^\s*(\/\/|\/?\*).*$/gm;
const QUOTED = /(["'`])((?:(?!\1)[^\n\\])+)\1/g;

/** What differs from a commit, and what git does not know yet; paths from the root. */
export function changedSince(root: string, commit: string): string[] {
  const others = ["ls-files", "--others", "--exclude-standard", "-z"];
  return [...git(root, ["diff", "--name-only", "--no-renames", "-z", commit]), ...git(root, others)];
}

/** All files that git knows, or would take. */
export function filesOf(root: string): string[] {
  return git(root, ["ls-files", "--cached", "--others", "--exclude-standard", "-z"]);
}

function git(root: string, words: readonly string[]): string[] {
  return execFileSync("git", words, { cwd: root, encoding: "utf8" }).split("\0").filter(Boolean);
}

/** Reads a file of the repository; one that is gone says nothing. */
export function readFrom(root: string): (path: string) => string {
  return (path) => {
    try {
      return readFileSync(join(root, path), "utf8");
    } catch {
      return "";
    }
  };
}

/**
 * @param files - of the repository, by paths from the root
 * @param changed - the same, some of them gone perhaps
 * @returns the test files among them, sorted
 */
export function touchedTests(
  files: readonly string[],
  changed: readonly string[],
  read: (path: string) => string,
): string[] {
  const tests = files.filter((file) => TEST.test(file)).sort();
  if (changed.some((file) => OF_EVERYTHING.test(file))) return tests;
  const named = namesOf(new Set([...files, ...changed]), read);
  const commands = new Map(
    [...read(COMMAND_LINE).matchAll(COMMAND)].map(([, names = "", path = ""]) => [
      join(dirname(COMMAND_LINE), path),
      [...names.matchAll(QUOTED)].map(([, , name = ""]) => name),
    ]),
  );
  const places = new Set(changed.flatMap((file) => [file, ...foldersOf(file)]));
  return tests.filter((test) => {
    const ofTests = reach(test, (from) =>
      (named.get(from)?.places ?? []).filter((to) => to.startsWith("test/")),
    );
    const words = new Set([...ofTests].flatMap((file) => named.get(file)?.words ?? []));
    const isLoaded = (to: string) => commands.get(to)?.some((name) => words.has(name)) ?? true;
    const reached = reach(test, (from) =>
      (named.get(from)?.places ?? []).filter((to) => from !== COMMAND_LINE || isLoaded(to)),
    );
    return [...places].some((place) => reached.has(place));
  });
}

function reach(start: string, next: (from: string) => readonly string[]): Set<string> {
  const reached = new Set([start]);
  for (const from of reached) for (const to of next(from)) reached.add(to);
  return reached;
}

interface Named {
  /** Files and folders. */
  readonly places: readonly string[];
  readonly words: readonly string[];
}

/** What each file of code names in quotes. */
function namesOf(files: ReadonlySet<string>, read: (path: string) => string): Map<string, Named> {
  const places = new Set([...files].flatMap((file) => [file, ...foldersOf(file)]));
  const of = (file: string): Named => {
    const code = CODE.test(file) ? read(file).replaceAll(COMMENT, "") : "";
    const texts = [...code.matchAll(QUOTED)].map(([, , text = ""]) => text);
    const found = texts.flatMap((text) => placesIn(text, file)).filter((place) => places.has(place));
    return {
      places: [...new Set([...found, ...(STARTS[file] ?? [])])],
      words: texts.flatMap((text) => text.split(" ")),
    };
  };
  return new Map([...files].map((file) => [file, of(file)]));
}

/** What a text may name: from the file that quotes it, or from the root; of a pattern, the folder that it is in. */
function placesIn(text: string, file: string): string[] {
  const literal = /^[\w@./-]+/.exec(text)?.[0] ?? "";
  const path = literal === text ? literal : literal.slice(0, literal.lastIndexOf("/") + 1);
  // A word alone is a path by chance, but for a test's own.
  if (!/[./]/.test(path) && !TEST.test(file)) return [];
  const above = foldersOf(file);
  return [join(dirname(file), path), normalize(path)]
    .map((place) => place.replace(/\/$/, ""))
    .filter((place) => !above.includes(place));
}

/** Folders above a file, but for those that hold everything. */
function foldersOf(file: string): string[] {
  const folder = dirname(file);
  return folder === "." || folder === "test" ? [] : [folder, ...foldersOf(folder)];
}
