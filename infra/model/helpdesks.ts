// The helpdesks of a model: one, or several that share its realms. Of several, each client's key begins with
// its helpdesk's: `otobo.app`.

import type { PartialModel } from "./canonical.ts";
import type { HelpdeskModel, Model, RealmKey, RealmModel, SingleModel } from "./types.ts";

/** Key of a model of several, whatever the list holds. */
export const SEVERAL_KEY = "helpdesks";

/** Between a helpdesk's key, which has no dot, and its client's part in the layout. */
const DOT = ".";

/** Key of a client of a helpdesk among several. */
export const clientKey = (helpdesk: string, part: string): string => `${helpdesk}${DOT}${part}`;

/** The client's part in its helpdesk's layout: `app` or `api`. */
export const partOf = (key: string): string => key.slice(key.indexOf(DOT) + 1);

type Helpdesks<M extends PartialModel> = M extends Model
  ? Readonly<Record<string, HelpdeskModel>>
  : NonNullable<PartialModel["helpdesks"]>;

/** All helpdesks by key. */
export function helpdesksOf<M extends PartialModel>(model: M): Helpdesks<M> {
  const { key, product = "", url = "", helpdesks = { [key]: { product, url } } } = model as PartialModel;
  return helpdesks as Helpdesks<M>;
}

/** Whether the clients' keys begin with helpdesks'. */
export const isSeveral = (model: PartialModel): boolean => model.helpdesks !== undefined;

/** Key of the helpdesk that a client is for. */
export function helpdeskOf(model: PartialModel, client: string): string {
  return isSeveral(model) ? client.slice(0, Math.max(0, client.indexOf(DOT))) : model.key;
}

/** Public URL of the helpdesk that a client is for; empty where nothing names it. */
export function urlOf(model: PartialModel, client: string): string {
  return helpdesksOf(model)[helpdeskOf(model, client)]?.url ?? "";
}

/**
 * The realms as one of the helpdesks sees them: its own clients, called `app` and `api`, the roles in them, and
 * the people and settings that all share. Realms without a client of it are left out.
 */
export function modelOfHelpdesk(model: Model, key: string): SingleModel {
  if (!("helpdesks" in model)) return model;
  const helpdesk = model.helpdesks[key];
  if (helpdesk === undefined) throw new TypeError(`The model has no helpdesk ${key}.`);
  const entries = (Object.entries(model.realms) as [RealmKey, RealmModel][]).flatMap(([at, realm]) => {
    const own = ownView(realm, key);
    return Object.keys(own.clients).length === 0 ? [] : [[at, own] as const];
  });
  return { key: model.key, ...helpdesk, realms: Object.fromEntries(entries) };
}

function ownView(realm: RealmModel, key: string): RealmModel {
  const own = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(
      Object.entries(record).flatMap(([name, one]) =>
        name.startsWith(clientKey(key, "")) ? [[partOf(name), one]] : [],
      ),
    );
  const withOwnRoles = <T extends { readonly clientRoles: Readonly<Record<string, readonly string[]>> }>(
    record: Readonly<Record<string, T>>,
  ): Record<string, T> =>
    Object.fromEntries(
      Object.entries(record).map(([name, one]) => [name, { ...one, clientRoles: own(one.clientRoles) }]),
    );
  return {
    ...realm,
    clients: own(realm.clients),
    groups: withOwnRoles(realm.groups),
    users: withOwnRoles(realm.users),
  };
}

/** Roles without which helpdesks let nobody in: by realm key; of several helpdesks, by `REALM.HELPDESK`. */
export type LoginRoles = Readonly<Partial<Record<RealmKey | `${RealmKey}.${string}`, string>>>;

/** The role that the helpdesk of a client asks for, where the client is the one for people. */
export function loginRoleOf(
  roles: LoginRoles,
  model: PartialModel,
  realm: RealmKey,
  client: string,
): string | undefined {
  if (partOf(client) !== "app") return undefined;
  return isSeveral(model) ? roles[`${realm}.${helpdeskOf(model, client)}`] : roles[realm];
}
