// A helpdesk of a spec as the one that is tested: at another address, with its roles, and its clients moved there.

import type { RealmKey } from "../model/types.ts";
import { pick } from "../spec/pick.ts";
import { type Move, moveClient } from "./addresses.ts";
import type { Settings } from "./on-server.ts";

/** Where a helpdesk is taken from and to, and what it is called in notes. */
export interface MovedHelpdesk {
  readonly move: Move;
  /** Its key in a spec of several. */
  readonly key?: string;
}

/**
 * What is the helpdesk's own in a spec: the whole of it, or its entry in a list.
 *
 * @param realms - those that it lets people in by
 * @param notes - gets a sentence for each thing that is left out
 */
export function ephemeralHelpdesk(
  own: Settings,
  realms: readonly RealmKey[],
  { move, key }: MovedHelpdesk,
  notes: string[],
): Settings {
  const of = key === undefined ? "" : ` of ${key}`;
  if (own["backendUrl"] !== undefined)
    notes.push(`backendUrl ${own["backendUrl"]}${of} is left out: it leads to another Keycloak`);
  const parts = realms.flatMap((realm) => {
    const part = own[realm] as Settings | undefined;
    if (part === undefined) return [];
    return [[realm, partIn(part, `${realm}.${key ?? "clients"}`, move, notes)] as const];
  });
  return {
    ...pick(own, ["helpdesk", "key", "interfaces", "config"]),
    url: move.to,
    ...Object.fromEntries(parts),
  };
}

function partIn(part: Settings, place: string, move: Move, notes: string[]): Settings {
  const clients = Object.entries((part["clients"] ?? {}) as Record<string, Settings | undefined>);
  const moved = clients.map(([name, client]) => [
    name,
    moveClient(client ?? {}, `${place}.${name}`, move, notes),
  ]);
  return {
    ...pick(part, ["loginRole", "roles"]),
    ...(moved.length === 0 ? {} : { clients: Object.fromEntries(moved) }),
  };
}
