// What a helpdesk product brings: its preset, what goes into its own configuration, how it logs in.

import type { ExplainedNode, Origins } from "../model/explained.ts";
import type { LoginRoles } from "../model/helpdesks.ts";
import type { Model, RealmKey, RealmModel, SingleModel } from "../model/types.ts";
import type { HelpdeskPeople } from "../people/types.ts";
import type { Policy } from "../policy/types.ts";
import type { Issuer } from "./issuer.ts";

/** What a spec means, in full. */
export interface Expansion {
  readonly model: Model;
  /** The model with the origin of each value. */
  readonly explained: ExplainedNode;
  /** Where each value of the model came from, by its path in the model. */
  readonly origins: Origins;
  /** How the model is judged, and what of it the vendor's text answers for. */
  readonly policy: Policy;
  /** Role without which the helpdesk lets nobody in: a role of the client `app`. Not every helpdesk asks for one. */
  readonly loginRoles: LoginRoles;
  /** How people log in, one for each interface of the helpdesk. */
  readonly logins: readonly HelpdeskLogin[];
  /** URL on which the helpdesk's server reaches Keycloak; `null`: the public one. */
  readonly backendUrl: string | null;
  /** The version of Keycloak that the vendor supports; `null`: it names none. */
  readonly supportedKeycloak: string | null;
  /** What the helpdesk calls people's attributes, and which of them it asks for. */
  readonly people: (key: RealmKey) => HelpdeskPeople;
  /** The helpdesk's own configuration for these realms. */
  readonly render: (facts: RenderFacts) => Rendering;
  /** How it talks to a provider without Keycloak; `null`: it cannot do without. */
  readonly direct: DirectRenderer | null;
  /**
   * How the people of an installed helpdesk come into these realms: steps, as `Rendering.steps` are. `null`: its
   * vendor has no way.
   */
  readonly migration: ((facts: Addresses, command: CommandWords) => readonly string[]) | null;
}

/** A helpdesk that can talk to a provider without Keycloak. */
export interface DirectRenderer {
  /**
   * Where it finds people's data: in userinfo, or in the ID token; `standard names`: in the ID token, by the names of
   * OpenID Connect alone.
   */
  readonly reads: "userinfo" | "ID token" | "standard names";
  readonly authentication: "client_secret_basic" | "client_secret_post";
  /** The helpdesk's own configuration; pure. */
  readonly render: (model: SingleModel, facts: DirectFacts) => Rendering;
}

/** Who lets people in, in the place of one of the model's realms. */
export interface DirectFacts {
  readonly key: RealmKey;
  readonly realm: RealmModel;
  readonly issuer: Issuer;
}

/** What of a person a claim is to say. `id` is the person's id in the realm. */
export type PersonField = "id" | "username" | "email" | "firstName" | "lastName";

export type ClaimSource = "access token" | "ID token" | "userinfo";

/** How a helpdesk logs a person in at one of its interfaces, as its own code does. */
export interface HelpdeskLogin {
  readonly interface: "agents" | "customers";
  readonly realm: RealmKey;
  /** Key of the client in the realm. */
  readonly client: string;
  /** Where Keycloak sends the browser back to; `null`: any that is registered, or not known yet. */
  readonly redirectUri: string | null;
  /** How the helpdesk's server proves who it is at the token endpoint. */
  readonly authentication: "none" | "client_secret_basic" | "client_secret_post";
  /** Whether it sends a PKCE challenge (S256). `null`: its vendor does not say. */
  readonly pkce: boolean | null;
  readonly nonce: boolean;
  /** With `openid`. */
  readonly scopes: readonly string[];
  /** Where it looks for claims: each of them has to hold all. */
  readonly reads: readonly ClaimSource[];
  /** Claims that it cannot do without. */
  readonly claims: Readonly<Record<string, PersonField>>;
  /** Path of the claim that holds the names of people's roles, there where it reads claims; `null`: it reads none. */
  readonly roles: readonly string[] | null;
  /** The role among them without which it lets nobody in; `null`: it asks for none. */
  readonly gate: string | null;
  /** Algorithms of ID tokens that it takes; `null`: it does not look at the signature, or at all of them. */
  readonly algorithms: readonly string[] | null;
}

/** Where Keycloak is found. */
export interface Addresses {
  /** Keycloak's public base URL, without a slash at the end. */
  readonly keycloakUrl: string;
  /** URL on which the helpdesk's server reaches Keycloak; `null`: the public one. */
  readonly backendUrl: string | null;
}

/** What a person writes after a command's name to mean these realms again. */
export interface CommandWords {
  readonly spec: string;
  /** Options with their values, as `--stack` and the stack's name. */
  readonly options: readonly string[];
}

/** What a rendering needs beyond the model: the world's answers. */
export interface RenderFacts extends Addresses {
  /** Client secrets by realm key and client key, for example `agents` then `api`. */
  readonly clientSecrets: Readonly<Partial<Record<RealmKey, Readonly<Record<string, string>>>>>;
}

export interface RenderedFile {
  /** File name, for example `Config.pm`; of several helpdesks below a folder of the helpdesk's key. */
  readonly name: string;
  readonly text: string;
  /** Holds a secret: written with mode 0600 and never shown. */
  readonly secret: boolean;
}

export interface Rendering {
  readonly files: readonly RenderedFile[];
  /** What is left to do on the helpdesk's side, in order, as Markdown paragraphs without secrets. */
  readonly steps: readonly string[];
  /** What the vendor's text leaves open and what was chosen, one sentence each. */
  readonly notices: readonly string[];
}
