// Redirect URIs of the clients that people log in with, and what each of them lets through.

import type { PartialModel } from "../model/canonical.ts";
import { urlOf } from "../model/helpdesks.ts";
import { absolute } from "./addresses.ts";
import { type ClientPart, clientsOf } from "./places.ts";

export interface Redirect extends ClientPart {
  /** As it is registered. */
  readonly uri: string;
  /** The same, with the root URL before a path alone. */
  readonly target: string;
  /** Public URL of the helpdesk that the client is for. */
  readonly url: string;
}

/** Every redirect URI of a client with a flow that redirects. */
export function redirectsOf(model: PartialModel): Redirect[] {
  return clientsOf(model).flatMap((part) => {
    const { client } = part;
    const url = urlOf(model, part.name);
    if (!client.standardFlow && !client.implicitFlow) return [];
    return client.redirectUris.map((uri) => ({ ...part, uri, target: absolute(uri, client.rootUrl), url }));
  });
}
