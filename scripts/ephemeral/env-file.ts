// A run as lines of NAME=VALUE: for `set -a; . deskrealm.env`, and for whatever else reads such files.

import { shellWord } from "../../infra/helpdesks/shell.ts";
import type { EphemeralHelpdesk, EphemeralRealm, EphemeralRun } from "./types.ts";

/** Values of these characters mean the same to a shell and to readers that know no quotes. */
const PLAIN = /^[\w.,:/@%+=!^-]*$/;

/** The text of the file. It holds secrets. */
export function envText(run: EphemeralRun): string {
  const lines = Object.entries(environmentOf(run));
  return lines.map(([name, value]) => `${name}=${quoted(value)}\n`).join("");
}

/** The same for a program's environment. */
export function environmentOf(run: EphemeralRun): Record<string, string> {
  const lines: [string, string][] = [
    ["NAME", run.name],
    ["FOR", run.for],
    ["UNTIL", run.until],
    ["KEYCLOAK", run.keycloak],
    ...("helpdesks" in run
      ? Object.entries(run.helpdesks).flatMap(([key, one]) => helpdeskLines(`${constant(key)}_`, one))
      : helpdeskLines("", run)),
    ...Object.entries(run.realms).flatMap(([key, realm]) => realmLines(constant(key), realm)),
  ];
  return Object.fromEntries(lines.map(([name, value]) => [`DESKREALM_${name}`, value]));
}

const helpdeskLines = (prefix: string, { helpdesk, url }: EphemeralHelpdesk): [string, string][] => [
  [`${prefix}URL`, url],
  [`${prefix}HELPDESK`, helpdesk],
];

function realmLines(key: string, { realm, issuer, clients, people }: EphemeralRealm): [string, string][] {
  return [
    [`${key}_REALM`, realm],
    [`${key}_ISSUER`, issuer],
    ...Object.entries(clients).flatMap(([name, { clientId, secret }]): [string, string][] => [
      [`${key}_${constant(name)}_CLIENT_ID`, clientId],
      ...(secret === null ? [] : [[`${key}_${constant(name)}_CLIENT_SECRET`, secret] as [string, string]]),
    ]),
    ...people.flatMap((person, index): [string, string][] => {
      const number = index + 1;
      return [
        [`${key}_PERSON_${number}_USERNAME`, person.username],
        [`${key}_PERSON_${number}_PASSWORD`, person.password],
        [`${key}_PERSON_${number}_EMAIL`, person.email],
      ];
    }),
  ];
}

const constant = (name: string): string => name.replaceAll(/\W/g, "_").toUpperCase();

/** No shell takes anything within for its own. */
const quoted = (value: string): string => (PLAIN.test(value) ? value : shellWord(value));
