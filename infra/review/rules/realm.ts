// What differences of a realm's own settings mean.

import { quote, quotes, say, words } from "../phrase.ts";
import { type Effect, flag, type Row, setting, verdict } from "../rule.ts";
import { show } from "../values.ts";

const LOOKS: Effect = ["cosmetic", "low", "people see another text"];
const STYLE: Effect = ["cosmetic", "low", "people see another design"];
const SSL = ["none", "external", "all"];

export const REALM_ROWS: readonly Row[] = [
  {
    pattern: "",
    code: "realm",
    noun: () => words("the realm"),
    tell: ({ kind, realm }) =>
      kind === "added"
        ? verdict(say`the realm ${realm} is new`, ["opens", "low", "people will be able to log in there"])
        : {
            ...verdict(say`the realm ${realm} goes: refused by up`, [
              "loses",
              "high",
              "Keycloak keeps people in their realm, and its deletion takes all of them along",
            ]),
            refused: true,
          },
  },
  {
    pattern: "realm",
    code: "realm-name",
    noun: () => words("the realm's name"),
    tell: ({ from, to }) => ({
      ...verdict(say`realm renamed from ${show(from)} to ${show(to)}: refused by up`, [
        "loses",
        "high",
        "a realm has no other name: a new one would be made, and the old one deleted with all its people",
      ]),
      refused: true,
    }),
  },
  flag(
    "enabled",
    "realm-enabled",
    "whether the realm is enabled",
    ["the realm is enabled again", ["opens", "medium", "people can log in again"]],
    ["the realm is disabled", ["locks-out", "high", "nobody can log in any more"]],
  ),
  setting("displayName", "realm-display-name", "the realm's display name", LOOKS),
  setting("displayNameHtml", "realm-display-name-html", "the heading of the login page", LOOKS),
  setting("frontendUrl", "realm-frontend-url", "Keycloak's public address for the realm", [
    "locks-out",
    "high",
    "tokens name another issuer, and a helpdesk that expects the old one refuses every login",
  ]),
  setting("sslRequired", "realm-ssl-required", "the demand for TLS", ({ from, to }) =>
    SSL.indexOf(String(to)) < SSL.indexOf(String(from))
      ? ["opens", "high", "passwords and tokens may travel in clear"]
      : ["locks-out", "medium", "whoever comes without TLS is refused"],
  ),
  {
    pattern: "passwordPolicy",
    code: "realm-password-policy",
    noun: () => words("the password policy"),
    tell: ({ from, to }) => {
      if (to === null)
        return verdict(say`passwords need to meet no policy any more (it was ${show(from)})`, [
          "opens",
          "medium",
          "weak passwords are taken",
        ]);
      if (from === null)
        return verdict(say`new passwords must now meet ${show(to)}`, [
          "behaviour",
          "low",
          "people choose another password at their next change",
        ]);
      return verdict(say`new passwords must now meet ${show(to)} instead of ${show(from)}`, [
        "opens",
        "medium",
        "it depends on the two policies whether weaker passwords are taken",
      ]);
    },
  },
  setting("themes/login", "theme-login", "the theme of the login pages", STYLE),
  setting("themes/account", "theme-account", "the theme of the account pages", STYLE),
  setting("themes/admin", "theme-admin", "the theme of the console", STYLE),
  setting("themes/email", "theme-email", "the theme of mails", STYLE),
  {
    pattern: "locales",
    code: "locales",
    noun: () => words("the languages"),
    tell: ({ to }) => {
      const { supported, default: preferred } = (to ?? {}) as { supported?: string[]; default?: string };
      return verdict(
        to === null
          ? words("people can no longer choose a language")
          : say`people can now choose a language: ${quotes(supported ?? [])}, at first ${quote(preferred ?? "")}`,
        ["cosmetic", "low", "people see another language"],
      );
    },
  },
  {
    pattern: "locales/supported",
    code: "locale",
    noun: () => words("the languages"),
    tell: ({ kind, from, to }) =>
      verdict(
        kind === "added" ? say`the language ${show(to)} is offered` : say`the language ${show(from)} goes`,
        ["cosmetic", "low", "people see another language"],
      ),
  },
  setting("locales/default", "locale-default", "the language at first", [
    "cosmetic",
    "low",
    "people see another language",
  ]),
];
