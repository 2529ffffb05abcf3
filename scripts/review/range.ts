// BASE..HEAD, BASE...HEAD, BASE, or nothing: which two sides are compared.

import type { Repository } from "./git.ts";

/** Full names of commits; `null` is the working tree. */
export interface Range {
  readonly base: string;
  readonly head: string | null;
}

/**
 * Reads the argument as git's own commands do: an end that is left out is HEAD, three dots begin where the
 * two part. Without dots the other side is the working tree.
 *
 * @throws Failure `revision-unknown`
 */
export async function resolveRange(text: string | undefined, repository: Repository): Promise<Range> {
  const [, one, dots, other] = /^(.*?)(\.{2,3})(.*)$/s.exec(text ?? "") ?? [];
  if (dots === undefined) return { base: await repository.commit(text ?? "HEAD"), head: null };
  const base = await repository.commit(one || "HEAD");
  const head = await repository.commit(other || "HEAD");
  return { base: dots === "..." ? await repository.mergeBase(base, head) : base, head };
}
