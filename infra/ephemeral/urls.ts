// Where the helpdesks are that test realms are for: one address for one helpdesk, or one for each of several.

import { suggest } from "../diagnostics/suggest.ts";
import { helpdesksOf, isSeveral } from "../model/helpdesks.ts";
import type { Model, Product } from "../model/types.ts";
import { baseUrl } from "../spec/fields.ts";
import { keyedWord } from "../spec/keyed-word.ts";
import { LAYOUTS } from "../spec/layout.ts";
import type { RawSeveral } from "../spec/raw.ts";
import { membersOf } from "../spec/several.ts";
import type { Source } from "../spec/source.ts";

/**
 * Base URLs as somebody gives them: a command line's words, each `URL` or `KEY=URL`; or a test's value, the URL of
 * one helpdesk or those of several by key.
 */
export type GivenUrls = readonly string[] | string | Readonly<Record<string, string>>;

/** Of which helpdesks there are URLs to be. */
interface Wanted {
  readonly source: Source;
  readonly data: unknown;
  readonly model: Model;
}

interface Given {
  /** Undefined: it is said without one. */
  readonly key: string | undefined;
  readonly url: string;
}

/** What stands for an address that is not known. */
const SOME = "https://pr-42.preview.example";

/** Why a helpdesk of the product cannot be at the address; undefined where it can. */
export function urlFlaw(url: string, product?: Product): string | undefined {
  const { error } = baseUrl().safeParse(url);
  if (error !== undefined)
    return `${error.issues[0]?.message}: write an absolute address, for example ${SOME}`;
  if (product === undefined || !LAYOUTS[product].onlyHttps || !/^http:/i.test(url)) return undefined;
  const { name } = LAYOUTS[product];
  return `${name} logs nobody in by OpenID Connect at ${url}: write ${url.replace(/^http:/i, "https:")}`;
}

/** @returns each helpdesk's URL by its key, without a slash at the end, or everything that is wrong with them */
export function readUrls(
  wanted: Wanted,
  urls: GivenUrls,
): { readonly urls: ReadonlyMap<string, string>; readonly flaws: readonly string[] } {
  const given = givenOf(urls);
  const write = isWords(urls) ? asWord : asValue;
  const helpdesks = new Map(Object.entries(helpdesksOf(wanted.model)));
  const several = isSeveral(wanted.model);
  const flaws = [
    ...(several ? keyFlaws(wanted, given, write) : singleFlaws(given, write)),
    ...given.flatMap(({ key, url }) => {
      const flaw = urlFlaw(url, helpdesks.get(key ?? wanted.model.key)?.product);
      return flaw === undefined ? [] : [`${key === undefined ? "" : `${key}: `}${flaw}`];
    }),
  ];
  const found = given.map(({ key, url }) => [key ?? wanted.model.key, url.replace(/\/+$/, "")] as const);
  return { urls: new Map(found), flaws };
}

function givenOf(urls: GivenUrls): Given[] {
  if (typeof urls === "string") return [{ key: undefined, url: urls }];
  if (!isWords(urls)) return Object.entries(urls).map(([key, url]) => ({ key, url }));
  return urls.map(keyedWord).map(({ key, value: url }) => ({ key, url }));
}

const isWords = (urls: GivenUrls): urls is readonly string[] => Array.isArray(urls);

/** How it is said, so that somebody can write it. */
type Write = (given: Given) => string;

const asWord: Write = ({ key, url }) => `--url ${key === undefined ? "" : `${key}=`}${shown(url)}`;
const asValue: Write = ({ key, url }) =>
  key === undefined ? `url: "${shown(url)}"` : `url: { ${JSON.stringify(key)}: "${shown(url)}" }`;

/** Of an address that is none nothing is said again: it may hold a password. */
const shown = (url: string): string => (urlFlaw(url) === undefined ? url : SOME);

function singleFlaws(given: readonly Given[], write: Write): string[] {
  const [first = { key: undefined, url: SOME }] = given;
  const one = write({ key: undefined, url: first.url });
  const keyed = given.filter(({ key }) => key !== undefined);
  const number =
    given.length === 0 ? "there is none" : `there are ${given.length}, and the spec has one helpdesk`;
  return [
    ...keyed.map(({ key }) => `${key} is a key, and the spec has one helpdesk without any: write ${one}`),
    ...(given.length === 1 ? [] : [`${number}: write ${one}`]),
  ];
}

function keyFlaws({ source, data }: Wanted, given: readonly Given[], write: Write): string[] {
  const members = membersOf(data as RawSeveral);
  const keys = members.map(({ key }) => key);
  const anyOf = (url: string) => keys.map((key) => write({ key, url })).join(" or ");
  const unnamed = given.filter(({ key }) => key === undefined);
  const unknown = given.filter(({ key }) => key !== undefined && !keys.includes(key));
  return [
    ...unnamed.map(
      ({ url }) => `an address has no key, and the spec has several helpdesks: write ${anyOf(url)}`,
    ),
    ...unknown.map(({ key = "", url }) => {
      const nearest = suggest(key, keys);
      const way = nearest === undefined ? anyOf(url) : write({ key: nearest, url });
      return `the spec has no helpdesk ${key}: write ${way}`;
    }),
    ...members.flatMap(({ key, index }) => {
      const own = given.filter((one) => one.key === key);
      if (own.length === 1) return [];
      const { line, column } = source.valueRange(["helpdesks", index]).start;
      const place = `${key} (${source.file}:${line}:${column})`;
      return own.length === 0
        ? [`${place} has none: write ${write({ key, url: SOME })}`]
        : [`${place} has ${own.length}: write one, as ${write(own.at(-1) as Given)}`];
    }),
  ];
}
