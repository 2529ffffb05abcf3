// The codes of all rules. Public API: specs name them in exceptions. Apart from the rules, which reading a
// spec has no need to load: `pulumi preview` is to be quick.

/** Rules over the model: those that an exception may name. In the order of the documentation. */
export const MODEL_RULE_CODES = [
  // connection
  "frontend-url-open",
  "frontend-url-plain-http",
  "helpdesk-plain-http",
  "tls-not-required",
  // clients
  "api-client-public",
  "client-url-plain-http",
  "device-grant",
  "direct-access-grants",
  "full-scope",
  "implicit-flow",
  "offline-by-default",
  "pkce-missing",
  "pkce-not-demanded",
  "pkce-plain",
  "post-logout-plain-http",
  "post-logout-wildcard",
  "redirect-anywhere",
  "redirect-below-base",
  "redirect-foreign-host",
  "redirect-loopback",
  "redirect-plain-http",
  "service-account-realm-admin",
  "service-account-writes",
  "web-origin-any",
  "web-origin-derived",
  "web-origin-plain-http",
  // login
  "brute-force-lax",
  "brute-force-off",
  "brute-force-short-wait",
  "duplicate-emails",
  "email-self-edit",
  "permanent-lockout",
  "registration-allowed",
  "registration-unverified",
  "username-editable",
  "verify-email-without-mail",
  // passwords
  "password-hash-weak",
  "password-like-name",
  "password-policy-missing",
  "password-short",
  // lifetimes
  "access-token-long",
  "admin-link-long",
  "code-long",
  "login-page-long",
  "offline-idle-long",
  "offline-unbounded",
  "refresh-token-max-reuse",
  "refresh-token-reuse",
  "remember-me-long",
  "session-idle-long",
  "session-max-long",
  "user-link-long",
  // profile
  "customerid-self-edit",
  "customerid-undeclared",
  "unmanaged-attributes",
  // directories
  "directory-accounts-unseen",
  "directory-anonymous",
  "directory-attribute-open",
  "directory-disabled",
  "directory-email-trusted",
  "directory-everybody",
  "directory-first-name",
  "directory-full-sync-missing",
  "directory-groups-wide",
  "directory-plain",
  "directory-timeout-missing",
  "directory-truststore-unused",
  "directory-whole",
  "directory-window",
  "directory-writable",
  // providers
  "provider-disabled",
  "provider-email-trusted",
  "provider-issuer-open",
  "provider-linking-automatic",
  "provider-pkce-missing",
  "provider-plain-http",
  "provider-roles-kept",
  "provider-signature-unchecked",
  // mail
  "smtp-login-plain",
  "smtp-password-stored",
  "smtp-plain",
  // people
  "person-email-unverified",
  "person-without-password",
  "superuser-login",
] as const;

/** Rules over a spec's exceptions; none of them can be excepted. */
export const EXCEPTION_RULE_CODES = ["exception-expired", "exception-far-end", "exception-unused"] as const;

/** Every code, in the order of the documentation. */
export const RULE_CODES: readonly string[] = [...MODEL_RULE_CODES, ...EXCEPTION_RULE_CODES];

export type ModelRuleCode = (typeof MODEL_RULE_CODES)[number];
export type ExceptionRuleCode = (typeof EXCEPTION_RULE_CODES)[number];
