// A directory examined from here, as Keycloak would use it: who comes, who does not, and why.

import { suggest } from "../../infra/diagnostics/suggest.ts";
import type { FederationModel } from "../../infra/model/federation.ts";
import type { Certificate } from "./certificate.ts";
import { type LdapFinding, LdapTrouble } from "./finding.ts";
import { lackingAttribute, lackingClass, peopleFilter } from "./people-filter.ts";
import { countGiven, countPeople, valuesOf } from "./read-people.ts";
import { readSchema, type Schema } from "./schema.ts";
import { openSession, type Session } from "./session.ts";
import type { DirectorySettings } from "./settings.ts";

export interface Examination {
  readonly findings: readonly LdapFinding[];
  /** What was reached: empty where nothing was. */
  readonly servers: readonly Server[];
  /** People who match; undefined where nobody could be counted. */
  readonly people: number | undefined;
}

export interface Server {
  readonly url: string;
  readonly certificate: Certificate | undefined;
}

/** Paged results (RFC 2696). */
const PAGED = "1.2.840.113556.1.4.319";
const SOON = 30 * 24 * 3_600_000;

/** Looks at each URL, and at people behind the first that lets us in. Writes nothing. */
export async function examine(
  federation: FederationModel,
  settings: DirectorySettings,
  now: Date,
): Promise<Examination> {
  const findings: LdapFinding[] = [];
  const servers: Server[] = [];
  let people: number | undefined;
  for (const url of settings.urls) {
    try {
      await using session = await openSession(url, settings);
      servers.push({ url, certificate: session.certificate });
      findings.push(...expiresSoon(session, now));
      if (servers.length === 1) people = await examinePeople(session, federation, findings);
    } catch (error) {
      if (!(error instanceof LdapTrouble)) throw error;
      findings.push(error.finding);
    }
  }
  return { findings, servers, people };
}

async function examinePeople(
  session: Session,
  federation: FederationModel,
  findings: LdapFinding[],
): Promise<number> {
  const { url, root } = session;
  const schema = await readSchema(session);
  const unknown = unknownNames(url, federation, schema);
  findings.push(...unknown);
  const { count, more, limited } = await countPeople(session, federation, peopleFilter(federation));
  if (
    federation.pagination &&
    root["supportedControl"] !== undefined &&
    !valuesOf(root, "supportedControl").includes(PAGED)
  )
    findings.push(
      warning(
        "paging-missing",
        `${url}: the directory does not do paged searches.`,
        "set ldap.pagination: false",
      ),
    );
  if (limited) findings.push(await sizeLimit(session, federation, count, more));
  if (count === 0 && unknown.length === 0) findings.push(nobody(url, federation));
  const known = unknown.some(({ code }) => code === "object-class-unknown") ? [] : federation.objectClasses;
  for (const name of known) {
    const examples: string[] = [];
    const lacking = await countPeople(session, federation, lackingClass(federation, name), examples);
    if (lacking.count > 0) findings.push(classLacking(url, name, lacking.count, examples));
  }
  for (const [name, use] of attributesOf(federation)) {
    if (count === 0) break;
    const examples: string[] = [];
    const lacking = await countPeople(session, federation, lackingAttribute(federation, name), examples);
    if (lacking.count > 0) findings.push(attributeLacking(url, name, use, lacking.count, examples));
  }
  return count;
}

/** LDAP attributes by name, with what each is for. */
function attributesOf({ uuidAttribute, mappers }: FederationModel): ReadonlyMap<string, string> {
  const uses = new Map([[uuidAttribute, "uuid"]]);
  for (const { type, config } of Object.values(mappers)) {
    const [name, use] = [config["ldap.attribute"], config["user.model.attribute"]];
    if (type === "user-attribute-ldap-mapper" && name && use && !uses.has(name)) uses.set(name, use);
  }
  return uses;
}

