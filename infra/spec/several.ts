// A spec of several helpdesks, seen as one spec for each of them: as if it were alone in the realms.

import type { Product, RealmKey } from "../model/types.ts";
import { LAYOUTS, PRODUCTS, REALM_KEYS, realmKeysOf } from "./layout.ts";
import { pick } from "./pick.ts";
import type { RawEphemeral, RawHelpdesk, RawRealm, RawSeveral, RawSpec } from "./raw.ts";
import type { Path } from "./source.ts";

/** One helpdesk's spec. */
export interface Alone<S = RawSpec> {
  readonly key: string;
  /** Place in the list. */
  readonly index: number;
  readonly spec: S & { readonly helpdesk: Product };
  /** Realms that it lets people in by. */
  readonly realms: readonly RealmKey[];
  /** Where a path of it stands in the whole spec; undefined for what nobody wrote. */
  readonly pathOf: (path: Path) => Path | undefined;
}

const REALM_NAMES: Readonly<Record<RealmKey, string>> = {
  agents: "helpdesk-agents",
  customers: "helpdesk-customers",
  people: "helpdesk",
};

const TITLES: Readonly<Record<RealmKey, string>> = {
  agents: "Helpdesk",
  customers: "Helpdesk customers",
  people: "Helpdesk",
};

/** What a name of a role means in a realm of several helpdesks. */
export type RoleMeant =
  | { readonly kind: "one"; readonly helpdesk: string; readonly role: string }
  | { readonly kind: "none" }
  /** Several have it. */
  | { readonly kind: "ambiguous"; readonly helpdesks: readonly string[] };

/** The helpdesks of the list that are known so far: a product that is none has its own diagnostic. */
export function membersOf({ helpdesks = [] }: RawSeveral): (RawHelpdesk & Member)[] {
  return [...helpdesks].flatMap((one, index) => {
    if (one?.helpdesk === undefined || !PRODUCTS.includes(one.helpdesk)) return [];
    return [{ ...one, helpdesk: one.helpdesk, key: keyOf(one, one.helpdesk, index), index }];
  });
}

/** A key that was refused for itself is nobody's. */
const keyOf = (one: RawHelpdesk, product: Product, index: number): string =>
  one.key ?? (Object.hasOwn(one, "key") ? `helpdesks.${index}` : product);

interface Member {
  readonly helpdesk: Product;
  readonly key: string;
  readonly index: number;
}

/** Realms that a helpdesk of the list lets people in by. */
export function realmsOfMember(member: RawHelpdesk & Member, { people }: RawSeveral): readonly RealmKey[] {
  const single = LAYOUTS[member.helpdesk].realms.people === undefined ? undefined : people;
  return realmKeysOf({ helpdesk: member.helpdesk, interfaces: member.interfaces, people: single });
}

/** The roles of a helpdesk in a realm: the one that lets people in, and the others. */
export function rolesOfMember(member: RawHelpdesk & Member, key: RealmKey): string[] {
  const login = member[key]?.loginRole ?? LAYOUTS[member.helpdesk].realms[key]?.loginRole ?? null;
  // Roles that were refused for themselves are holes in the list.
  const others = (member[key]?.roles ?? []).filter((role) => role !== undefined);
  return login === null ? others : [login, ...others];
}

/** What a name of a role, alone or as `KEY/ROLE`, means in a realm. */
export function roleMeant(several: RawSeveral, realm: RealmKey, name: string): RoleMeant {
  const slash = name.indexOf("/");
  const [wanted, role] = slash === -1 ? [undefined, name] : [name.slice(0, slash), name.slice(slash + 1)];
  const having = membersOf(several)
    .filter(({ key }) => wanted === undefined || key === wanted)
    .filter((one) => realmsOfMember(one, several).includes(realm))
    .filter((one) => rolesOfMember(one, realm).includes(role))
    .map(({ key }) => key);
  const [first, ...others] = having;
  if (first === undefined) return { kind: "none" };
  return others.length > 0
    ? { kind: "ambiguous", helpdesks: having }
    : { kind: "one", helpdesk: first, role };
}

