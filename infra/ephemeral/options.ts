// What a person says of test realms: their name, and where the helpdesk is that they are for.

import { Failure } from "../diagnostics/failure.ts";
import { type GivenUrls, readUrls } from "./urls.ts";

export interface EphemeralOptions {
  /** Goes behind the name of every realm, as `pr-42` in `otrs-agents-pr-42`. */
  readonly name: string;
  /** Public base URL of the helpdesk that is tested, in the place of the spec's; of each of several. */
  readonly url: GivenUrls;
  /** Base URL of the Keycloak that the realms are made on. */
  readonly keycloakUrl: string;
}

const NAME = /^[a-z0-9](?:[a-z0-9._-]{0,61}[a-z0-9])?$/;

/**
 * Why a name is none for test realms, with what to write instead; undefined where it is one.
 *
 * It is part of URLs, of a folder's name and of a stack's. Letters are small ones, since names that differ in
 * case alone are one to Keycloak.
 */
export function nameFlaw(name: string): string | undefined {
  if (NAME.test(name)) return undefined;
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/^[._-]+/, "")
    .slice(0, 63)
    .replace(/[._-]+$/, "");
  const way = slug === "" ? "write one such as pr-42" : `write ${slug}`;
  return `a name has 1 to 63 small letters, digits, dots, hyphens and underscores, and begins and ends with a letter or digit: ${way}`;
}

/**
 * Each helpdesk's URL by its key.
 *
 * @throws Failure `ephemeral-option` with everything that is wrong with them
 */
export function checkOptions(
  spec: Parameters<typeof readUrls>[0],
  { name, url }: EphemeralOptions,
): ReadonlyMap<string, string> {
  const { urls, flaws } = readUrls(spec, url);
  const wrongName = nameFlaw(name);
  const found = [
    ...(wrongName === undefined ? [] : [`name: ${wrongName}`]),
    ...flaws.map((flaw) => `url: ${flaw}`),
  ];
  if (found.length > 0) throw new Failure("ephemeral-option", found.join("\n"));
  return urls;
}
