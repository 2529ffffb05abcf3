// What differences of the mail server mean: links that let people in travel by mail.

import { quote, say, words } from "../phrase.ts";
import { count, type Effect, flag, type Row, setting, verdict } from "../rule.ts";
import { show } from "../values.ts";

const SENDER: Effect = ["behaviour", "low", "people see another sender"];
const CLEAR: Effect = ["opens", "medium", "links that let people in may travel in clear"];
const NO_MAIL: Effect = ["locks-out", "medium", "passwords are reset and addresses proved by mail"];

export const MAIL_ROWS: readonly Row[] = [
  {
    pattern: "smtp",
    code: "mail",
    noun: () => words("the mail server"),
    tell: ({ to }) => {
      if (to === null) return verdict(words("no mail is sent any more"), NO_MAIL);
      const { host } = to as { readonly host?: string };
      return verdict(say`mail is now sent by ${quote(host ?? "")}`, [
        "behaviour",
        "low",
        "people get mails that they did not get before",
      ]);
    },
  },
  setting("smtp/host", "mail-host", "the mail server", [
    "opens",
    "medium",
    "links that let people in go through it",
  ]),
  count(
    "smtp/port",
    "mail-port",
    "port of the mail server",
    ["behaviour", "low", "mail fails if nothing answers there"],
    ["behaviour", "low", "mail fails if nothing answers there"],
  ),
  setting("smtp/from", "mail-from", "the sender of mails", SENDER),
  setting("smtp/fromDisplayName", "mail-from-name", "the sender's name in mails", SENDER),
  setting("smtp/replyTo", "mail-reply-to", "the address for answers to mails", [
    "behaviour",
    "low",
    "answers go elsewhere",
  ]),
  setting("smtp/replyToDisplayName", "mail-reply-to-name", "the name for answers to mails", SENDER),
  setting("smtp/envelopeFrom", "mail-envelope-from", "the address for mails that bounce", [
    "behaviour",
    "low",
    "mails that bounce go elsewhere",
  ]),
  flag(
    "smtp/starttls",
    "mail-starttls",
    "STARTTLS to the mail server",
    [
      "the mail server is spoken to with STARTTLS",
      ["behaviour", "low", "mail fails if it does not offer it"],
    ],
    ["the mail server is no longer spoken to with STARTTLS", CLEAR],
  ),
  flag(
    "smtp/ssl",
    "mail-ssl",
    "TLS to the mail server",
    [
      "the mail server is spoken to with TLS",
      ["behaviour", "low", "mail fails if its port does not speak it"],
    ],
    ["the mail server is no longer spoken to with TLS", CLEAR],
  ),
  {
    pattern: "smtp/auth",
    code: "mail-auth",
    noun: () => words("the login at the mail server"),
    tell: ({ to }) => {
      if (to === null) return verdict(words("there is no login at the mail server any more"), NO_MAIL);
      const { username } = to as { readonly username?: string };
      return verdict(say`the login at the mail server is now that of ${quote(username ?? "")}`, [
        "behaviour",
        "low",
        "mail fails if the server does not know it",
      ]);
    },
  },
  setting("smtp/auth/username", "mail-username", "the account at the mail server", [
    "behaviour",
    "low",
    "mail fails if the server does not know it",
  ]),
  {
    pattern: "smtp/auth/password",
    code: "mail-password",
    noun: () => words("the password for the mail server"),
    tell: ({ from, to }) =>
      verdict(say`the password for the mail server is now taken from ${show(to)} instead of ${show(from)}`, [
        "behaviour",
        "low",
        "mail fails if the secret is not there",
      ]),
  },
];
