// What differences of a directory's mappers mean: what is read from it into a person, roles included.

import type { MapperModel } from "../../model/types.ts";
import { type Phrase, quote, say, words } from "../phrase.ts";
import { type Effect, type Row, type Subject, second, verdict } from "../rule.ts";
import { show } from "../values.ts";
import { directory, groupsOf, mapperOf, people } from "./directory.ts";

const READ: Effect = ["behaviour", "low", "the helpdesk gets another value"];
const STALE: Effect = ["behaviour", "low", "people keep the value that they have, and new ones have none"];

const NOUNS: Readonly<Record<string, string>> = {
  username: "the user name",
  email: "the email address",
  firstName: "the first name",
  lastName: "the last name",
};

/** What a mapper writes of a person: `the first name`, or the attribute's own name. */
function written({ config }: MapperModel): Phrase {
  const name = config["user.model.attribute"] ?? "";
  const noun = NOUNS[name];
  return noun === undefined ? quote(name) : words(noun);
}

/** What another value of it does. */
function effectOf(attribute: string): Effect {
  if (/^(customerid|second_customer_ids)$/i.test(attribute))
    return ["opens", "high", "it says whose tickets a person sees"];
  if (attribute === "username") return ["locks-out", "high", "people have other user names"];
  return attribute === "email" ? ["opens", "medium", "the helpdesk may match people by it"] : READ;
}

const attributeOf = ({ config }: MapperModel): string => config["user.model.attribute"] ?? "";
const ATTRIBUTE = "user-attribute-ldap-mapper";
const GROUPS = ["group-ldap-mapper", "role-ldap-mapper"];

export const FEDERATION_MAPPER_ROWS: readonly Row[] = [
  {
    pattern: "federations/*/mappers/*",
    code: "directory-mapper",
    noun: (subject) => say`the mapper ${second(subject)} of ${directory(subject)}`,
    tell: (subject) => {
      const mapper = (subject.kind === "removed" ? subject.from : subject.to) as unknown as MapperModel;
      return subject.kind === "removed" ? gone(mapper, subject) : come(mapper, subject);
    },
  },
  {
    pattern: "federations/*/mappers/*/type",
    code: "directory-mapper-type",
    noun: (subject) => say`the kind of the mapper ${second(subject)} of ${directory(subject)}`,
    tell: (subject) =>
      verdict(
        say`the kind of the mapper ${second(subject)} of ${directory(subject)} is now ${show(subject.to)} instead of ${show(subject.from)}`,
        ["opens", "high", "it may write other things into people, roles included"],
      ),
  },
  {
    pattern: "federations/*/mappers/*/config/ldap.attribute",
    code: "directory-mapper-attribute",
    noun: (subject) => say`where ${second(subject)} of ${people(subject)} comes from`,
    tell: (subject) => {
      const mapper = mapperOf(subject);
      const what = mapper?.type === ATTRIBUTE ? written(mapper) : second(subject);
      const sentence = say`${what} of ${people(subject)} now comes from ${show(subject.to)} instead of ${show(subject.from)}`;
      return verdict(sentence, mapper === undefined ? READ : effectOf(attributeOf(mapper)));
    },
  },
  {
    pattern: "federations/*/mappers/*/config/role",
    code: "directory-mapper-role",
    noun: (subject) => say`the role that ${directory(subject)} gives everybody`,
    tell: (subject) =>
      verdict(
        say`everybody of ${directory(subject)} now has the role ${show(subject.to)} instead of ${show(subject.from)}`,
        everybody(String(subject.to), subject),
      ),
  },
  {
    pattern: "federations/*/mappers/*/config/*",
    code: "directory-mapper-setting",
    noun: place,
    tell: (subject) => {
      const { from, to } = subject;
      return verdict(
        say`${place(subject)} is now ${show(to)} instead of ${show(from)}`,
        settingEffect(subject),
      );
    },
  },
];

function place(subject: Subject): Phrase {
  const [, , name = ""] = subject.names;
  return say`the setting ${quote(name)} of the mapper ${second(subject)} of ${directory(subject)}`;
}

