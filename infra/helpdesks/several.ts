// Several helpdesks in the same realms: each is expanded as if it were alone there, and what they make is put
// together. Clients, roles and files are each helpdesk's own, under its key; all else is shared.

import {
  type ExplainedNode,
  type Origin,
  originsOf,
  plainOf,
  Sourced,
  withOrigins,
} from "../model/explained.ts";
import { clientKey, partOf, SEVERAL_KEY } from "../model/helpdesks.ts";
import { mapped, realmsInCompany } from "../model/in-company.ts";
import type { RealmKey, SeveralModel } from "../model/types.ts";
import type { HelpdeskPeople } from "../people/types.ts";
import type { RawSeveral } from "../spec/raw.ts";
import type { SeveralSpec, Spec } from "../spec/schema.ts";
import { type Alone, alone } from "../spec/several.ts";
import type { Path } from "../spec/source.ts";
import { codeSpan } from "./markdown.ts";
import { expandPolicy } from "./policy.ts";
import { merged } from "./several-merge.ts";
import { renderingOfSeveral } from "./several-rendering.ts";
import type { Expansion, RenderFacts, Rendering } from "./types.ts";

interface Member extends Alone<Spec> {
  readonly expansion: Expansion;
  /** Its model, with places in the whole spec. */
  readonly explained: ExplainedNode;
}

/**
 * The explicit model of several helpdesks, with the origin of every value.
 *
 * @param expandOne - expands the spec of one helpdesk
 */
export function expandSeveral(spec: SeveralSpec, expandOne: (spec: Spec) => Expansion): Expansion {
  const members = alone<Spec>(spec as unknown as RawSeveral).map((one): Member => {
    const expansion = expandOne(one.spec);
    const explained = withOrigins(expansion.explained, (origin) => originIn(origin, one.pathOf));
    return { ...one, expansion, explained };
  });
  const realms = merged(members.map(realmsOf), ["realms"]);
  const helpdesks = Object.fromEntries(members.map((one) => [one.key, helpdeskOf(one)]));
  const explained = {
    key: new Sourced(SEVERAL_KEY, ours("no helpdesk's own name, so that each can come and go")),
    helpdesks,
    realms,
  };
  const vendor = members.flatMap(({ key, expansion }) =>
    expansion.policy.vendor.map((one) => ({ ...one, at: inRealm(one.at, key) })),
  );
  return {
    model: plainOf<SeveralModel>(explained as never),
    explained,
    get origins() {
      return originsOf(explained);
    },
    policy: expandPolicy(spec.policy, vendor),
    loginRoles: Object.fromEntries(
      members.flatMap(({ key, expansion }) =>
        Object.entries(expansion.loginRoles).map(([realm, role]) => [`${realm}.${key}`, role]),
      ),
    ),
    logins: members.flatMap(({ key, expansion }) =>
      expansion.logins.map((login) => ({ ...login, client: clientKey(key, login.client) })),
    ),
    backendUrl: null,
    supportedKeycloak:
      members.map(({ expansion }) => expansion.supportedKeycloak).find((version) => version !== null) ?? null,
    people: (key) => peopleOf(members, key),
    render: (facts) => renderAll(members, facts),
    direct: null,
    migration: migrationOf(members),
  };
}

const ours = (reason: string): Origin => ({ kind: "preset", source: "deskrealm", reason });

/** Why a value is there that no spec has and no product chose. */
const REASONS: Readonly<Record<string, string>> = {
  realm: "the realm of several helpdesks",
  displayName: "shown on the login page of all helpdesks",
  clientId: "the helpdesk's key",
};

/** The origin with its place in the whole spec. */
function originIn(origin: Origin, pathOf: (path: Path) => Path | undefined): Origin {
  if (origin.kind !== "spec") return origin;
  const path = pathOf(origin.path);
  return path === undefined
    ? ours(REASONS[String(origin.path.at(-1))] ?? "for all helpdesks")
    : { ...origin, path };
}

function helpdeskOf({ explained: { product, url } }: Member): ExplainedNode {
  return { product: product as Sourced<unknown>, url: url as Sourced<unknown> };
}

/** A helpdesk's realms, with its key before the names of what is its own. */
function realmsOf(member: Member, _: number, { length }: readonly Member[]): ExplainedNode {
  const { realms } = member.explained;
  const own = (realm: ExplainedNode) => ({ ...realm, clients: withOwnScope(realm["clients"]) });
  return realmsInCompany(length > 1 ? mapped(realms, own) : realms, member.key);
}

/** A product that leaves full scope on would see, and pass on, the roles of the helpdesks beside it. */
function withOwnScope(clients: ExplainedNode[string] | undefined): ExplainedNode {
  const reason = ours("roles of the other helpdesks are not for it");
  return mapped(clients, (one, name) => {
    const scope = one["fullScopeAllowed"];
    const isOn = name === "app" && scope instanceof Sourced && scope.value === true;
    return isOn ? { ...one, fullScopeAllowed: new Sourced(false, reason) } : one;
  });
}

/** A place within a realm, as the merged model has it. */
const inRealm = (at: string, key: string): string =>
  at.replace(/^clients\/([^/]+)/, (_, part: string) => `clients/${clientKey(key, part)}`);

function peopleOf(members: readonly Member[], key: RealmKey): HelpdeskPeople {
  const all = members
    .filter(({ realms }) => realms.includes(key))
    .map(({ expansion }) => expansion.people(key));
  const columns = Object.assign({}, ...all.toReversed().map((one) => one.columns)) as Record<string, string>;
  const others = all.flatMap(({ otherColumns }) => otherColumns);
  return {
    columns,
    // What one helpdesk passes over another may read.
    otherColumns: [...new Set(others)].filter((name) => !Object.hasOwn(columns, name)),
    required: [...new Set(all.flatMap(({ required }) => required))],
    name: [...new Set(all.map(({ name }) => name))].join(" and "),
  };
}

const renderAll = (members: readonly Member[], facts: RenderFacts): Rendering =>
  renderingOfSeveral(
    members.map((one) => ({
      key: one.key,
      product: one.spec.helpdesk,
      ...one.expansion.render(factsOf(one, facts)),
    })),
  );

function factsOf({ key, expansion }: Member, facts: RenderFacts): RenderFacts {
  const clientSecrets = Object.entries(facts.clientSecrets).map(([realm, secrets]) => [
    realm,
    Object.fromEntries(
      Object.entries(secrets).flatMap(([name, secret]) =>
        name === clientKey(key, partOf(name)) ? [[partOf(name), secret]] : [],
      ),
    ),
  ]);
  return { ...facts, backendUrl: expansion.backendUrl, clientSecrets: Object.fromEntries(clientSecrets) };
}

/** The steps of those helpdesks whose vendor has a way. */
function migrationOf(members: readonly Member[]): Expansion["migration"] {
  const ways = members.flatMap((one) => {
    const { migration, backendUrl } = one.expansion;
    return migration === null ? [] : [{ key: one.key, migration, backendUrl }];
  });
  if (ways.length === 0) return null;
  return ({ keycloakUrl }, command) =>
    ways.flatMap(({ key, migration, backendUrl }) =>
      migration({ keycloakUrl, backendUrl }, command).map((step) => `${codeSpan(key)}: ${step}`),
    );
}
