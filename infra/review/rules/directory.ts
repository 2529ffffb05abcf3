// What sentences about a directory have in common: its name, who is meant by its people, and its groups.

import type { FederationModel } from "../../model/federation.ts";
import type { MapperModel, RealmModel } from "../../model/types.ts";
import { type Phrase, quote, say } from "../phrase.ts";
import type { Subject } from "../rule.ts";
import { duration } from "../values.ts";

type Named = Pick<Subject, "names" | "before" | "after">;

/** The directory on each side. */
export function sides({ names: [key = ""], before, after }: Named): {
  readonly was: FederationModel | undefined;
  readonly is: FederationModel | undefined;
} {
  return { was: before?.federations[key], is: after?.federations[key] };
}

/** `the directory corporate-ldap`. */
export function directory(subject: Named): Phrase {
  const { was, is } = sides(subject);
  return say`the directory ${(is ?? was)?.name ?? subject.names[0] ?? ""}`;
}

/** `people of the directory corporate-ldap`. */
export const people = (subject: Named): Phrase => say`people of ${directory(subject)}`;

/** The mapper that the second name stands for, as it is after the change, else as it was. */
export function mapperOf(subject: Named): MapperModel | undefined {
  const { was, is } = sides(subject);
  const name = subject.names[1] ?? "";
  return is?.mappers[name] ?? was?.mappers[name];
}

/** Milliseconds, in seconds and more where they are whole ones. */
export const pause = (milliseconds: number): string =>
  milliseconds % 1000 === 0 ? duration(milliseconds / 1000) : `${milliseconds} milliseconds`;

/** Groups of a directory that a mapper brings into the realm, by DN where its filter lets one through. */
export function groupsOf({ config }: MapperModel): Phrase {
  const base = config["groups.dn"] ?? config["roles.dn"] ?? "";
  const filter = config["groups.ldap.filter"] ?? config["roles.ldap.filter"] ?? "";
  const [, attribute, name] = ONE_GROUP.exec(filter) ?? [];
  if (attribute === undefined || name === undefined)
    return filter === ""
      ? say`every group below ${base}`
      : say`the groups below ${base} that match ${filter}`;
  return quote(`${attribute.toUpperCase()}=${unescaped(name)},${base}`);
}

/** A filter on one name, whatever else it demands of the entry. */
const ONE_GROUP = /\((cn|ou|uid)=([^*()]+)\)/i;

const unescaped = (text: string): string =>
  text.replace(/\\([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** Where the members of a realm's group come from: a group of a directory; undefined where no mapper says. */
export function sourceOf(name: string, realm: RealmModel | undefined): Phrase | undefined {
  const mappers = Object.values(realm?.federations ?? {}).flatMap(({ mappers: all }) => Object.values(all));
  const found = mappers.find(({ type, config }) => {
    const [, , group] = ONE_GROUP.exec(config["groups.ldap.filter"] ?? "") ?? [];
    return type === "group-ldap-mapper" && unescaped(group ?? "").toLowerCase() === name.toLowerCase();
  });
  return found && groupsOf(found);
}
