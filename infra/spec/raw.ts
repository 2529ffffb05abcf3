// A spec before durations and references are read, any part of it missing: what the rules look at.

import type { DiagnosticCode } from "../diagnostics/catalogue.ts";
import type { Product, RealmKey } from "../model/types.ts";
import { LAYOUTS } from "./layout.ts";
import type { RawProvider } from "./rules-providers.ts";
import type { Path } from "./source.ts";

/** What a valid spec looks like before durations and references are read, with any part missing. */
type Partial<T> = { readonly [K in keyof T]?: T[K] | undefined };
export type RawUser = Partial<{
  firstName: string;
  lastName: string;
  email: string;
  roles: string[];
  attributes: Record<string, string | string[]>;
}>;
export type RawAttribute = Partial<{ required: boolean; edit: string[] }> | null;
export type RawClient = Partial<
  { clientId: string; access: string } & Record<"redirectUris" | "postLogoutRedirectUris", string[]>
>;
export type RawSettings = Partial<{
  displayName: string;
  frontendUrl: string;
  locales: Partial<{ supported: string[]; default: string }>;
  smtp: Partial<{ ssl: boolean; starttls: boolean }>;
  tokens: Partial<Record<string, string>>;
  sessions: Partial<Record<string, string>>;
}>;
export type RawLdap = Partial<{
  vendor: string;
  url: string | string[];
  startTls: boolean;
  pooling: boolean;
  edit: string | Partial<{ "writable-until": string }>;
  import: boolean;
  syncRegistrations: boolean;
  username: string;
  rdn: string;
  objectClasses: string[];
  cache: string | Partial<Record<"policy" | "day" | "lifespan", string> & Record<"hour" | "minute", number>>;
  attributes: Record<string, string>;
  groupClass: string;
  roles: Record<string, string | string[]>;
}>;
export type RawRealm = RawSettings &
  Partial<{
    realm: string;
    loginRole: string;
    roles: string[];
    username: Partial<{ minLength: number; maxLength: number }>;
    unmanagedAttributes: string;
    attributes: Record<string, RawAttribute>;
    clients: Partial<{ app: RawClient; api: RawClient }>;
    users: Record<string, RawUser | undefined>;
    ldap: RawLdap;
    identityProviders: Readonly<Record<string, RawProvider | undefined>>;
  }>;
export type RawEphemeral = Partial<{ users: Record<string, RawUser | undefined>; ldif: string }>;
export type RawSpec = Partial<{
  helpdesk: Product;
  url: string;
  backendUrl: string;
  interfaces: ("agents" | "customers")[];
  config: Partial<Record<string, unknown>>;
  shared: RawSettings;
  agents: RawRealm;
  customers: RawRealm;
  people: RawRealm;
  ephemeral: Partial<Record<RealmKey, RawEphemeral>>;
}>;

/** What is one helpdesk's own in a spec of several. */
export type RawHelpdesk = Pick<RawSpec, "helpdesk" | "url" | "backendUrl" | "interfaces" | "config"> &
  Partial<{ key: string } & Record<RealmKey, Pick<RawRealm, "loginRole" | "roles" | "clients">>>;
export type RawSeveral = Pick<RawSpec, "shared" | "ephemeral" | RealmKey> &
  Partial<{ helpdesks: readonly (RawHelpdesk | undefined)[] }>;

/** Notes a problem at a path: at its value, or at its key. */
export type Report = (code: DiagnosticCode, path: Path, detail: string, hint: string, key?: boolean) => void;

/** A realm of a spec, and of which product it is. */
export interface RealmPlace {
  readonly product: Product;
  readonly key: RealmKey;
}

/** The role that lets people in, and the others; empty where the helpdesk reads none. */
export function rolesOf(realm: RawRealm, { product, key }: RealmPlace): string[] {
  const login = realm.loginRole ?? LAYOUTS[product].realms[key]?.loginRole ?? null;
  // Roles that were refused for themselves are holes in the list.
  const others = (realm.roles ?? []).filter((role) => role !== undefined);
  return login === null ? others : [login, ...others];
}