/** One spec for each helpdesk, of data in which any part may be missing, or of a valid spec. */
export function alone<S = RawSpec>(data: RawSeveral): Alone<S>[] {
  const members = membersOf(data);
  const used = new Set(members.flatMap((one) => realmsOfMember(one, data)));
  return members.map((member) => {
    const realms = realmsOfMember(member, data);
    const moved = new Map<string, Path | undefined>();
    // What nobody uses stays with all, so that it is told of.
    const isFor = (key: RealmKey, part: object = {}) =>
      realms.includes(key) || (Object.hasOwn(part, key) && !used.has(key));
    const entries = REALM_KEYS.flatMap((key) =>
      isFor(key, data) ? [[key, realmFor(data, member, key, moved)] as const] : [],
    );
    const there = REALM_KEYS.filter(
      (key) => data.ephemeral?.[key] !== undefined && isFor(key, data.ephemeral),
    );
    const ephemeral = there.map((key) => [key, ephemeralFor(data, member, key, moved)] as const);
    const { helpdesk, key, index } = member;
    const spec = {
      ...pick(member, ["helpdesk", "url", "backendUrl", "interfaces", "config"]),
      ...pick(data, ["policy", "shared"]),
      ...Object.fromEntries(entries),
      ...(data.ephemeral === undefined ? {} : { ephemeral: Object.fromEntries(ephemeral) }),
    };
    return {
      ...{ key, index, realms },
      spec: { ...spec, helpdesk } as S & { helpdesk: Product },
      pathOf: (path: Path) => pathIn(path, index, moved),
    };
  });
}

const OF_HELPDESK = ["loginRole", "roles", "clients"];

/** A realm as one helpdesk would write it. `moved` gets the paths whose keys are others here. */
function realmFor(
  data: RawSeveral,
  member: RawHelpdesk & Member,
  key: RealmKey,
  moved: Map<string, Path | undefined>,
): RawRealm {
  const base = data[key] ?? {};
  const own = pick(member[key] ?? {}, OF_HELPDESK);
  const fallback = (name: string, value: unknown) => {
    moved.set(joined([key, ...name.split(".")]), undefined);
    return value;
  };
  const realm: RawRealm = {
    ...base,
    ...(base.realm === undefined ? { realm: fallback("realm", REALM_NAMES[key]) as string } : {}),
    ...(base.displayName === undefined && data.shared?.displayName === undefined
      ? { displayName: fallback("displayName", TITLES[key]) as string }
      : {}),
    ...own,
    ...clientsFor(member, key, fallback),
  };
  return { ...realm, ...rolesFor(base, key, oursIn(data, member, key), moved) };
}

/** Who is there in a test realm, with the roles of one helpdesk. */
function ephemeralFor(
  data: RawSeveral,
  member: Member,
  key: RealmKey,
  moved: Map<string, Path | undefined>,
): RawEphemeral {
  const wanted = data.ephemeral?.[key] ?? {};
  if (wanted.users === undefined) return wanted;
  const ours = oursIn(data, member, key);
  return { ...wanted, users: usersFor(wanted.users, ["ephemeral", key, "users"], ours, moved) };
}

type Ours = (name: string) => string | undefined;

/** The helpdesk's own name for a role, where it is one of its roles in the realm. */
const oursIn =
  (data: RawSeveral, member: Member, key: RealmKey): Ours =>
  (name) => {
    const meant = roleMeant(data, key, name);
    return meant.kind === "one" && meant.helpdesk === member.key ? meant.role : undefined;
  };

