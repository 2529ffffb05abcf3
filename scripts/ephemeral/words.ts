// The words of a command line for test realms, checked before anything is looked at.

import { userInfo } from "node:os";
import { InvalidArgumentError } from "commander";
import { visible } from "../../infra/diagnostics/visible.ts";
import { nameFlaw } from "../../infra/ephemeral/options.ts";
import { urlFlaw } from "../../infra/ephemeral/urls.ts";
import type { Context } from "../context.ts";

const LONGEST_FOR = 100;
const UNITS: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86_400 };
const LONGEST_DAYS = 30;

export const DEFAULT_TTL = "8h";

export function parseName(text: string): string {
  return refuse(text, nameFlaw(text));
}

/** Seconds. */
export function parseTtl(text: string): number {
  const [, number = "", unit = ""] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  const seconds = Number(number) * (UNITS[unit] ?? 0);
  if (seconds > 0 && seconds <= LONGEST_DAYS * 86_400) return seconds;
  throw new InvalidArgumentError(
    `A time is a number with m, h or d behind it, at most ${LONGEST_DAYS}d: write 30m, 8h or 7d.`,
  );
}

/** As a spec's `url`. */
export function parseUrl(text: string): string {
  return refuse(text, urlFlaw(text)).replace(/\/+$/, "");
}

export function parseFor(text: string): string {
  return refuse(
    text,
    isWhom(text) ? undefined : `write who it is in at most ${LONGEST_FOR} plain characters`,
  );
}

function refuse(text: string, flaw: string | undefined): string {
  if (flaw === undefined) return text;
  throw new InvalidArgumentError(`${flaw.charAt(0).toUpperCase()}${flaw.slice(1)}.`);
}

const isWhom = (text: string): boolean =>
  text.length <= LONGEST_FOR && text.trim() !== "" && visible(text) === text;

/** Whoever started this: as the code host knows them, else as the system does. */
export function whoever({ env }: Pick<Context, "env">): string {
  const known = [env["GITHUB_ACTOR"], env["GITLAB_USER_LOGIN"], env["USER"], systemUser()];
  return known.find((name) => name !== undefined && isWhom(name)) ?? "somebody";
}

/** A container may run as a number that nobody has. */
function systemUser(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}
