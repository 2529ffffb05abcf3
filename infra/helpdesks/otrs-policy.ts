// Where OTRS's own text departs from the policy. Source: the vendor's tutorial "Keycloak".

import type { VendorAcceptance } from "../policy/types.ts";

const NO_ADDRESS =
  "the vendor names no redirect URI, so everything below the helpdesk's URL is taken until the spec has the exact ones";
const FULL_SCOPE =
  "the tutorial leaves full scope as Keycloak has it, and does not say which of a token's roles OTRS reads";
const API_ROLE =
  "the tutorial gives the role to the service account: OTRS keeps its people in Keycloak by it";

/** They cover the preset's own values only: what a person wrote, or changed on the server, stays open. */
export const OTRS_ACCEPTED: readonly VendorAcceptance[] = [
  { rule: "redirect-below-base", at: "clients/app/redirectUris", reason: NO_ADDRESS },
  { rule: "redirect-below-base", at: "clients/api/redirectUris", reason: NO_ADDRESS },
  {
    rule: "pkce-missing",
    at: "clients/app/pkce",
    reason:
      "the vendor makes otrs-app public and does not say that OTRS sends a challenge; demanded of one that sends none, every login would fail",
  },
  {
    rule: "pkce-not-demanded",
    at: "clients/app/pkce",
    reason: "the vendor does not say that OTRS sends a challenge",
  },
  {
    rule: "pkce-not-demanded",
    at: "clients/api/pkce",
    reason: "the tutorial turns the standard flow on for otrs-api, and does not speak of PKCE",
  },
  { rule: "full-scope", at: "clients/app/fullScopeAllowed", reason: FULL_SCOPE },
  { rule: "full-scope", at: "clients/api/fullScopeAllowed", reason: FULL_SCOPE },
  {
    rule: "service-account-writes",
    at: "clients/api/serviceAccountRoles/realm-management",
    reason: API_ROLE,
  },
  {
    rule: "unmanaged-attributes",
    at: "profile/unmanagedAttributes",
    reason: "the tutorial enables unmanaged attributes in both realms",
  },
];
