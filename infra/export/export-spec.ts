// A server's realms into the shortest spec that expands to them: the way back through the whole preset.
//
// It is a search: what the spec so far means is compared with the server, each difference is answered with
// the key that says it, and the spec's own rules decide whether the key may stay. So no preset is written
// down a second time, and whatever has no key is left over by itself.

import { expandSpec } from "../helpdesks/index.ts";
import { outsideWindow } from "../model/at-time.ts";
import type { PartialModel } from "../model/canonical.ts";
import { type Difference, diffModels } from "../model/diff.ts";
import { isSeveral, type LoginRoles } from "../model/helpdesks.ts";
import type { Model, RealmKey, RealmModel } from "../model/types.ts";
import { REALM_KEYS } from "../spec/layout.ts";
import { specOf } from "../spec/load.ts";
import { type Edit, edited, isMapping, own, type Plain, without } from "./edit.ts";
import { asWritten } from "./listed.ts";
import { withUsualNames } from "./mapper-names.ts";
import { propose } from "./propose.ts";
import { proposeConfig } from "./propose-config.ts";
import { proposeSeveral } from "./propose-several.ts";
import { shared } from "./share.ts";
import { startOf } from "./start.ts";
import { helpdeskUrls } from "./url.ts";

export interface Exported {
  /** The spec as plain data, for `writeSpec`. */
  readonly spec: Plain;
  /** What the spec cannot say: from what it means to what the server has. */
  readonly rest: readonly Difference[];
  /** What the spec means. */
  readonly model: Model;
  /** Places of login roles that are a guess, such as `agents`: the server has none of the preset's name. */
  readonly guessedLoginRoles: readonly string[];
}

/**
 * The shortest spec for realms that were read from a server.
 *
 * @param urls - candidates for the one helpdesk's URL; without any, the clients' addresses
 * @param loginRoles - login roles that are known, where they are not the preset's
 * @returns for the URL that explains most; undefined where a spec takes none of them
 */
export function exportSpec(
  live: PartialModel,
  urls: readonly string[] = helpdeskUrls(live),
  loginRoles: LoginRoles = {},
): Exported | undefined {
  const wanted = eachRealm(live, withoutWindows);
  // Of several, each has its own.
  const lives = isSeveral(live) ? [wanted] : urls.map((url) => ({ ...wanted, url }));
  const found = lives.flatMap((one) => searchFrom(one, loginRoles));
  const least = Math.min(...found.map(({ open }) => open));
  const best = found.filter(({ open }) => open === least).flatMap(shortestOf);
  return best.toSorted((a, b) => a.rest.length - b.rest.length || sizeOf(a) - sizeOf(b))[0];
}

const sizeOf = ({ spec }: Exported): number => JSON.stringify(spec).length;

/** A spec that says all it can, and nothing as short as it can. */
interface Found {
  readonly live: PartialModel;
  readonly spec: Plain;
  /** How much is left over, which a shorter spec for the same does not change. */
  readonly open: number;
  readonly guessed: readonly string[];
}

/** Nothing where not even the spec's first lines are valid. */
function searchFrom(live: PartialModel, known: LoginRoles): Found[] {
  const start = startOf(live, known, (spec) => meaning(spec) !== undefined);
  if (meaning(start.spec) === undefined) return [];
  const spec = shared(search(start.spec, eachRealm(live, withUsualNames)), live);
  const open = left(spec, live)?.length;
  return open === undefined ? [] : [{ live, spec, open, guessed: start.guessed }];
}

function shortestOf({ live, spec: found, guessed }: Found): Exported[] {
  const spec = withPlainRoles(shortened(found, eachRealm(live, withUsualNames)));
  const model = meaning(spec);
  if (model === undefined) return [];
  return [{ spec: asWritten(spec), model, rest: diffModels(model, live), guessedLoginRoles: guessed }];
}

const eachRealm = (model: PartialModel, change: (realm: RealmModel) => RealmModel): PartialModel => ({
  ...model,
  realms: Object.fromEntries(Object.entries(model.realms).map(([key, realm]) => [key, change(realm)])),
});

/** Where the end of a window is known, a spec says it, and means what is before and after. */
function withoutWindows(realm: RealmModel): RealmModel {
  const federations = Object.entries(realm.federations).map(([key, one]) => [key, outsideWindow(one)]);
  return { ...realm, federations: Object.fromEntries(federations) };
}

