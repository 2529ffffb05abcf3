// What differences of a directory mean: who gets in by it, who does not any more, and what is lost.

import { isWithin } from "../../model/dn.ts";
import type { FederationModel } from "../../model/federation.ts";
import { type Phrase, quote, quotes, say, words } from "../phrase.ts";
import { type Effect, entries, flag, type Row, type Subject, setting, verdict } from "../rule.ts";
import { show } from "../values.ts";
import { directory, people, sides } from "./directory.ts";

const LEFT_OUT: Effect = ["locks-out", "high", "whoever it leaves out can no longer log in"];
const LET_IN: Effect = ["opens", "high", "further people can log in"];
const BOTH: Effect = ["locks-out", "high", "whoever is outside loses access, and whoever is inside gets it"];

/** A setting of a directory, by `noun` of it. */
const of = (field: string, code: string, noun: string, effect: Parameters<typeof setting>[3]): Row =>
  setting(`federations/*/${field}`, code, (subject) => say`${words(noun)} of ${directory(subject)}`, effect);

export const FEDERATION_ROWS: readonly Row[] = [
  {
    pattern: "federations/*",
    code: "directory",
    noun: () => words("a directory"),
    tell: (subject) => {
      // Not from the models: the difference's own values hold no secret.
      const federation = (subject.to ?? subject.from) as unknown as FederationModel;
      const { connectionUrl, editMode, writableUntil } = federation;
      if (subject.kind === "added")
        return verdict(say`people of the realm may now also come from ${described(federation)}`, [
          "opens",
          writableUntil === null && editMode !== "WRITABLE" ? "medium" : "high",
          "whoever the directory has there can log in",
        ]);
      return {
        ...verdict(say`${directory(subject)} (${connectionUrl}) goes: refused by up`, [
          "loses",
          "high",
          "everyone imported from it goes along, roles and references included, and comes back as another person",
        ]),
        refused: true,
      };
    },
  },
  setting("federations/*/name", "directory-name", "the name of the directory in the console", [
    "cosmetic",
    "low",
    "administrators see another name",
  ]),
  flag(
    "federations/*/enabled",
    "directory-enabled",
    (subject) => say`whether ${directory(subject)} is enabled`,
    [(subject) => say`${people(subject)} can log in again`, LET_IN],
    [(subject) => say`${people(subject)} can no longer log in`, ["locks-out", "high", "it is disabled"]],
  ),
  of("priority", "directory-priority", "the priority", [
    "behaviour",
    "low",
    "where several directories have a person, another one may be asked first",
  ]),
  of("vendor", "directory-vendor", "the kind", [
    "behaviour",
    "medium",
    "Keycloak speaks to it as to another product, for passwords and for accounts that expire",
  ]),
  {
    pattern: "federations/*/usersDn",
    code: "directory-users",
    noun: (subject) => say`where ${people(subject)} are`,
    tell: (subject) => {
      const [from, to] = [String(subject.from), String(subject.to)];
      const sentence = say`${people(subject)} now come from ${show(to)} instead of ${show(from)}`;
      return verdict(sentence, isWithin(to, from) ? LEFT_OUT : isWithin(from, to) ? LET_IN : BOTH);
    },
  },
  setting(
    "federations/*/relativeCreateDn",
    "directory-new-people",
    (subject) => say`where new ${people(subject)} are put`,
    ["behaviour", "low", "they are found there only if it is below the DN of the people"],
  ),
  of("usernameAttribute", "directory-username", "the attribute for user names", [
    "locks-out",
    "high",
    "people have other user names, and the helpdesk knows them by the old ones",
  ]),
  of("rdnAttribute", "directory-rdn", "the attribute that names entries", [
    "behaviour",
    "medium",
    "entries that Keycloak writes are named by it",
  ]),
  of("uuidAttribute", "directory-uuid", "the attribute that tells people apart", [
    "loses",
    "high",
    "Keycloak takes everyone that it has imported for somebody else, and removes them",
  ]),
  entries(
    "federations/*/objectClasses",
    "directory-object-class",
    (subject) => say`the object classes of ${people(subject)}`,
    [(name, subject) => say`${people(subject)} must now be of the object class ${show(name)}`, LEFT_OUT],
    [(name, subject) => say`${people(subject)} need no longer be of the object class ${show(name)}`, LET_IN],
  ),
  {
    pattern: "federations/*/filter",
    code: "directory-filter",
    noun: (subject) => say`the filter for ${people(subject)}`,
    tell: (subject) => {
      const { from, to } = subject;
      if (to === null)
        return verdict(
          say`${people(subject)} need to match no filter any more (it was ${show(from)})`,
          LET_IN,
        );
      if (from === null) return verdict(say`${people(subject)} must now match ${show(to)}`, LEFT_OUT);
      return verdict(say`${people(subject)} must now match ${show(to)} instead of ${show(from)}`, BOTH);
    },
  },
  {
    pattern: "federations/*/searchScope",
    code: "directory-scope",
    noun: (subject) => say`how deep ${people(subject)} are looked for`,
    tell: (subject) => {
      const dn = sides(subject).is?.usersDn ?? "";
      return subject.to === "SUBTREE"
        ? verdict(say`${people(subject)} may now be anywhere below ${dn}`, LET_IN)
        : verdict(say`${people(subject)} must now be directly below ${dn}`, LEFT_OUT);
    },
  },
  flag(
    "federations/*/trustEmail",
    "directory-trust-email",
    (subject) => say`whether addresses from ${directory(subject)} are trusted`,
    [(subject) => say`addresses from ${directory(subject)} now count as proved`, trusted],
    [
      (subject) => say`addresses from ${directory(subject)} no longer count as proved`,
      ["behaviour", "low", "people may be asked for a proof"],
    ],
  ),
];

function described(federation: FederationModel): Phrase {
  const { connectionUrl, usersDn, filter, editMode, writableUntil, mappers } = federation;
  const roles = Object.values(mappers).flatMap(({ type, config }) =>
    type === "hardcoded-ldap-role-mapper" ? [config["role"] ?? ""] : [],
  );
  const matching = filter === null ? words("") : say`, matching ${filter}`;
  const given = roles.length === 0 ? words("") : say`; all of them get ${quotes(roles)}`;
  const until =
    writableUntil === null
      ? words(editMode === "WRITABLE" ? "; Keycloak writes into it" : "")
      : say`; it is writable until ${quote(writableUntil)}`;
  return say`${connectionUrl} (${usersDn}${matching})${given}${until}`;
}

function trusted({ after }: Subject): Effect {
  return after?.login.loginWithEmailAllowed === true
    ? [
        "opens",
        "high",
        "whoever may write an address there passes for its owner, also where people log in by it",
      ]
    : ["opens", "medium", "whoever may write an address there passes for its owner"];
}
