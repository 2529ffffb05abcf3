// The spec that a search begins with: which helpdesks there are, with which realms and login roles.

import type { PartialModel } from "../model/canonical.ts";
import { helpdesksOf, isSeveral, type LoginRoles, modelOfHelpdesk } from "../model/helpdesks.ts";
import type { Model, Product, RealmKey } from "../model/types.ts";
import { LAYOUTS, REALM_KEYS } from "../spec/layout.ts";
import { type Edit, edited, type Plain } from "./edit.ts";
import { LIST } from "./listed.ts";

export interface Start {
  readonly spec: Plain;
  /** Places of login roles that are a guess: `agents`, or `helpdesks.KEY.agents`. */
  readonly guessed: readonly string[];
}

/** A helpdesk with its realms as it would have them alone, and where its own keys stand in the spec. */
interface Member {
  readonly view: PartialModel;
  readonly at: readonly string[];
  readonly known: (realm: RealmKey) => string | undefined;
}

/**
 * @param known - login roles that are known, where they are not the preset's
 * @param isValid - whether a spec has no error
 */
export function startOf(live: PartialModel, known: LoginRoles, isValid: (spec: Plain) => boolean): Start {
  const members = membersOf(live, known);
  const first = edited(
    {},
    members.flatMap(({ view, at }): Edit[] => {
      const { people, ...own } = whichRealms(view);
      const lines = Object.entries({ helpdesk: view.product, url: view.url, ...own });
      return [
        ...lines.map(([name, value]) => ({ path: [...at, name], value })),
        ...(people === undefined ? [] : [{ path: ["people"], value: people }]),
      ];
    }),
  );
  const guessed: string[] = [];
  const spec = members.reduce<Plain>((found, member) => {
    return REALM_KEYS.reduce((before, key) => {
      const after = withLoginRole(before, key, member, isValid);
      if (after !== before && member.known(key) === undefined) guessed.push([...member.at, key].join("."));
      return after;
    }, found);
  }, first);
  return { spec, guessed };
}

function membersOf(live: PartialModel, known: LoginRoles): Member[] {
  if (!isSeveral(live)) return [{ view: live, at: [], known: (realm) => known[realm] }];
  return Object.keys(helpdesksOf(live)).map((key) => ({
    view: modelOfHelpdesk(live as Model, key),
    at: [LIST, key],
    known: (realm) => known[`${realm}.${key}`],
  }));
}

/** What a spec says where its product's realms are not all there, or are one. OTRS has always two. */
function whichRealms({ product, realms }: PartialModel): Plain {
  if (realms.people !== undefined) return { people: {} };
  if (!LAYOUTS[product as Product].keys.includes("interfaces")) return {};
  const there = Object.keys(realms);
  return there.length === 1 ? { interfaces: there } : {};
}

/** With a role in the place of the preset's, where it is known, or the server's client has roles and not that one. */
function withLoginRole(
  spec: Plain,
  key: RealmKey,
  { view, at, known }: Member,
  isValid: (spec: Plain) => boolean,
): Plain {
  const usual = LAYOUTS[view.product as Product].realms[key]?.loginRole ?? null;
  if (usual === null) return spec;
  const path = [...at, key, "loginRole"];
  const roles = Object.keys(view.realms[key]?.clients["app"]?.roles ?? {}).sort();
  const said = known(key);
  if (said !== undefined && said !== usual && roles.includes(said))
    return edited(spec, [{ path, value: said }]);
  if (roles.includes(usual)) return spec;
  const candidates = roles.map((role) => edited(spec, [{ path, value: role }]));
  return candidates.find(isValid) ?? spec;
}
