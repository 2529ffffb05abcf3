// Which client of a model a person means: by its place, such as agents.api, or by its client id.

import { Failure } from "../../infra/diagnostics/failure.ts";
import type { ClientModel, Model, RealmKey, RealmModel } from "../../infra/model/types.ts";

export interface ChosenClient {
  readonly realmKey: RealmKey;
  readonly clientKey: string;
  readonly realm: RealmModel;
  readonly client: ClientModel;
}

/**
 * The confidential client that the word names.
 *
 * @throws Failure `client-unknown` where it names none, several, or one without a secret.
 */
export function chooseClient({ realms }: Pick<Model, "realms">, word: string): ChosenClient {
  const all = (Object.entries(realms) as [RealmKey, RealmModel][]).flatMap(([realmKey, realm]) =>
    Object.entries(realm.clients).map(([clientKey, client]) => ({ realmKey, clientKey, realm, client })),
  );
  const placeOf = ({ realmKey, clientKey }: ChosenClient) => `${realmKey}.${clientKey}`;
  const places = (list: readonly ChosenClient[]) => list.map(placeOf).join(", ");
  const confidential = all.filter(({ client }) => client.access === "confidential");
  const found = all.filter((one) => placeOf(one) === word || one.client.clientId === word);
  const [first, ...others] = found;
  const hint = `write one of: ${places(confidential)}`;
  if (first === undefined) throw new Failure("client-unknown", `The spec has no client ${word}.`, { hint });
  if (others.length > 0)
    throw new Failure("client-unknown", `${word} is the id of several clients.`, {
      hint: `write one of: ${places(found)}`,
    });
  if (first.client.access !== "confidential")
    throw new Failure("client-unknown", `The client ${word} is public and has no secret.`, { hint });
  return first;
}
