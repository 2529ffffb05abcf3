// The policy over what a server holds. The spec's origins count only where the server has the spec's value.

import type { PartialModel } from "../model/canonical.ts";
import { type Audited, auditModel, type OriginOf, originOf } from "./audit.ts";
import type { Finding } from "./types.ts";

/**
 * Everything on a server that departs from the policy, by path.
 *
 * @param live - the model as it was read from the server
 * @param today - `YYYY-MM-DD`
 */
export function auditLive(expansion: Audited, live: PartialModel, today: string): readonly Finding[] {
  const model = withFirstPasswords(live, expansion.model);
  return auditModel(model, expansion, liveOrigins(expansion, model), today);
}

/** Origins of the values, and of the entries of lists, that the server has as the spec means them. */
export function liveOrigins(expansion: Audited, live: PartialModel): OriginOf {
  const known = originOf(expansion);
  return (segments, entry) => {
    const [meant, held] = [expansion.model, live].map((model) => valueAt(model, segments));
    const same =
      entry !== null && Array.isArray(meant)
        ? meant.includes(entry)
        : JSON.stringify(meant) === JSON.stringify(held);
    return same ? known(segments, entry) : undefined;
  };
}

function valueAt(model: PartialModel, segments: readonly string[]): unknown {
  const step = (value: unknown, key: string): unknown =>
    typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  return segments.reduce(step, { ...model, ...model.realms } as unknown);
}

/** No server shows whether a person was given a first password, so the spec's word is taken. */
function withFirstPasswords(live: PartialModel, meant: PartialModel): PartialModel {
  const realms = Object.entries(live.realms).map(([key, realm]) => {
    const users = Object.entries(realm.users).map(([name, user]) => {
      const named = meant.realms[key as keyof typeof meant.realms]?.users[name];
      return [name, { ...user, temporaryPassword: named?.temporaryPassword ?? null }];
    });
    return [key, { ...realm, users: Object.fromEntries(users) }];
  });
  return { ...live, realms: Object.fromEntries(realms) };
}
