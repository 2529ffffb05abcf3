// What differences of the connection to a directory mean: passwords travel by it, and without it nobody gets in.

import { domainOf } from "../../model/dn.ts";
import type { FederationModel } from "../../model/federation.ts";
import { quote, say, words } from "../phrase.ts";
import { count, type Effect, flag, type Row, setting, verdict } from "../rule.ts";
import { duration, show } from "../values.ts";
import { directory, pause, people, sides } from "./directory.ts";

const CLEAR: Effect = [
  "opens",
  "high",
  "the passwords of all of them, and the directory's own, travel in clear",
];
const NO_BIND: Effect = ["locks-out", "medium", "nobody of the directory gets in if it refuses the account"];
const LATER: Effect = ["behaviour", "low", "a change in the directory is seen later, or sooner"];

const timeout = (field: string, code: string, noun: string): Row => ({
  pattern: `federations/*/${field}`,
  code,
  noun: (subject) => say`how long ${words(noun)} ${directory(subject)} may take`,
  tell: (subject) => {
    const [from, to] = [subject.from, subject.to].map((value) =>
      value === null ? "without an end" : pause(Number(value)),
    );
    const sentence = say`how long ${words(noun)} ${directory(subject)} may take: now ${words(to ?? "")} instead of ${words(from ?? "")}`;
    return verdict(
      sentence,
      subject.to === null
        ? [
            "locks-out",
            "medium",
            "a directory that hangs makes every login hang, also of people from elsewhere",
          ]
        : ["behaviour", "low", "logins fail where the directory takes longer"],
    );
  },
});

const period = (field: string, code: string, noun: string, never: Effect): Row => ({
  pattern: `federations/*/${field}`,
  code,
  noun: (subject) => say`how often ${words(noun)} of ${directory(subject)} are read`,
  tell: (subject) => {
    const [from, to] = [subject.from, subject.to].map((value) =>
      value === null ? "never" : `every ${duration(Number(value)).replace(/^1 /, "")}`,
    );
    const sentence = say`${words(noun)} of ${directory(subject)} are now read ${words(to ?? "")} instead of ${words(from ?? "")}`;
    return verdict(sentence, subject.to === null ? never : LATER);
  },
});

const cache = (field: string, code: string, noun: string): Row =>
  setting(
    `federations/*/cache/${field}`,
    code,
    (subject) => say`${words(noun)} ${directory(subject)}`,
    LATER,
  );

