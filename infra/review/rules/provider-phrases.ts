// What the rules about providers have in common: how things are called, and the rule of one setting.

import { type Phrase, say, words } from "../phrase.ts";
import { type Effect, first, type Row, type Subject, setting } from "../rule.ts";

export const provider = (subject: Subject): Phrase => say`the provider ${first(subject)}`;
export const people = (subject: Subject): Phrase => say`people of ${provider(subject)}`;

/** The rule of one setting of a provider. */
export const of = (field: string, code: string, noun: string, effect: Effect, gone?: Effect): Row =>
  setting(
    `identityProviders/*/${field}`,
    code,
    (subject) => say`${words(noun)} of ${provider(subject)}`,
    effect,
    gone,
  );

/** Keycloak's names of mappers. */
export const ROLE = "oidc-role-idp-mapper";
export const HARDCODED = "oidc-hardcoded-role-idp-mapper";
export const ATTRIBUTE = "oidc-user-attribute-idp-mapper";
