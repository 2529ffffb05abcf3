// The catalogue of rules, one for each code.

import {
  EXCEPTION_RULE_CODES,
  type ExceptionRuleCode,
  MODEL_RULE_CODES,
  type ModelRuleCode,
} from "./codes.ts";
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
import { directoryAccountsUnseen } from "./rules/directories/directory-accounts-unseen.ts";
import { directoryAnonymous } from "./rules/directories/directory-anonymous.ts";
import { directoryAttributeOpen } from "./rules/directories/directory-attribute-open.ts";
import { directoryDisabled } from "./rules/directories/directory-disabled.ts";
import { directoryEmailTrusted } from "./rules/directories/directory-email-trusted.ts";
import { directoryEverybody } from "./rules/directories/directory-everybody.ts";
import { directoryFirstName } from "./rules/directories/directory-first-name.ts";
import { directoryFullSyncMissing } from "./rules/directories/directory-full-sync-missing.ts";
import { directoryGroupsWide } from "./rules/directories/directory-groups-wide.ts";
import { directoryPlain } from "./rules/directories/directory-plain.ts";
import { directoryTimeoutMissing } from "./rules/directories/directory-timeout-missing.ts";
import { directoryTruststoreUnused } from "./rules/directories/directory-truststore-unused.ts";
import { directoryWhole } from "./rules/directories/directory-whole.ts";
import { directoryWindow } from "./rules/directories/directory-window.ts";
import { directoryWritable } from "./rules/directories/directory-writable.ts";
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
import { providerDisabled } from "./rules/providers/provider-disabled.ts";
import { providerEmailTrusted } from "./rules/providers/provider-email-trusted.ts";
import { providerIssuerOpen } from "./rules/providers/provider-issuer-open.ts";
import { providerLinkingAutomatic } from "./rules/providers/provider-linking-automatic.ts";
import { providerPkceMissing } from "./rules/providers/provider-pkce-missing.ts";
import { providerPlainHttp } from "./rules/providers/provider-plain-http.ts";
import { providerRolesKept } from "./rules/providers/provider-roles-kept.ts";
import { providerSignatureUnchecked } from "./rules/providers/provider-signature-unchecked.ts";

export type { ModelRuleCode } from "./codes.ts";

/** Closed union of all rules. */
export type RuleCode = ModelRuleCode | ExceptionRuleCode;

const OVER_MODEL: { readonly [C in ModelRuleCode]: Rule<C> } = {
  "frontend-url-open": frontendUrlOpen,
  "frontend-url-plain-http": frontendUrlPlainHttp,
  "helpdesk-plain-http": helpdeskPlainHttp,
  "tls-not-required": tlsNotRequired,
  "api-client-public": apiClientPublic,
  "client-url-plain-http": clientUrlPlainHttp,
  "device-grant": deviceGrant,
  "direct-access-grants": directAccessGrants,
  "full-scope": fullScope,
  "implicit-flow": implicitFlow,
  "offline-by-default": offlineByDefault,
  "pkce-missing": pkceMissing,
  "pkce-not-demanded": pkceNotDemanded,
  "pkce-plain": pkcePlain,
  "post-logout-plain-http": postLogoutPlainHttp,
  "post-logout-wildcard": postLogoutWildcard,
  "redirect-anywhere": redirectAnywhere,
  "redirect-below-base": redirectBelowBase,
  "redirect-foreign-host": redirectForeignHost,
  "redirect-loopback": redirectLoopback,
  "redirect-plain-http": redirectPlainHttp,
  "service-account-realm-admin": serviceAccountRealmAdmin,
  "service-account-writes": serviceAccountWrites,
  "web-origin-any": webOriginAny,
  "web-origin-derived": webOriginDerived,
  "web-origin-plain-http": webOriginPlainHttp,
  "brute-force-lax": bruteForceLax,
  "brute-force-off": bruteForceOff,
  "brute-force-short-wait": bruteForceShortWait,
  "duplicate-emails": duplicateEmails,
  "email-self-edit": emailSelfEdit,
  "permanent-lockout": permanentLockout,
  "registration-allowed": registrationAllowed,
  "registration-unverified": registrationUnverified,
  "username-editable": usernameEditable,
  "verify-email-without-mail": verifyEmailWithoutMail,
  "password-hash-weak": passwordHashWeak,
  "password-like-name": passwordLikeName,
  "password-policy-missing": passwordPolicyMissing,
  "password-short": passwordShort,
  "access-token-long": accessTokenLong,
  "admin-link-long": adminLinkLong,
  "code-long": codeLong,
  "login-page-long": loginPageLong,
  "offline-idle-long": offlineIdleLong,
  "offline-unbounded": offlineUnbounded,
  "refresh-token-max-reuse": refreshTokenMaxReuse,
  "refresh-token-reuse": refreshTokenReuse,
  "remember-me-long": rememberMeLong,
  "session-idle-long": sessionIdleLong,
  "session-max-long": sessionMaxLong,
  "user-link-long": userLinkLong,
  "customerid-self-edit": customeridSelfEdit,
  "customerid-undeclared": customeridUndeclared,
  "unmanaged-attributes": unmanagedAttributes,
  "directory-accounts-unseen": directoryAccountsUnseen,
  "directory-anonymous": directoryAnonymous,
  "directory-attribute-open": directoryAttributeOpen,
  "directory-disabled": directoryDisabled,
  "directory-email-trusted": directoryEmailTrusted,
  "directory-everybody": directoryEverybody,
  "directory-first-name": directoryFirstName,
  "directory-full-sync-missing": directoryFullSyncMissing,
  "directory-groups-wide": directoryGroupsWide,
  "directory-plain": directoryPlain,
  "directory-timeout-missing": directoryTimeoutMissing,
  "directory-truststore-unused": directoryTruststoreUnused,
  "directory-whole": directoryWhole,
  "directory-window": directoryWindow,
  "directory-writable": directoryWritable,
  "provider-disabled": providerDisabled,
  "provider-email-trusted": providerEmailTrusted,
  "provider-issuer-open": providerIssuerOpen,
  "provider-linking-automatic": providerLinkingAutomatic,
  "provider-pkce-missing": providerPkceMissing,
  "provider-plain-http": providerPlainHttp,
  "provider-roles-kept": providerRolesKept,
  "provider-signature-unchecked": providerSignatureUnchecked,
  "smtp-login-plain": smtpLoginPlain,
  "smtp-password-stored": smtpPasswordStored,
  "smtp-plain": smtpPlain,
  "person-email-unverified": personEmailUnverified,
  "person-without-password": personWithoutPassword,
  "superuser-login": superuserLogin,
};

const OVER_EXCEPTIONS: { readonly [C in ExceptionRuleCode]: RuleText<C> } = {
  "exception-expired": exceptionExpired,
  "exception-far-end": exceptionFarEnd,
  "exception-unused": exceptionUnused,
};

export const MODEL_RULES: readonly Rule<ModelRuleCode>[] = MODEL_RULE_CODES.map((code) => OVER_MODEL[code]);

/** What is said of each rule, in the order of the documentation. */
export const RULES: readonly RuleText<RuleCode>[] = [
  ...MODEL_RULES,
  ...EXCEPTION_RULE_CODES.map((code) => OVER_EXCEPTIONS[code]),
];