function unknownNames(url: string, federation: FederationModel, schema: Schema): LdapFinding[] {
  const lower = (names: readonly string[]) => new Set(names.map((name) => name.toLowerCase()));
  const [classes, attributes] = [lower(schema.objectClasses), lower(schema.attributes)];
  const unknownClasses = federation.objectClasses.filter(
    (name) => classes.size > 0 && !classes.has(name.toLowerCase()),
  );
  const names = [federation.usernameAttribute, federation.rdnAttribute, ...attributesOf(federation).keys()];
  const unknownAttributes = [...new Set(names)].filter(
    (name) => attributes.size > 0 && !attributes.has(name.toLowerCase()),
  );
  return [
    ...unknownClasses.map((name) => {
      const fix = meant(name, schema.objectClasses, "take it out of ldap.objectClasses");
      return failed(
        "object-class-unknown",
        `${url}: the directory knows no object class ${name}: nobody has it.`,
        fix,
      );
    }),
    ...unknownAttributes.map((name) => {
      const fix = meant(name, schema.attributes, "map another attribute in ldap.attributes");
      return failed(
        "attribute-unknown",
        `${url}: the directory knows no attribute ${name}: nobody has it.`,
        fix,
      );
    }),
  ];
}

function meant(name: string, known: readonly string[], otherwise: string): string {
  const near = suggest(name, known);
  return near === undefined ? otherwise : `did you mean ${near}?`;
}

async function sizeLimit(
  session: Session,
  federation: FederationModel,
  count: number,
  more: boolean,
): Promise<LdapFinding> {
  const given = await countGiven(session, federation, peopleFilter(federation));
  const of = more ? "and there are more" : `of ${count}`;
  const detail = `${session.url}: the directory gives ${given} people at most, ${of}. Paging does not lift that limit, and a sync says nothing of it.`;
  return failed("size-limit", detail, sizeLimitCure(federation));
}

/** What to write where, for the directory's own administrator. */
export function sizeLimitCure({ bind, vendor }: FederationModel): string {
  if (vendor === "AD")
    return "raise MaxPageSize in the domain's LDAP policy (ntdsutil), or set ldap.pagination: true";
  const who = bind === null ? "anonymous" : `dn.exact="${bind.dn}"`;
  return `write in the database's part of slapd.conf: limits ${who} size.prtotal=unlimited\n(with cn=config: olcLimits: ${who} size.prtotal=unlimited)`;
}

function nobody(url: string, federation: FederationModel): LdapFinding {
  const { usersDn, searchScope } = federation;
  const where = searchScope === "SUBTREE" ? "below" : "right below";
  const detail = `${url}: nobody ${where} ${usersDn} matches ${peopleFilter(federation)}.`;
  const scope = searchScope === "SUBTREE" ? "" : "ldap.scope, ";
  return failed(
    "nobody",
    detail,
    `look at ldap.users, ${scope}ldap.objectClasses, ldap.username and ldap.filter`,
  );
}

function classLacking(url: string, name: string, count: number, examples: readonly string[]): LdapFinding {
  const detail = `${url}: ${people(count)} without the object class ${name}, for example ${examples.join(", ")}: they neither come nor log in.`;
  return warning(
    "object-class-lacking",
    detail,
    `take ${name} out of ldap.objectClasses, if they are to come`,
  );
}

function attributeLacking(
  url: string,
  name: string,
  use: string,
  count: number,
  examples: readonly string[],
): LdapFinding {
  const detail = `${url}: ${people(count)} without ${name} (${use}), for example ${examples.join(", ")}.`;
  return NEEDED.has(use)
    ? warning("attribute-lacking", detail, `fill in ${name} in the directory`)
    : { code: "attribute-lacking", severity: "notice", detail, fix: "" };
}

/** Without them people do not come, or the helpdesk misses something of everybody. */
const NEEDED: ReadonlySet<string> = new Set(["uuid", "username", "email", "firstName", "lastName"]);

function expiresSoon({ url, certificate }: Session, now: Date): LdapFinding[] {
  if (certificate === undefined || Date.parse(certificate.validTo) - now.getTime() > SOON) return [];
  const detail = `${url}: the certificate of ${certificate.subject} is good until ${certificate.validTo.slice(0, 10)} only.`;
  return [{ code: "tls-expires-soon", severity: "notice", detail, fix: "renew it in time" }];
}

const people = (count: number): string => (count === 1 ? "1 person is" : `${count} people are`);

const failed = (code: LdapFinding["code"], detail: string, fix: string): LdapFinding => {
  return { code, severity: "error", detail, fix };
};

const warning = (code: LdapFinding["code"], detail: string, fix: string): LdapFinding => {
  return { code, severity: "warning", detail, fix };
};