function come(mapper: MapperModel, subject: Subject) {
  const { type, config } = mapper;
  if (type === ATTRIBUTE)
    return verdict(
      say`${written(mapper)} of ${people(subject)} now comes from ${config["ldap.attribute"] ?? ""}`,
      effectOf(attributeOf(mapper)),
    );
  if (type === "hardcoded-ldap-role-mapper") {
    const role = config["role"] ?? "";
    return verdict(
      say`everybody of ${directory(subject)} now has the role ${role}`,
      everybody(role, subject),
    );
  }
  if (type === ACCOUNTS)
    return verdict(say`${people(subject)} who are disabled there can no longer log in`, [
      "locks-out",
      "low",
      "that is what disabling is for",
    ]);
  if (GROUPS.includes(type))
    return verdict(
      say`${people(subject)} now have the ${words(type === GROUPS[0] ? "groups" : "roles of the groups")} that they have there: ${groupsOf(mapper)}`,
      ["opens", "medium", "who is in them gets what they allow"],
    );
  const sentence = say`${directory(subject)} gets the mapper ${second(subject)} (${type})`;
  return verdict(sentence, ["opens", "medium", "it writes into people what the directory says"]);
}

function gone(mapper: MapperModel, subject: Subject) {
  const { type, config } = mapper;
  if (type === ATTRIBUTE) {
    const attribute = attributeOf(mapper);
    const sentence = say`${written(mapper)} of ${people(subject)} no longer comes from ${config["ldap.attribute"] ?? ""}`;
    if (attribute === "username") return verdict(sentence, ["locks-out", "high", "nobody of it can log in"]);
    if (effectOf(attribute) === READ) return verdict(sentence, STALE);
    return verdict(sentence, [
      "locks-out",
      "medium",
      "people keep the value that they have, and new ones have none",
    ]);
  }
  if (type === "hardcoded-ldap-role-mapper")
    return verdict(
      say`people of ${directory(subject)} no longer have the role ${config["role"] ?? ""} by themselves`,
      ["locks-out", "high", "what it allows is refused"],
    );
  if (type === ACCOUNTS)
    return verdict(say`${people(subject)} who are disabled there can log in`, [
      "opens",
      "high",
      "Keycloak no longer looks whether an account is disabled, or its password has expired",
    ]);
  if (GROUPS.includes(type))
    return verdict(
      say`${people(subject)} no longer have the ${words(type === GROUPS[0] ? "groups" : "roles of the groups")} that they have there: ${groupsOf(mapper)}`,
      ["locks-out", "high", "whoever had a role by them has it no longer"],
    );
  const sentence = say`the mapper ${second(subject)} (${type}) of ${directory(subject)} goes`;
  return verdict(sentence, ["locks-out", "medium", "what it wrote into people is missing"]);
}

const ACCOUNTS = "msad-user-account-control-mapper";

/** @param role - as the mapper has it, with the client's id before it */
function everybody(role: string, { loginRole }: Subject): Effect {
  return role.endsWith(`.${loginRole}`)
    ? ["opens", "medium", "whoever the directory has can log in to the helpdesk"]
    : ["opens", "high", "whoever the directory has may do what it allows"];
}

function settingEffect(subject: Subject): Effect {
  const type = mapperOf(subject)?.type ?? "";
  const [, , name = ""] = subject.names;
  if (GROUPS.includes(type))
    return ["opens", "high", "other groups count than before, and roles hang on them"];
  if (type === ACCOUNTS && name === "always.read.enabled.value.from.ldap" && subject.to === "false")
    return ["opens", "high", "who is disabled in the directory can log in until the next sync"];
  if (name === "user.model.attribute") {
    const [before, after] = [subject.from, subject.to].map((value) => effectOf(String(value)));
    return (after === READ ? before : after) ?? READ;
  }
  if (name === "is.mandatory.in.ldap") return READ;
  return ["behaviour", "medium", "what is read from the directory may be another value"];
}
