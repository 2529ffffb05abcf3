// Values for a spec's variables: from a stack's configuration file, and from `--var` on top of it.

import { InvalidArgumentError } from "commander";

/** Collector for a repeatable `--var NAME=VALUE`. */
export function collectVariable(word: string, before: Record<string, string> = {}): Record<string, string> {
  const at = word.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("write NAME=VALUE.");
  return { ...before, [word.slice(0, at)]: word.slice(at + 1) };
}

export const VARIABLE_OPTION = ["--var <NAME=VALUE>", "value of ${var:NAME}; may be given again"] as const;
