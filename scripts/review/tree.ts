// The files of one side, from a commit or from the working tree, by their paths in the project.

import { createHash } from "node:crypto";
import { lstat, readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import type { Repository } from "./git.ts";

/** A file's text and the name of its content, which is the same for the same text on both sides. */
export interface TreeFile {
  readonly id: string;
  readonly text: string;
}

export interface Tree {
  /** Paths from the project's folder, ascending; those outside of it begin with `../`. */
  readonly paths: ReadonlySet<string>;
  /** Files by path; a path that is not there is left out. */
  read(paths: readonly string[]): Promise<ReadonlyMap<string, TreeFile>>;
}

/** Paths that a review can ask for: YAML files. */
const isYaml = (path: string): boolean => /\.ya?ml$/.test(path);

/** The tree of a commit, or the working tree for `null`. */
export async function openTree(repository: Repository, commit: string | null): Promise<Tree> {
  const inProject = (path: string) => posix.relative(repository.prefix, path);
  if (commit === null) {
    const files = (await repository.workingFiles()).filter(isYaml);
    return workingTree(repository.top, new Map(files.map((path) => [inProject(path), path])));
  }
  const blobs = (await repository.files(commit)).filter(({ path }) => isYaml(path));
  const ids = new Map(blobs.map(({ path, id }) => [inProject(path), id]));
  return {
    paths: new Set(ids.keys()),
    async read(paths) {
      const found = paths.flatMap((path) => {
        const id = ids.get(path);
        return id === undefined ? [] : [[path, id] as const];
      });
      const texts = await repository.texts(found.map(([, id]) => id));
      return new Map(found.map(([path, id]) => [path, fileOf(texts.get(id) ?? "")]));
    },
  };
}

async function workingTree(top: string, files: ReadonlyMap<string, string>): Promise<Tree> {
  const found = await Promise.all(
    [...files].map(async ([path, file]) => {
      // What git knows may be deleted; a link may lead anywhere.
      const stats = await lstat(join(top, file)).catch(() => undefined);
      return stats?.isFile() === true ? [path] : [];
    }),
  );
  const paths = new Set(found.flat());
  return {
    paths,
    async read(wanted) {
      const there = wanted.filter((path) => paths.has(path));
      const texts = there.map(async (path) => {
        const text = await readFile(join(top, files.get(path) ?? ""), "utf8");
        return [path, fileOf(text)] as const;
      });
      return new Map(await Promise.all(texts));
    },
  };
}

const fileOf = (text: string): TreeFile => ({
  id: createHash("sha256").update(text).digest("hex"),
  text,
});
