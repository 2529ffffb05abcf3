// OTRS's settings for Keycloak, by the keys of its Config.pm. Config.pm and the table of environment
// variables are two ways to write the same record. Source: OTRS's own text on Keycloak, 'OTRS Setup'.

import { Failure } from "../diagnostics/failure.ts";
import type { ClientModel, RealmModel } from "../model/types.ts";
import type { OtrsKey, OtrsModel } from "./otrs-model.ts";
import type { PerlValue } from "./perl.ts";
import { postLogoutUrl } from "./post-logout-url.ts";
import type { Addresses, RenderFacts } from "./types.ts";

/** Choices on OTRS's side that Keycloak knows nothing of. */
export interface OtrsRenderOptions {
  /** Ask Keycloak about the token at each request, instead of checking it locally. */
  readonly enableRemoteCheck: boolean;
  /** Leave an agent's roles in OTRS alone at login. */
  readonly disableUserRolesSync: boolean;
  /** Role without which nobody logs in; where it is not said, the first role of the client `app`. */
  readonly loginRoles: Readonly<Partial<Record<OtrsKey, string>>>;
}

/** Key in `$Self` to value, in the order of the file. What is not set is not there. */
export type OtrsSettings = Readonly<Record<string, PerlValue>>;

/** Settings of the agents' interface. */
export function agentSettings(
  model: OtrsModel,
  facts: RenderFacts,
  options: OtrsRenderOptions,
): OtrsSettings {
  const role = gateRole(model, "agents", options);
  return {
    AuthModule: "Kernel::System::Auth::OIDC",
    ...connection("AuthModule::OIDC", "agents", model, facts),
    "Agent::AccessTokenStorageModule": "Kernel::System::AccessToken::Storage::OIDC",
    ...credentials("Keycloak::API::Credentials::User", "agents", model, facts),
    "AuthModule::OIDC::Token::EnableRemoteCheck": options.enableRemoteCheck,
    ...(role === null ? {} : { "AuthModule::OIDC::AgentRole": role }),
    AuthSyncModule: "Kernel::System::Auth::Sync::OIDC",
    "AuthSyncModule::OIDC::UserSyncMap": {
      UserFirstname: "given_name",
      UserLastname: "family_name",
      UserEmail: "email",
    },
    "AuthSyncModule::OIDC::DisableUserRolesSync": options.disableUserRolesSync,
  };
}

/** Settings of the customers' interface, without the `CustomerUser` backend. */
export function customerSettings(
  model: OtrsModel,
  facts: RenderFacts,
  options: OtrsRenderOptions,
): OtrsSettings {
  const role = gateRole(model, "customers", options);
  return {
    "Customer::AuthModule": "Kernel::System::CustomerAuth::OIDC",
    ...connection("Customer::AuthModule::OIDC", "customers", model, facts),
    "Customer::AccessTokenStorageModule": "Kernel::System::AccessToken::Storage::OIDC",
    ...credentials("Keycloak::API::Credentials::CustomerUser", "customers", model, facts),
    "Customer::AuthModule::OIDC::Token::EnableRemoteCheck": options.enableRemoteCheck,
    ...(role === null ? {} : { "Customer::AuthModule::OIDC::CustomerUserRole": role }),
  };
}

/** The role without which nobody logs in; `null`: the application client has no role at all. */
export function gateRole(model: OtrsModel, key: OtrsKey, options: OtrsRenderOptions): string | null {
  // A model in canonical order has its roles sorted, so the first one is a guess that callers can do without.
  return options.loginRoles[key] ?? Object.keys(otrsClient(model.realms[key], "app").roles)[0] ?? null;
}

/** Where browsers find Keycloak for this realm. A realm that fixes its URL issues tokens in its name. */
export function authority(realm: RealmModel, facts: Addresses): string {
  return (realm.frontendUrl ?? facts.keycloakUrl).replace(/\/+$/, "");
}

/** Where OTRS's server finds Keycloak for this realm. */
export function backend(realm: RealmModel, facts: Addresses): string {
  return facts.backendUrl ?? authority(realm, facts);
}

/** A client of the OTRS layout, by its role in it. */
export function otrsClient(realm: RealmModel, key: "app" | "api"): ClientModel {
  const client = realm.clients[key];
  if (client === undefined) throw new TypeError(`The model of realm ${realm.realm} has no client '${key}'.`);
  return client;
}

function connection(prefix: string, key: OtrsKey, model: OtrsModel, facts: RenderFacts): OtrsSettings {
  const realm = model.realms[key];
  const app = otrsClient(realm, "app");
  return {
    [`${prefix}::Authority`]: authority(realm, facts),
    ...(facts.backendUrl === null ? {} : { [`${prefix}::BackendAuthority`]: facts.backendUrl }),
    [`${prefix}::Realm`]: realm.realm,
    [`${prefix}::ClientID`]: app.clientId,
    [`${prefix}::PostLogoutRedirectURL`]: postLogoutUrl(model.url, app).url,
  };
}

function credentials(prefix: string, key: OtrsKey, model: OtrsModel, facts: RenderFacts): OtrsSettings {
  const realm = model.realms[key];
  const { clientId } = otrsClient(realm, "api");
  const secret = facts.clientSecrets[key]?.["api"];
  // A file without its secret would look finished and fail only once OTRS uses it.
  if (secret === undefined || secret === "") {
    throw new Failure(
      "secret-missing",
      `The secret of client ${clientId} in realm ${realm.realm} is not known.`,
      {
        hint: "bring the realm up first, or render with credentials that may read the client's secret",
      },
    );
  }
  return { [`${prefix}::ClientID`]: clientId, [`${prefix}::ClientSecret`]: secret };
}
