// The catalogue of rules. Codes are public API: specs name them in exceptions.

import type { Rule, RuleText } from "./rule.ts";
import { apiClientPublic } from "./rules/clients/api-client-public.ts";
import { clientUrlPlainHttp } from "./rules/clients/client-url-plain-http.ts";
import { deviceGrant } from "./rules/clients/device-grant.ts";
import { directAccessGrants } from "./rules/clients/direct-access-grants.ts";
import { fullScope } from "./rules/clients/full-scope.ts";
import { implicitFlow } from "./rules/clients/implicit-flow.ts";
import { offlineByDefault } from "./rules/clients/offline-by-default.ts";
import { pkceMissing } from "./rules/clients/pkce-missing.ts";
import { pkceNotDemanded } from "./rules/clients/pkce-not-demanded.ts";
import { pkcePlain } from "./rules/clients/pkce-plain.ts";
import { postLogoutPlainHttp } from "./rules/clients/post-logout-plain-http.ts";
import { postLogoutWildcard } from "./rules/clients/post-logout-wildcard.ts";
import { redirectAnywhere } from "./rules/clients/redirect-anywhere.ts";
import { redirectBelowBase } from "./rules/clients/redirect-below-base.ts";
import { redirectForeignHost } from "./rules/clients/redirect-foreign-host.ts";
import { redirectLoopback } from "./rules/clients/redirect-loopback.ts";
import { redirectPlainHttp } from "./rules/clients/redirect-plain-http.ts";
import { serviceAccountRealmAdmin } from "./rules/clients/service-account-realm-admin.ts";
import { serviceAccountWrites } from "./rules/clients/service-account-writes.ts";
import { webOriginAny } from "./rules/clients/web-origin-any.ts";
import { webOriginDerived } from "./rules/clients/web-origin-derived.ts";
import { webOriginPlainHttp } from "./rules/clients/web-origin-plain-http.ts";
import { frontendUrlOpen } from "./rules/connection/frontend-url-open.ts";
import { frontendUrlPlainHttp } from "./rules/connection/frontend-url-plain-http.ts";
import { helpdeskPlainHttp } from "./rules/connection/helpdesk-plain-http.ts";
import { tlsNotRequired } from "./rules/connection/tls-not-required.ts";
import { exceptionExpired } from "./rules/exceptions/exception-expired.ts";
import { exceptionFarEnd } from "./rules/exceptions/exception-far-end.ts";
import { exceptionUnused } from "./rules/exceptions/exception-unused.ts";
import { accessTokenLong } from "./rules/lifetimes/access-token-long.ts";
import { adminLinkLong } from "./rules/lifetimes/admin-link-long.ts";
import { codeLong } from "./rules/lifetimes/code-long.ts";
import { loginPageLong } from "./rules/lifetimes/login-page-long.ts";
import { offlineIdleLong } from "./rules/lifetimes/offline-idle-long.ts";
import { offlineUnbounded } from "./rules/lifetimes/offline-unbounded.ts";
import { refreshTokenMaxReuse } from "./rules/lifetimes/refresh-token-max-reuse.ts";
import { refreshTokenReuse } from "./rules/lifetimes/refresh-token-reuse.ts";
import { rememberMeLong } from "./rules/lifetimes/remember-me-long.ts";
import { sessionIdleLong } from "./rules/lifetimes/session-idle-long.ts";
import { sessionMaxLong } from "./rules/lifetimes/session-max-long.ts";
import { userLinkLong } from "./rules/lifetimes/user-link-long.ts";
import { bruteForceLax } from "./rules/login/brute-force-lax.ts";
import { bruteForceOff } from "./rules/login/brute-force-off.ts";
import { bruteForceShortWait } from "./rules/login/brute-force-short-wait.ts";
import { duplicateEmails } from "./rules/login/duplicate-emails.ts";
import { emailSelfEdit } from "./rules/login/email-self-edit.ts";
import { permanentLockout } from "./rules/login/permanent-lockout.ts";
import { registrationAllowed } from "./rules/login/registration-allowed.ts";
import { registrationUnverified } from "./rules/login/registration-unverified.ts";
import { usernameEditable } from "./rules/login/username-editable.ts";
import { verifyEmailWithoutMail } from "./rules/login/verify-email-without-mail.ts";
import { smtpLoginPlain } from "./rules/mail/smtp-login-plain.ts";
import { smtpPasswordStored } from "./rules/mail/smtp-password-stored.ts";
import { smtpPlain } from "./rules/mail/smtp-plain.ts";
import { passwordHashWeak } from "./rules/passwords/password-hash-weak.ts";
import { passwordLikeName } from "./rules/passwords/password-like-name.ts";
import { passwordPolicyMissing } from "./rules/passwords/password-policy-missing.ts";
import { passwordShort } from "./rules/passwords/password-short.ts";
import { personEmailUnverified } from "./rules/people/person-email-unverified.ts";
import { personWithoutPassword } from "./rules/people/person-without-password.ts";
import { superuserLogin } from "./rules/people/superuser-login.ts";
import { customeridSelfEdit } from "./rules/profile/customerid-self-edit.ts";
import { customeridUndeclared } from "./rules/profile/customerid-undeclared.ts";
import { unmanagedAttributes } from "./rules/profile/unmanaged-attributes.ts";

