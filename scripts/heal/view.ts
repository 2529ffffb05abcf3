// What is healed, in words: before it is done, and as it is done.

import type { Context } from "../context.ts";
import type { Healing } from "./find-healing.ts";
import type { LiveEntry } from "./live-ids.ts";
import { endText, lockText } from "./locks.ts";

/** What a look found, a line each; what is to be done is in the words that `up` says it with. */
export function foundLines({ locks, cut, pending, loose, gone, unknown }: Healing): string[] {
  return [
    ...locks.map((lock) => `a ${lockText(lock)}: ${endText(lock)}`),
    ...(cut ? ["a state that cannot be read: it is set aside and rebuilt from the server"] : []),
    ...(pending > 0 ? [`${counted(pending, "operation")} that a run began and never ended`] : []),
    ...(loose ? ["an import that was ended before it was complete"] : []),
    ...gone.map(({ name }) => `in the state, and not on the server: ${name}`),
    ...realmLines(unknown).map((line) => `on the server, and not in the state: ${line}`),
  ];
}

/** Things by realm, in the words of Keycloak's admin console: `acme-agents: the realm, client otrs-app`. */
export function realmLines(entries: readonly LiveEntry[]): string[] {
  const realms = Map.groupBy(entries, ({ entry }) => entry.realm);
  return [...realms].map(([realm, inside]) => {
    const things = inside.filter(({ entry }) => !entry.part).map(thing);
    // A client's mappers or a person's roles alone.
    const names = things.length > 0 ? things : inside.map(({ entry }) => entry.name);
    return `${realm}: ${names.join(", ")}`;
  });
}

function thing({ entry: { place } }: LiveEntry): string {
  if (place.kind === "realm") return "the realm";
  if (place.kind === "group") return `group ${place.name}`;
  if (place.kind === "federation") return `directory ${place.name}`;
  if (place.kind === "broker-flow") return `flow ${place.name}`;
  if (place.kind === "identity-provider") return `identity provider ${place.name}`;
  if (place.kind === "person") return `person ${place.username}`;
  if (place.kind === "role") return `role ${place.role} of ${place.clientId}`;
  return `client ${place.clientId}`;
}

export const counted = (number: number, noun: string): string =>
  `${number} ${noun}${number === 1 ? "" : "s"}`;

/** Tells on stderr what was done. */
export const tellHealed =
  ({ stderr }: Pick<Context, "stderr">) =>
  (line: string): void =>
    void stderr.write(`healed: ${line}\n`);