/** Client ids by the helpdesk's key, where it is not the product's name. */
function clientsFor(
  { key: name, helpdesk, ...member }: RawHelpdesk & Member,
  key: RealmKey,
  fallback: (path: string, value: unknown) => unknown,
): Pick<RawRealm, "clients"> {
  const layout = LAYOUTS[helpdesk].realms[key];
  if (name === helpdesk || layout === undefined) return {};
  const said = member[key]?.clients;
  const clients = Object.entries(layout.clients).map(([part, usual]: [string, string]) => {
    const own = said?.[part as "app" | "api"];
    if (own?.clientId !== undefined) return [part, own];
    const clientId = fallback(`clients.${part}.clientId`, usual.replace(helpdesk, name));
    return [part, { ...own, clientId }];
  });
  return { clients: { ...said, ...Object.fromEntries(clients) } };
}

/** People, directory and providers with the roles of this helpdesk alone, called by their own names. */
function rolesFor(
  { users, ldap, identityProviders }: RawRealm,
  key: RealmKey,
  ours: Ours,
  moved: Map<string, Path | undefined>,
): Pick<RawRealm, "users" | "ldap" | "identityProviders"> {
  function mapping<T>(roles: Readonly<Record<string, T>>, at: Path): Record<string, T> {
    const entries = Object.entries(roles).flatMap(([name, value]) => {
      const role = ours(name);
      if (role !== undefined) moved.set(joined([...at, role]), [...at, name]);
      return role === undefined ? [] : [[role, value] as const];
    });
    return Object.fromEntries(entries);
  }
  return {
    ...(users === undefined ? {} : { users: usersFor(users, [key, "users"], ours, moved) }),
    ...(ldap?.roles === undefined
      ? {}
      : { ldap: { ...ldap, roles: mapping(ldap.roles, [key, "ldap", "roles"]) } }),
    ...(identityProviders === undefined
      ? {}
      : {
          identityProviders: each(identityProviders, (one, alias) =>
            isRecord(one.roles)
              ? { ...one, roles: mapping(one.roles, [key, "identityProviders", alias, "roles"]) }
              : one,
          ) as NonNullable<RawRealm["identityProviders"]>,
        }),
  };
}

/** People with the roles of one helpdesk alone. */
function usersFor(
  users: NonNullable<RawRealm["users"]>,
  at: Path,
  ours: Ours,
  moved: Map<string, Path | undefined>,
): NonNullable<RawRealm["users"]> {
  function list(roles: readonly (string | undefined)[], path: Path): string[] {
    const kept = roles.flatMap((name, index) => {
      const role = name === undefined ? undefined : ours(name);
      return role === undefined ? [] : [{ role, index }];
    });
    kept.forEach(({ index }, now) => void moved.set(joined([...path, now]), [...path, index]));
    return kept.map(({ role }) => role);
  }
  return each(users, (one, name) =>
    Array.isArray(one.roles) ? { ...one, roles: list(one.roles, [...at, name, "roles"]) } : one,
  ) as NonNullable<RawRealm["users"]>;
}

/** What is no mapping stays as it is. */
const each = <T extends object | undefined>(
  record: Readonly<Record<string, T>>,
  change: (one: NonNullable<T>, name: string) => unknown,
) =>
  Object.fromEntries(
    Object.entries(record).map(([name, one]) => [name, isRecord(one) ? change(one, name) : one]),
  );

const isRecord = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const joined = (path: Path): string => path.join("\0");

function pathIn(path: Path, index: number, moved: ReadonlyMap<string, Path | undefined>): Path | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const head = joined(path.slice(0, length));
    if (!moved.has(head)) continue;
    const place = moved.get(head);
    return place === undefined ? undefined : [...place, ...path.slice(length)];
  }
  const [first = "", second = ""] = path;
  if (["helpdesk", "url", "backendUrl", "interfaces", "config"].includes(String(first)))
    return ["helpdesks", index, ...path];
  const isRealm = REALM_KEYS.includes(first as RealmKey);
  return isRealm && OF_HELPDESK.includes(String(second)) ? ["helpdesks", index, ...path] : path;
}
