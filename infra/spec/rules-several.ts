// What must hold in a spec of several helpdesks: each one's own rules, and what they have to agree on.

import { suggest } from "../diagnostics/suggest.ts";
import type { Diagnostic } from "../diagnostics/types.ts";
import type { RealmKey } from "../model/types.ts";
import { kindOfProvider } from "./identity-providers.ts";
import { LAYOUTS, REALM_KEYS } from "./layout.ts";
import { problem } from "./problem.ts";
import type { RawHelpdesk, RawRealm, RawSeveral, RawSpec, Report } from "./raw.ts";
import { checkRules } from "./rules.ts";
import { checkGroups } from "./rules-ldap.ts";
import { alone, membersOf, realmsOfMember, roleMeant, rolesOfMember } from "./several.ts";
import type { Path, Source } from "./source.ts";

/** Diagnostics of all rules. `data` is the spec's plain data without its ill-typed parts. */
export function checkSeveral(data: unknown, source: Source): Diagnostic[] {
  const found: Diagnostic[] = [];
  const report: Report = (code, path, detail, hint, key = false) => {
    const range = key ? source.keyRange(path) : source.valueRange(path);
    found.push(problem({ code, detail, hint, file: source.file, range }));
  };
  const several = (data ?? {}) as RawSeveral;
  checkKeys(several, report);
  checkRealms(several, report);
  for (const key of REALM_KEYS) {
    const realm = several[key];
    if (realm !== undefined) checkRealm(several, realm, key, report);
    checkUsersRoles(several, key, several.ephemeral?.[key]?.users, ["ephemeral", key, "users"], report);
  }
  checkClientIds(several, report);
  const own = alone(several).flatMap(({ spec, pathOf }) =>
    checkRules(lenient(spec, several), seenBy(pathOf, source)),
  );
  return withoutRepeats([...found, ...own]);
}

/** What several helpdesks are told of one place is told once. */
function withoutRepeats(all: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return all.filter(({ code, range: { start } }) => {
    const id = JSON.stringify([code, start]);
    return !seen.has(id) && seen.add(id);
  });
}

/** The source by the paths of one helpdesk's spec. What nobody wrote is told of at the part around it. */
function seenBy(pathOf: (path: Path) => Path | undefined, source: Source): Source {
  const place = (path: Path): Path => pathOf(path) ?? place(path.slice(0, -1));
  return {
    ...source,
    valueRange: (path) => source.valueRange(place(path)),
    keyRange: (path) => source.keyRange(place(path)),
  };
}

/** The spec with what another helpdesk brings into its realms: attributes, and whether others are kept. */
function lenient(spec: RawSpec, several: RawSeveral): RawSpec {
  const realms = REALM_KEYS.flatMap((key) => {
    const realm = spec[key];
    if (realm === undefined) return [];
    const beside = membersOf(several).filter((one) => realmsOfMember(one, several).includes(key));
    const declared = beside.flatMap(({ helpdesk }) => LAYOUTS[helpdesk].required[key] ?? []);
    const attributes = Object.fromEntries(declared.map((name) => [name, {}]));
    const keeps = beside.some(({ helpdesk }) => helpdesk === "otrs");
    return [
      [
        key,
        {
          ...(keeps ? { unmanagedAttributes: "ENABLED" } : {}),
          ...realm,
          ...(declared.length > 0 ? { attributes: { ...attributes, ...realm.attributes } } : {}),
        },
      ] as const,
    ];
  });
  return { ...spec, ...Object.fromEntries(realms) };
}

function checkKeys(several: RawSeveral, report: Report): void {
  const seen = new Set<string>();
  for (const { key, index } of membersOf(several)) {
    const at = ["helpdesks", index, ...(several.helpdesks?.[index]?.key === undefined ? [] : ["key"])];
    if (seen.has(key)) report("helpdesk-key", at, `${key} is there twice`, "give each a key: of its own");
    seen.add(key);
  }
}

