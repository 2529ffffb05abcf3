// Deskpro's apps, and where they let Keycloak send people back to: each address holds the app's APP_ID.
// Sources: the vendor's articles 'OpenID Connect setup' in its admin guide and in its older one.

import type { RealmKey, RealmModel } from "../model/types.ts";
import type { Spec } from "../spec/schema.ts";
import type { HelpdeskLogin } from "./types.ts";

type Interface = HelpdeskLogin["interface"];

/** One app of Deskpro, and the realm that lets people in there. */
export interface App {
  readonly at: Interface;
  readonly key: RealmKey;
  readonly realm: RealmModel;
  /** Not known before the app is installed. */
  readonly id: number | undefined;
}

/** As Deskpro calls them. */
export const PEOPLE = { agents: "agents", customers: "users" } as const;

/** Key of the spec's `config` that holds the APP_ID. */
export const APP_ID_KEYS = { agents: "agentsAppId", customers: "usersAppId" } as const;

export const appIdOf = ({ config }: Spec, at: Interface): number | undefined => config?.[APP_ID_KEYS[at]];

/** The address first that every text of the vendor but the newest has; agents have another one in Deskpro Horizon. */
export function callbacksOf(url: string, at: Interface, id: number): string[] {
  return at === "agents"
    ? [
        `${url}/agent/login/authenticate-callback/${id}`,
        `${url}/api/v2/api_tokens/user_sources/${id}/callback/app`,
      ]
    : [`${url}/login/authenticate-callback/${id}`];
}

/** Whose callback an address is, and the APP_ID in it. */
export function readCallback(url: string, uri: string): { at: Interface; id: number } | undefined {
  const id = Number(/\/(\d{1,9})(?:\/callback\/app)?$/.exec(uri)?.[1]);
  const at = (["agents", "customers"] as const).find((one) => callbacksOf(url, one, id).includes(uri));
  return at === undefined ? undefined : { at, id };
}
