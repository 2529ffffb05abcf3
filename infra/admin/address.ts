// A Keycloak's address as states remember it.

import { type Connection, shown } from "./connection.ts";

/** The Admin API's address: one spelling, and no credentials. */
export function addressOf({ adminUrl }: Pick<Connection, "adminUrl">): string {
  return spelled(adminUrl);
}

/** An address in the same spelling. */
export const spelled = (url: string): string =>
  URL.canParse(url) ? shown(new URL(url).href).replace(/\/+$/, "") : url;
