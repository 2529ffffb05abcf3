// The providers of a realm in a spec as Keycloak's brokers, each value with its origin.

import { type Explained, given, preset, Sourced } from "../model/explained.ts";
import type { IdentityProviderModel } from "../model/identity-provider.ts";
import type { RealmModel } from "../model/types.ts";
import type { IdentityProviderSpec, IdentityProvidersSpec } from "../spec/identity-providers.ts";
import { expandFlows, FLOWS, type Linking } from "./flows.ts";
import { providerKind } from "./kinds.ts";
import { expandMappers } from "./mappers.ts";
import type { Given, ProviderKind } from "./types.ts";

/** What a realm has beside its providers. */
export interface BesideProviders {
  /** Key of the realm in the spec. */
  readonly key: string;
  /** Client id of the client whose roles people get. */
  readonly clientId: Sourced<string>;
  /** The helpdesk's URL. */
  readonly helpdeskUrl: string;
}

const keycloak = <T>(value: T, reason = "Keycloak's default"): Sourced<T> =>
  preset(value, "keycloak", reason);
const ours = <T>(value: T, reason: string): Sourced<T> => preset(value, "deskrealm", reason);

/** The providers and the flows that they need; nothing where the spec names none. */
export function expandProviders(
  specs: IdentityProvidersSpec | undefined,
  beside: BesideProviders,
): Explained<Pick<RealmModel, "identityProviders" | "brokerFlows">> {
  const entries = Object.entries(specs ?? {});
  return {
    identityProviders: Object.fromEntries(
      entries.map(([alias, spec]) => {
        const at = [beside.key, "identityProviders", alias];
        return [alias, expandProvider({ spec, alias, at, helpdeskUrl: beside.helpdeskUrl }, beside.clientId)];
      }),
    ),
    brokerFlows: expandFlows(entries.map(([, spec]) => linkingOf(spec))),
  };
}

/** How accounts are linked: by the spec, else by whether its addresses are trusted. */
export function linkingOf({ linking, trustEmail }: IdentityProviderSpec): Linking {
  return linking ?? (trustEmail === true ? "confirm" : "none");
}

function expandProvider(all: Given, clientId: Sourced<string>): Explained<IdentityProviderModel> {
  const { spec, alias, at } = all;
  const kind = providerKind(alias, spec.provider);
  const linking = linkingOf(spec);
  const pkce = spec.pkce === undefined ? undefined : spec.pkce === "S256" ? ("S256" as const) : null;
  const mode = spec.syncMode?.toUpperCase();
  return {
    providerId: keycloak(kind.providerId, `Keycloak's kind for ${kind.title}`),
    displayName:
      given(spec.displayName, ...at, "displayName") ??
      ours(kind.title, "words of the button on the login page"),
    enabled: given(spec.enabled, ...at, "enabled") ?? keycloak(true),
    hidden: given(spec.hidden, ...at, "hidden") ?? keycloak(false),
    linkOnly: keycloak(false),
    storeToken: keycloak(false),
    trustEmail:
      given(spec.trustEmail, ...at, "trustEmail") ??
      ours(false, "whoever may write an address there would pass for its owner"),
    syncMode:
      given(mode, ...at, "syncMode") ??
      ours("FORCE", "a role that is taken away there goes at the next login"),
    firstLoginFlow:
      given(spec.linking && FLOWS[linking], ...at, "linking") ??
      (spec.trustEmail === true
        ? keycloak(FLOWS[linking], "an account is linked after a proof")
        : ours(FLOWS[linking], "addresses that are not trusted link no account")),
    postLoginFlow: keycloak(null),
    ...expandEndpoints(all, kind),
    validateSignature:
      given(spec.validateSignature, ...at, "validateSignature") ??
      ours(true, "without it, a token is believed whoever wrote it"),
    clientId: given(spec.clientId, ...at, "clientId") as Sourced<string>,
    clientAuthentication:
      given<string>(spec.clientAuthentication, ...at, "clientAuthentication") ??
      keycloak("client_secret_post"),
    clientSecret: given(spec.clientSecret, ...at, "clientSecret") as Sourced<typeof spec.clientSecret>,
    scopes: expandScopes(all, kind),
    pkce: given(pkce, ...at, "pkce") ?? ours("S256" as const, "a code that is caught is of no use"),
    settings: expandEssential(all, kind, linking),
    mappers: expandMappers(all, kind, linking, clientId),
  };
}

function expandEndpoints(all: Given, kind: ProviderKind) {
  const { spec, at } = all;
  const endpoints = kind.endpoints(all);
  const none = given(null, ...at, "logout") as Sourced<null>;
  const through = spec.logout === undefined || spec.logout === "through";
  return {
    ...endpoints,
    ...(spec.logout === "none" ? { logoutUrl: none } : {}),
    backchannelLogout: through
      ? keycloak(false, "a logout goes on to the provider through the browser")
      : (given(spec.logout === "backchannel", ...at, "logout") as Sourced<boolean>),
  };
}

function expandScopes({ spec, at }: Given, kind: ProviderKind): Sourced<readonly string[]> {
  if (spec.scopes === undefined)
    return preset([...kind.scopes].sort(), "vendor", "what names and address need");
  return given([...new Set(["openid", ...spec.scopes])].sort(), ...at, "scopes") as Sourced<
    readonly string[]
  >;
}

/** Keycloak lets through only those whose token has the claim. */
function expandEssential({ spec, at }: Given, kind: ProviderKind, linking: Linking) {
  // Entra has no such claim: every login would be refused.
  const wanted = spec.verifiedEmail ?? (linking === "automatic" && kind.name !== "entra");
  if (!wanted) return {};
  const origin = (given(true, ...at, "verifiedEmail") as Sourced<true>).origin;
  const value = (text: string): Sourced<string> =>
    spec.verifiedEmail === undefined
      ? ours(text, "an account is given to its owner alone, by an address that was verified")
      : new Sourced(text, origin);
  return {
    filteredByClaim: value("true"),
    claimFilterName: value("email_verified"),
    claimFilterValue: value("true"),
  };
}
