// A change in Keycloak's own words as a sentence.

import type { RawChange } from "./raw-changes.ts";

/** How a part of each section is called; a realm's own settings have no part. */
const PARTS: Readonly<Record<string, string>> = {
  clients: "client",
  clientScopes: "client scope",
  authenticationFlows: "authentication flow",
  authenticatorConfig: "authenticator configuration",
  requiredActions: "required action",
  roles: "role",
  components: "component",
};
/** Longest value that is shown whole, in characters. */
const LONGEST = 80;

/**
 * A sentence without a full stop; the realms are not in it.
 *
 * @example
 * "client otrs-app: attributes.x is new on 26.7.4: true"
 */
export function rawSentence(change: RawChange, from: string, to: string): string {
  const { kind, setting } = change;
  const place = subject(change);
  const what = setting === "" ? place : `${place}: ${setting}`;
  const are = setting === "" && change.parts.length > 1 ? "are" : "is";
  if (kind === "added") return `${what} ${are} new on ${to}${value(change.to)}`;
  if (kind === "removed") return `${what} ${are} gone on ${to}${value(change.from)}`;
  return `${what} was ${shown(change.from)} on ${from} and is ${shown(change.to)} on ${to}`;
}

function subject({ section, parts }: RawChange): string {
  if (section === "realm") return "realm";
  if (section === "profile") return "user profile";
  const word = PARTS[section] ?? section;
  return `${word}${parts.length > 1 ? "s" : ""} ${parts.join(", ")}`;
}

const value = (text: string | null): string => (text === null ? "" : `: ${shown(text)}`);

function shown(text: string | null): string {
  if (text === null) return "a group of settings";
  if (text === "" || text === '""') return "empty";
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