/** Rules over the model. */
const OVER_THE_MODEL = [
  frontendUrlOpen,
  frontendUrlPlainHttp,
  helpdeskPlainHttp,
  tlsNotRequired,
  apiClientPublic,
  clientUrlPlainHttp,
  deviceGrant,
  directAccessGrants,
  fullScope,
  implicitFlow,
  offlineByDefault,
  pkceMissing,
  pkceNotDemanded,
  pkcePlain,
  postLogoutPlainHttp,
  postLogoutWildcard,
  redirectAnywhere,
  redirectBelowBase,
  redirectForeignHost,
  redirectLoopback,
  redirectPlainHttp,
  serviceAccountRealmAdmin,
  serviceAccountWrites,
  webOriginAny,
  webOriginDerived,
  webOriginPlainHttp,
  bruteForceLax,
  bruteForceOff,
  bruteForceShortWait,
  duplicateEmails,
  emailSelfEdit,
  permanentLockout,
  registrationAllowed,
  registrationUnverified,
  usernameEditable,
  verifyEmailWithoutMail,
  passwordHashWeak,
  passwordLikeName,
  passwordPolicyMissing,
  passwordShort,
  accessTokenLong,
  adminLinkLong,
  codeLong,
  loginPageLong,
  offlineIdleLong,
  offlineUnbounded,
  refreshTokenMaxReuse,
  refreshTokenReuse,
  rememberMeLong,
  sessionIdleLong,
  sessionMaxLong,
  userLinkLong,
  customeridSelfEdit,
  customeridUndeclared,
  unmanagedAttributes,
  smtpLoginPlain,
  smtpPasswordStored,
  smtpPlain,
  personEmailUnverified,
  personWithoutPassword,
  superuserLogin,
] as const;

/** Rules over the spec's own exceptions; none of them can be excepted. */
const OVER_EXCEPTIONS = [exceptionExpired, exceptionFarEnd, exceptionUnused] as const;

/** Closed union of the rules that an exception may name. */
export type ModelRuleCode = (typeof OVER_THE_MODEL)[number]["code"];

/** Closed union of all rules. */
export type RuleCode = ModelRuleCode | (typeof OVER_EXCEPTIONS)[number]["code"];

export const MODEL_RULES: readonly Rule<ModelRuleCode>[] = OVER_THE_MODEL;
export const MODEL_RULE_CODES: readonly ModelRuleCode[] = OVER_THE_MODEL.map(({ code }) => code);

/** What is said of each rule, in the order of the documentation. */
export const RULES: readonly RuleText<RuleCode>[] = [...OVER_THE_MODEL, ...OVER_EXCEPTIONS];

const byCode: ReadonlyMap<string, RuleText<RuleCode>> = new Map(RULES.map((one) => [one.code, one]));

/** The rule of a code, or undefined. */
export const findRule = (code: string): RuleText<RuleCode> | undefined => byCode.get(code);
