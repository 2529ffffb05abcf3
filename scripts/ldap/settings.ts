// How a directory is asked from here: as the model says that Keycloak asks it.

import type { FederationModel } from "../../infra/model/federation.ts";

export interface DirectorySettings {
  /** Tried in their order. */
  readonly urls: readonly string[];
  readonly startTls: boolean;
  /** Authorities, PEM; undefined: those of this machine alone. */
  readonly ca: string | undefined;
  /** `null`: without a login. `password` undefined: not to be had here. */
  readonly bind: { readonly dn: string; readonly password: string | undefined } | null;
  /** Milliseconds. */
  readonly connectTimeout: number;
  /** Milliseconds. */
  readonly readTimeout: number;
}

/** Where the model sets no end, a command still has one. */
const [CONNECT, READ] = [10_000, 60_000];

export function settingsOf(
  federation: FederationModel,
  password: string | undefined,
  ca: string | undefined,
): DirectorySettings {
  const { connectionUrl, startTls, bind, connectTimeout, readTimeout } = federation;
  return {
    urls: connectionUrl.split(/\s+/).filter((url) => url !== ""),
    startTls,
    ca,
    bind: bind === null ? null : { dn: bind.dn, password },
    connectTimeout: connectTimeout ?? CONNECT,
    readTimeout: readTimeout ?? READ,
  };
}
