// What a helpdesk product brings: its preset, what goes into its own configuration, how it logs in.

import type { Origins } from "../model/explained.ts";
import type { Model, RealmKey } from "../model/types.ts";
import type { HelpdeskPeople } from "../people/types.ts";
import type { Policy } from "../policy/types.ts";

/** What a spec means, in full. */
export interface Expansion {
  readonly model: Model;
  /** Where each value of the model came from, by its path in the model. */
  readonly origins: Origins;
  /** How the model is judged, and what of it the vendor's text answers for. */
  readonly policy: Policy;
  /** Role without which the helpdesk lets nobody in: a role of the client `app`. */
  readonly loginRoles: Readonly<Record<RealmKey, string>>;
  /** URL on which the helpdesk's server reaches Keycloak; `null`: the public one. */
  readonly backendUrl: string | null;
  /** The version of Keycloak that the vendor supports. */
  readonly supportedKeycloak: string;
  /** What the helpdesk calls people's attributes, and which of them it asks for. */
  readonly people: (key: RealmKey) => HelpdeskPeople;
  /** The helpdesk's own configuration for these realms. */
  readonly render: (facts: RenderFacts) => Rendering;
  /** How the people of an installed helpdesk come into these realms: steps, as `Rendering.steps` are. */
  readonly migration: (facts: Addresses, command: CommandWords) => readonly string[];
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
  /** File name without a folder, for example `Config.pm`. */
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
