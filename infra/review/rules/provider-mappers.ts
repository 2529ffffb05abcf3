// What differences of a provider's mappers mean: who gets which role by them, and what is written into people.

import type { MapperModel } from "../../model/types.ts";
import { type Phrase, quote, say } from "../phrase.ts";
import { type Effect, type Row, type Subject, second, setting, verdict } from "../rule.ts";
import { ATTRIBUTE, HARDCODED, people, provider, ROLE } from "./provider-phrases.ts";

export const PROVIDER_MAPPER_ROWS: readonly Row[] = [
  {
    pattern: "identityProviders/*/mappers/*",
    code: "provider-mapper",
    noun: (subject) => say`the mapper ${second(subject)} of ${provider(subject)}`,
    tell: (subject) => {
      const isGone = subject.kind === "removed";
      const mapper = (isGone ? subject.from : subject.to) as unknown as MapperModel;
      const sentence = does(mapper, subject);
      return isGone
        ? verdict(say`no longer: ${sentence}`, taken(mapper, subject))
        : verdict(sentence, given(mapper));
    },
  },
  setting(
    "identityProviders/*/mappers/*/type",
    "provider-mapper-type",
    (subject) => say`the kind of the mapper ${second(subject)} of ${provider(subject)}`,
    ["opens", "high", "it may write other things into people, roles included"],
  ),
  setting(
    "identityProviders/*/mappers/*/config/*",
    "provider-mapper-setting",
    (subject) =>
      say`the setting ${quote(subject.names[2] ?? "")} of the mapper ${second(subject)} of ${provider(subject)}`,
    ["opens", "high", "by it people get roles, addresses and attributes"],
  ),
];

/** What a mapper does, as a sentence about people. */
function does({ type, config }: MapperModel, subject: Subject): Phrase {
  const role = quote(config["role"] ?? "");
  if (type === ROLE)
    return say`${people(subject)} with ${config["claim.value"] ?? ""} in ${config["claim"] ?? ""} get the role ${role}`;
  if (type === HARDCODED) return say`all ${people(subject)} get the role ${role}`;
  if (type === ATTRIBUTE)
    return say`${config["user.attribute"] ?? ""} of ${people(subject)} comes from the claim ${config["claim"] ?? ""}`;
  return say`the mapper ${second(subject)} writes what ${provider(subject)} says of people`;
}

function given({ type, config }: MapperModel): Effect {
  if (type === ROLE || type === HARDCODED)
    return [
      "opens",
      /admin/i.test(config["role"] ?? "") || type === HARDCODED ? "high" : "medium",
      "they may do what the helpdesk allows the role",
    ];
  return WRITES[config["user.attribute"] ?? ""] ?? ["opens", "medium", "the provider says what stands there"];
}

const WRITES: Readonly<Record<string, Effect>> = {
  customerid: ["opens", "high", "it says whose tickets a person sees"],
  email: ["opens", "medium", "the helpdesk may match people by it"],
  firstName: ["behaviour", "low", "people get another name"],
  lastName: ["behaviour", "low", "people get another name"],
};

function taken({ type, config }: MapperModel, { loginRole }: Subject): Effect {
  if (type !== ROLE && type !== HARDCODED)
    return ["behaviour", "medium", "people keep what they have, and new ones have none"];
  const isLogin = loginRole !== "" && (config["role"] ?? "").endsWith(`.${loginRole}`);
  return isLogin
    ? ["locks-out", "high", "without it the helpdesk does not let them in"]
    : ["locks-out", "medium", "new people do not get it, and others keep it until somebody takes it away"];
}