function checkRealms(several: RawSeveral, report: Report): void {
  for (const member of membersOf(several)) {
    const { name, realms } = LAYOUTS[member.helpdesk];
    const at = ["helpdesks", member.index];
    if (several.people !== undefined && realms.people === undefined) {
      const detail = `${name} has no single realm for everybody`;
      const hint = realms.customers === undefined ? "agents" : "agents and customers";
      report("product-realm", [...at, "helpdesk"], detail, `write ${hint} in the place of people`);
      continue;
    }
    for (const key of REALM_KEYS) {
      if (member[key] === undefined || realmsOfMember(member, several).includes(key)) continue;
      const detail = `${name} lets nobody in by the realm ${key} here`;
      report("product-realm", [...at, key], detail, "take it out", true);
    }
  }
}

function checkRealm(several: RawSeveral, realm: RawRealm, key: RealmKey, report: Report): void {
  const check = (name: string, path: Path) =>
    checkRole(several, key, name, (code, detail, hint) => report(code, path, detail, hint, true));
  checkUsersRoles(several, key, realm.users, [key, "users"], report);
  for (const role of Object.keys(realm.ldap?.roles ?? {})) check(role, [key, "ldap", "roles", role]);
  if (realm.ldap?.roles !== undefined) checkGroups(realm.ldap.roles, [key, "ldap", "roles"], report);
  for (const [alias, one] of Object.entries(realm.identityProviders ?? {})) {
    const at = [key, "identityProviders", alias];
    for (const role of Object.keys(one?.roles ?? {})) check(role, [...at, "roles", role]);
    const isAuth0 = one !== undefined && one !== null && kindOfProvider(alias, one.provider) === "auth0";
    if (!isAuth0 || one["namespace"] !== undefined || membersOf(several).length < 2) continue;
    const detail = "its claims begin with the helpdesk's URL, and there are several";
    report("provider-key", at, detail, "add namespace: https://… as Auth0's Action has it", true);
  }
}

function checkUsersRoles(
  several: RawSeveral,
  key: RealmKey,
  users: RawRealm["users"],
  at: Path,
  report: Report,
): void {
  for (const [user, one] of Object.entries(users ?? {})) {
    one?.roles?.forEach((role, index) => {
      const path = [...at, user, "roles", index];
      checkRole(several, key, role, (code, detail, hint) => report(code, path, detail, hint));
    });
  }
}

type Told = (code: "role-ambiguous" | "role-unknown", detail: string, hint: string) => void;

function checkRole(several: RawSeveral, realm: RealmKey, name: string, tell: Told): void {
  const meant = roleMeant(several, realm, name);
  if (meant.kind === "one") return;
  if (meant.kind === "ambiguous") {
    const words = meant.helpdesks.map((key) => `${key}/${name}`);
    tell(
      "role-ambiguous",
      `${meant.helpdesks.join(" and ")} have a role "${name}"`,
      `write ${words.join(" or ")}`,
    );
    return;
  }
  const known = membersOf(several).flatMap((one) =>
    realmsOfMember(one, several).includes(realm)
      ? rolesOfMember(one, realm).map((role) => `${one.key}/${role}`)
      : [],
  );
  const guess = suggest(name, known);
  const hint =
    guess === undefined ? `add it to ${realm}.roles of a helpdesk of the list` : `did you mean ${guess}?`;
  tell("role-unknown", `no helpdesk has the role "${name}" in the realm`, hint);
}

function checkClientIds(several: RawSeveral, report: Report): void {
  const specs = alone(several);
  for (const key of REALM_KEYS) {
    const seen = new Map<string, string>();
    for (const { key: name, spec, index, realms } of specs) {
      if (!realms.includes(key)) continue;
      for (const [part, usual] of Object.entries(LAYOUTS[spec.helpdesk].realms[key]?.clients ?? {})) {
        const id = spec[key]?.clients?.[part as "app" | "api"]?.clientId ?? usual;
        const other = seen.get(id);
        seen.set(id, other ?? name);
        // A helpdesk's own two are its own rule's.
        if (other === undefined || other === name) continue;
        const path = ["helpdesks", index, key, "clients", part, "clientId"];
        const at = isSaid(several.helpdesks?.[index], key, part) ? path : ["helpdesks", index];
        report(
          "client-id-clash",
          at,
          `clients of ${other} and ${name} are both ${id}`,
          "give each its own id",
        );
      }
    }
  }
}

const isSaid = (helpdesk: RawHelpdesk | undefined, key: RealmKey, part: string): boolean =>
  helpdesk?.[key]?.clients?.[part as "app" | "api"]?.clientId !== undefined;
