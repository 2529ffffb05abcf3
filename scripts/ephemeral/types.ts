// What is asked of test realms, and what a test gets to know of them.

import type { Connection } from "../../infra/admin/connection.ts";
import type { GivenUrls } from "../../infra/ephemeral/urls.ts";
import type { Product, RealmKey } from "../../infra/model/types.ts";

/** A Keycloak that is there, or one that is started for these realms alone and outlives the command. */
export type EphemeralServer =
  | { readonly kind: "shared"; readonly connection: Connection }
  | { readonly kind: "embedded"; readonly version?: string | undefined };

/** Test realms as somebody asks for them. */
export interface EphemeralRequest {
  /** Path of the spec, from the context's working folder. */
  readonly spec: string;
  /** Lower-case letters, digits and hyphens; the realms end in it. */
  readonly name: string;
  /** Base URL of the helpdesk that is tested; of several, each one's. */
  readonly url: GivenUrls;
  readonly ttlSeconds: number;
  /** For whom they are; undefined: whoever the environment says that this is. */
  readonly for?: string | undefined;
  /** Values of `${var:NAME}`. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly server: EphemeralServer;
  /** Whether servers that are started for them run on when this process has ended; they do by default. */
  readonly detached?: boolean;
  /** Folder that the files are written to, from the context's working folder. */
  readonly out: string;
}

/** All that a test needs. It holds secrets: never print it. */
export type EphemeralRun = EphemeralRealms | SeveralEphemeralRealms;

interface Run {
  readonly version: 1;
  readonly name: string;
  readonly for: string;
  /** ISO 8601, UTC. */
  readonly until: string;
  /** Base URL of Keycloak. */
  readonly keycloak: string;
  readonly realms: Readonly<Partial<Record<RealmKey, EphemeralRealm>>>;
  /** Paths of the helpdesk's own configuration; of several, in a folder of each one's key. */
  readonly rendered: readonly string[];
}

/** Realms of one helpdesk. */
export interface EphemeralRealms extends Run, EphemeralHelpdesk {}

/** Realms of several helpdesks. */
export interface SeveralEphemeralRealms extends Run {
  /** By key. */
  readonly helpdesks: Readonly<Record<string, EphemeralHelpdesk>>;
}

export interface EphemeralHelpdesk {
  readonly helpdesk: Product;
  /** Base URL of the helpdesk. */
  readonly url: string;
}

export interface EphemeralRealm {
  readonly realm: string;
  readonly issuer: string;
  /** By key of the layout: `app`, and `api` where the helpdesk has one; of several helpdesks `KEY.app`. */
  readonly clients: Readonly<Record<string, EphemeralClient>>;
  readonly people: readonly EphemeralPerson[];
}

export interface EphemeralClient {
  readonly clientId: string;
  /** `null`: a public client. */
  readonly secret: string | null;
}

export interface EphemeralPerson {
  readonly username: string;
  readonly password: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  /** Roles of the client `app`; of several helpdesks `KEY/ROLE`, as a spec writes them. */
  readonly roles: readonly string[];
}

/** What `up` wrote, beside the helpdesk's own configuration. */
export const ENV_FILE = "deskrealm.env";
export const JSON_FILE = "deskrealm.json";

/** One name's realms as a server has them. */
export interface EphemeralEntry {
  readonly name: string;
  readonly for: string;
  /** ISO 8601, UTC. */
  readonly until: string;
  readonly expired: boolean;
  /** Base URL of Keycloak. */
  readonly keycloak: string;
  /** Whether it is a Keycloak that was started for these realms alone. */
  readonly embedded: boolean;
  readonly realms: readonly { readonly realm: string; readonly people: number }[];
}