/** A role that one group alone has stands with that group, and with no list. */
function withPlainRoles(spec: Plain): Plain {
  const edits = REALM_KEYS.flatMap((key) => {
    const roles = [key, "ldap", "roles"].reduce<unknown>(
      (node, name) => (isMapping(node) ? own(node, name) : undefined),
      spec,
    );
    return Object.entries(isMapping(roles) ? roles : {}).flatMap(([role, groups]): Edit[] =>
      Array.isArray(groups) && groups.length === 1
        ? [{ path: [key, "ldap", "roles", role], value: groups[0] }]
        : [],
    );
  });
  return edited(spec, edits);
}

/** The spec without the keys that another key has made idle: otrs-api takes otrs-app's addresses. */
function shortened(spec: Plain, live: PartialModel): Plain {
  const open = JSON.stringify(left(spec, live)?.map(nameOf));
  const tried = new Set<string>();
  return pathsOf(spec).reduce((shortest, path) => {
    const less = without(shortest, path);
    const text = JSON.stringify(less);
    // A mapping's only key has gone with the mapping before.
    if (tried.has(text)) return shortest;
    tried.add(text);
    return JSON.stringify(left(less, live)?.map(nameOf)) === open ? less : shortest;
  }, spec);
}

/** Every key, those within before those around them. */
function pathsOf(node: Plain): string[][] {
  return Object.entries(node).flatMap(([key, inner]) => [
    ...(isMapping(inner) ? pathsOf(inner).map((path) => [key, ...path]) : []),
    [key],
  ]);
}

interface Proposal {
  readonly difference: string;
  readonly edit: Edit;
}

/** Two passes, as a key may need another one that comes after it. */
function search(start: Plain, live: PartialModel): Plain {
  const once = searchOnce(start, live);
  return once === start ? start : searchOnce(once, live);
}

function searchOnce(start: Plain, live: PartialModel): Plain {
  const tried = new Set<string>();
  let spec = start;
  for (;;) {
    const proposals = (left(spec, live) ?? []).flatMap((difference): Proposal[] => {
      const name = nameOf(difference);
      return tried.has(name) ? [] : editsFor(difference, live).map((edit) => ({ difference: name, edit }));
    });
    if (proposals.length === 0) return spec;
    for (const { difference } of proposals) tried.add(difference);
    spec = accept(spec, proposals, live);
  }
}

function editsFor(difference: Difference, live: PartialModel): Edit[] {
  if (isSeveral(live)) return proposeSeveral(difference, live);
  const realm = live.realms[difference.segments[0] as RealmKey];
  const edit = proposeConfig(difference, live) ?? propose(difference, realm);
  return edit === undefined ? [] : [edit];
}

/** The spec with those proposals that it can take: all at once, or half by half. */
function accept(spec: Plain, proposals: readonly Proposal[], live: PartialModel): Plain {
  const more = inOrderOfForms(
    edited(
      spec,
      proposals.map(({ edit }) => edit),
    ),
    live,
  );
  const after = left(more, live);
  const open = new Set(after?.map(nameOf));
  if (after !== undefined && !proposals.some(({ difference }) => open.has(difference))) return more;
  if (proposals.length === 1) return spec;
  const middle = Math.ceil(proposals.length / 2);
  return accept(accept(spec, proposals.slice(0, middle), live), proposals.slice(middle), live);
}

const nameOf = ({ path, kind, to }: Difference): string => JSON.stringify([path, kind, to]);

/** What the spec does not say of the server; undefined where the spec has an error. */
function left(spec: Plain, live: PartialModel): readonly Difference[] | undefined {
  const model = meaning(spec);
  return model === undefined ? undefined : diffModels(model, live);
}

/** No reference has a value here, so none slips in from a server. */
function meaning(spec: Plain): Model | undefined {
  const found = specOf(asWritten(spec), { variables: {}, env: {} });
  return found && expandSpec(found).model;
}

/** The order of a spec's attributes is that of the forms. */
function inOrderOfForms(spec: Plain, live: PartialModel): Plain {
  const keys = REALM_KEYS.filter((key) => isMapping(attributesOf(spec, key)));
  return edited(
    spec,
    keys.map((key) => {
      const names = Object.keys(live.realms[key]?.profile.attributes ?? {});
      const entries = Object.entries(attributesOf(spec, key) as Plain);
      const sorted = entries.toSorted(([a], [b]) => names.indexOf(a) - names.indexOf(b));
      return { path: [key, "attributes"], value: Object.fromEntries(sorted) };
    }),
  );
}

function attributesOf(spec: Plain, key: RealmKey): unknown {
  const realm = own(spec, key);
  return isMapping(realm) ? own(realm, "attributes") : undefined;
}
