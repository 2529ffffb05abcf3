// What differences of what Keycloak writes into a directory mean: there, a deleted person is gone for all.

import { joined, quote, say, words } from "../phrase.ts";
import { type Effect, flag, type Row, setting, verdict } from "../rule.ts";
import { directory, people, sides } from "./directory.ts";

const DELETES =
  "what is changed in Keycloak is changed in the directory, and a person who is deleted there is deleted here, too";
const STAYS: Effect = ["behaviour", "low", "what is changed in Keycloak stays out of the directory"];

export const WRITING_ROWS: readonly Row[] = [
  {
    pattern: "federations/*/editMode",
    code: "directory-edit-mode",
    noun: (subject) => say`whether ${directory(subject)} is written to`,
    tell: (subject) => {
      const { from, to } = subject;
      const until = sides(subject).is?.writableUntil ?? null;
      if (to === "WRITABLE")
        return until === null
          ? verdict(say`${directory(subject)} becomes writable, without an end`, ["loses", "high", DELETES])
          : verdict(say`${directory(subject)} is writable now, until ${until}`, ["loses", "medium", DELETES]);
      if (to === "UNSYNCED")
        return verdict(say`what is changed of ${people(subject)} is now kept in Keycloak alone`, [
          "behaviour",
          "medium",
          "a password that is changed there no longer follows the directory's",
        ]);
      return from === "WRITABLE"
        ? verdict(say`${directory(subject)} is no longer writable`, STAYS)
        : verdict(say`${people(subject)} can no longer be changed in Keycloak`, [
            "behaviour",
            "low",
            "the directory alone says what they are",
          ]);
    },
  },
  {
    pattern: "federations/*/writableUntil",
    code: "directory-window",
    noun: (subject) => say`the end of the window for writing into ${directory(subject)}`,
    tell: (subject) => {
      const { from, to } = subject;
      if (from === null)
        return verdict(say`${directory(subject)} becomes writable until ${String(to)}`, [
          "loses",
          "medium",
          DELETES,
        ]);
      if (to === null)
        return verdict(
          say`${directory(subject)} has no window for writing any more (until ${String(from)})`,
          STAYS,
        );
      const isLater = Date.parse(String(to)) > Date.parse(String(from));
      const sentence = say`the window for writing into ${directory(subject)} ends ${words(
        isLater ? "later" : "earlier",
      )}: ${String(to)} instead of ${String(from)}`;
      return verdict(sentence, isLater ? ["loses", "medium", DELETES] : STAYS);
    },
  },
  {
    pattern: "federations/*/mappers/*/config/read.only",
    code: "directory-mapper-writes",
    noun: (subject) =>
      say`whether what ${quote(subject.names[1] ?? "")} maps is written to ${directory(subject)}`,
    tell: (subject) => {
      const what = joined(subject.together.map(quote));
      return subject.to === "false"
        ? verdict(say`changes of ${what} are now written to ${directory(subject)}`, [
            "loses",
            "medium",
            "the directory's own values are replaced, where it is writable",
          ])
        : verdict(say`changes of ${what} are no longer written to ${directory(subject)}`, STAYS);
    },
  },
  flag(
    "federations/*/syncRegistrations",
    "directory-registrations",
    (subject) => say`whether new people are written into ${directory(subject)}`,
    [
      (subject) => say`new people of the realm are now written into ${directory(subject)}`,
      ["behaviour", "medium", "the directory, and all that trusts it, gets people who were made in Keycloak"],
    ],
    [
      (subject) => say`new people of the realm are no longer written into ${directory(subject)}`,
      ["behaviour", "low", "they are in Keycloak alone"],
    ],
  ),
  flag(
    "federations/*/validatePasswordPolicy",
    "directory-password-policy",
    (subject) => say`whether new passwords for ${directory(subject)} must meet the realm's policy`,
    [
      (subject) => say`new passwords for ${directory(subject)} must now meet the realm's policy`,
      ["behaviour", "low", "people choose another password at their next change"],
    ],
    [
      (subject) => say`new passwords for ${directory(subject)} need no longer meet the realm's policy`,
      ["opens", "low", "the directory alone keeps weak passwords out"],
    ],
  ),
  flag(
    "federations/*/usePasswordModifyExtendedOp",
    "directory-password-operation",
    (subject) => say`how passwords are written into ${directory(subject)}`,
    [
      (subject) => say`passwords are written into ${directory(subject)} by LDAP's own operation for it`,
      ["behaviour", "low", "a change of a password fails if the directory does not know it"],
    ],
    [
      (subject) => say`passwords are written into ${directory(subject)} as an attribute`,
      ["behaviour", "medium", "a directory that does not hash it keeps it in clear"],
    ],
  ),
  setting(
    "federations/*/kerberosPrincipalAttribute",
    "directory-kerberos-principal",
    (subject) => say`the attribute for Kerberos names of ${directory(subject)}`,
    ["locks-out", "medium", "Kerberos tickets are matched to people by it"],
  ),
  flag(
    "federations/*/kerberos",
    "directory-kerberos",
    (subject) => say`whether ${directory(subject)} lets people in by Kerberos`,
    [
      (subject) => say`${people(subject)} may now log in by a Kerberos ticket`,
      ["opens", "medium", "no password is asked for where a ticket is there"],
    ],
    [
      (subject) => say`${people(subject)} may no longer log in by a Kerberos ticket`,
      ["locks-out", "medium", "they need a password"],
    ],
  ),
  flag(
    "federations/*/kerberosForPasswords",
    "directory-kerberos-passwords",
    (subject) => say`who checks the passwords of ${people(subject)}`,
    [
      (subject) => say`passwords of ${people(subject)} are now checked by Kerberos`,
      ["locks-out", "medium", "nobody gets in while the Kerberos server does not answer"],
    ],
    [
      (subject) => say`passwords of ${people(subject)} are now checked by the directory itself`,
      ["behaviour", "low", "the Kerberos server is not asked for them"],
    ],
  ),
  flag(
    "federations/*/debug",
    "directory-debug",
    (subject) => say`what the log says of Kerberos logins of ${directory(subject)}`,
    ["Kerberos logins are written into the server's log", ["opens", "low", "the log names people"]],
    ["Kerberos logins are no longer written into the server's log", ["cosmetic", "low", "the log says less"]],
  ),
];
