// An app's addresses are from its APP_ID: for a difference in them, the key that holds it.

import { APP_ID_KEYS, callbacksOf, readCallback } from "../helpdesks/deskpro-callbacks.ts";
import type { PartialModel } from "../model/canonical.ts";
import type { Difference } from "../model/diff.ts";
import type { RealmKey } from "../model/types.ts";
import type { Edit } from "./edit.ts";

/** Undefined where APP_IDs do not say all of the server's addresses. */
export function proposeForDeskpro({ segments, to }: Difference, live: PartialModel): Edit | undefined {
  const [key, part, client, property] = segments;
  const uris = live.realms[key as RealmKey]?.clients["app"]?.redirectUris ?? [];
  if (part !== "clients" || client !== "app" || uris.length === 0) return undefined;
  if (property === "redirectUris") return appId(live.url ?? "", uris, String(to));
  // The login page and the origin come with the first APP_ID.
  const ofFirst = property === "standardFlow" || property === "webOrigins";
  return ofFirst ? appId(live.url ?? "", uris, uris[0]) : undefined;
}

function appId(url: string, uris: readonly string[], uri = ""): Edit | undefined {
  const read = uris.map((one) => readCallback(url, one));
  const meant = read.flatMap((one) => (one === undefined ? [undefined] : callbacksOf(url, one.at, one.id)));
  const found = readCallback(url, uri);
  if (found === undefined || new Set(meant).size !== uris.length) return undefined;
  return { path: ["config", APP_ID_KEYS[found.at]], value: found.id };
}