export const CONNECTION_ROWS: readonly Row[] = [
  {
    pattern: "federations/*/connectionUrl",
    code: "directory-url",
    noun: (subject) => say`the address of ${directory(subject)}`,
    tell: (subject) => {
      const { was, is } = sides(subject);
      const instead = say`${show(subject.to)} instead of ${show(subject.from)}`;
      if (was !== undefined && is !== undefined && isAnother(was, is))
        return verdict(say`${directory(subject)} is another one: ${instead}`, [
          "loses",
          "high",
          "everyone imported from the old one goes, and comes back as another person or not at all",
        ]);
      const sentence = say`${directory(subject)} is now asked at ${instead}`;
      if (isInClear(is) && !isInClear(was)) return verdict(sentence, CLEAR);
      return verdict(sentence, [
        "locks-out",
        "high",
        "its people get in only if the same directory answers there; in another one they are not found, and go",
      ]);
    },
  },
  flag(
    "federations/*/startTls",
    "directory-starttls",
    (subject) => say`StartTLS to ${directory(subject)}`,
    [
      (subject) => say`${directory(subject)} is now spoken to with StartTLS`,
      [
        "locks-out",
        "medium",
        "nobody of it gets in if it does not offer that, or its certificate is not trusted",
      ],
    ],
    [
      (subject) => say`${directory(subject)} is no longer spoken to with StartTLS`,
      (subject) =>
        isInClear(sides(subject).is) ? CLEAR : ["behaviour", "low", "its address already demands TLS"],
    ],
  ),
  setting(
    "federations/*/useTruststore",
    "directory-truststore",
    (subject) => say`when Keycloak's truststore decides on the certificate of ${directory(subject)}`,
    [
      "locks-out",
      "medium",
      "a certificate of a private authority may be refused, and then nobody of it gets in",
    ],
  ),
  {
    pattern: "federations/*/bind",
    code: "directory-bind",
    noun: (subject) => say`the account that asks ${directory(subject)}`,
    tell: (subject) => {
      const account = (value: unknown) =>
        quote(String((value as { readonly dn?: unknown } | null)?.dn ?? ""));
      return subject.to === null
        ? verdict(say`${directory(subject)} is now asked without a login (it was ${account(subject.from)})`, [
            "locks-out",
            "medium",
            "what it does not show to strangers is not found; if it shows them all, so it does to everybody",
          ])
        : verdict(say`${directory(subject)} is now asked as ${account(subject.to)}`, NO_BIND);
    },
  },
  setting(
    "federations/*/bind/dn",
    "directory-bind-dn",
    (subject) => say`the account that asks ${directory(subject)}`,
    NO_BIND,
  ),
  {
    pattern: "federations/*/bind/credential",
    code: "directory-bind-credential",
    noun: (subject) => say`the password of the account that asks ${directory(subject)}`,
    tell: (subject) =>
      verdict(
        say`the password of the account that asks ${directory(subject)} is now taken from ${show(subject.to)} instead of ${show(subject.from)}`,
        ["locks-out", "medium", "nobody of the directory gets in if the secret is not there, or is wrong"],
      ),
  },
  flag(
    "federations/*/connectionPooling",
    "directory-pooling",
    (subject) => say`whether connections to ${directory(subject)} are kept`,
    [
      (subject) => say`connections to ${directory(subject)} are kept for the next question`,
      ["behaviour", "low", "logins are quicker; StartTLS does not go with it"],
    ],
    [
      (subject) => say`connections to ${directory(subject)} are no longer kept for the next question`,
      ["behaviour", "low", "logins are slower"],
    ],
  ),
  timeout("connectTimeout", "directory-connect-timeout", "a connection to"),
  timeout("readTimeout", "directory-read-timeout", "an answer of"),
  flag(
    "federations/*/pagination",
    "directory-pagination",
    (subject) => say`whether ${people(subject)} are read in pages`,
    [
      (subject) => say`${people(subject)} are now read in pages`,
      ["behaviour", "low", "a sync fails if the directory does not know it"],
    ],
    [
      (subject) => say`${people(subject)} are no longer read in pages`,
      ["locks-out", "medium", "a sync brings no more people than the directory gives at once"],
    ],
  ),
  count(
    "federations/*/batchSize",
    "directory-batch-size",
    "people of a directory in one step of a sync",
    LATER,
    LATER,
  ),
  flag(
    "federations/*/importEnabled",
    "directory-import",
    (subject) => say`whether ${people(subject)} are kept in Keycloak`,
    [(subject) => say`${people(subject)} are now kept in Keycloak, too`, LATER],
    [
      (subject) => say`${people(subject)} are no longer kept in Keycloak`,
      ["loses", "medium", "what Keycloak keeps of them beside the directory goes, and each login asks it"],
    ],
  ),
  period("fullSyncPeriod", "directory-full-sync", "all people", [
    "behaviour",
    "medium",
    "who logs in too seldom keeps old values, and the helpdesk keeps whoever left",
  ]),
  period("changedSyncPeriod", "directory-changed-sync", "new and changed people", [
    "behaviour",
    "low",
    "a change is seen at the next login or full sync",
  ]),
  cache("policy", "directory-cache", "what Keycloak remembers of"),
  cache("evictionDay", "directory-cache-day", "the day on which Keycloak forgets"),
  cache("evictionHour", "directory-cache-hour", "the hour in which Keycloak forgets"),
  cache("evictionMinute", "directory-cache-minute", "the minute in which Keycloak forgets"),
  cache("maxLifespan", "directory-cache-lifespan", "the milliseconds after which Keycloak forgets"),
];

const isInClear = (one: FederationModel | undefined): boolean =>
  one !== undefined && !one.startTls && /(^|\s)ldap:/i.test(one.connectionUrl);

/** Whether nobody can be found again: people of another domain, or told apart by another attribute. */
const isAnother = (was: FederationModel, is: FederationModel): boolean =>
  domainOf(was.usersDn) !== domainOf(is.usersDn) || was.uuidAttribute !== is.uuidAttribute;
