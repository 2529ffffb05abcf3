// A test's options as a command line would give them, each checked.

import { randomBytes } from "node:crypto";
import { InvalidArgumentError } from "commander";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { GivenUrls } from "../../infra/ephemeral/urls.ts";
import type { EphemeralRequest } from "../ephemeral/types.ts";
import { parseFor, parseName, parseTtl, parseUrl } from "../ephemeral/words.ts";
import type { EphemeralRealmOptions, SeveralEphemeralRealmOptions } from "./types.ts";

/** All but what is known only once the options are found to be right. */
export type Wanted = Omit<EphemeralRequest, "server" | "out">;

/** @throws Failure `ephemeral-option` */
export function requestOf(options: EphemeralRealmOptions | SeveralEphemeralRealmOptions): Wanted {
  const { spec, url, name, ttl = "1h", for: whom, variables = {} } = options;
  return {
    spec: checked("spec", spec, (path) => path),
    url: urlOf(url),
    name: name === undefined ? `test-${randomBytes(4).toString("hex")}` : checked("name", name, parseName),
    ttlSeconds: checked("ttl", ttl, parseTtl),
    for: whom === undefined ? undefined : checked("for", whom, parseFor),
    variables,
  };
}

/** Those of several helpdesks are looked at together, once the spec says which there are to be. */
function urlOf(url: unknown): GivenUrls {
  if (typeof url !== "object" || url === null) return checked("url", url, parseUrl);
  return Object.fromEntries(
    Object.entries(url).map(([key, one]) => [key, checked(`url.${key}`, one, String)]),
  );
}

/** Tests in JavaScript have no types that would hold them to texts. */
function checked<T>(option: string, value: unknown, parse: (text: string) => T): T {
  if (typeof value !== "string" || value === "")
    throw new Failure("ephemeral-option", `The option '${option}' of ephemeralRealm is no text.`);
  try {
    return parse(value);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new Failure(
      "ephemeral-option",
      `The option '${option}' of ephemeralRealm is wrong. ${error.message}`,
    );
  }
}
