// Which key of a spec says a setting of the model: the way back of infra/helpdesks/realm-settings.ts.

import type { Value } from "../model/diff.ts";

interface SettingKey {
  /** Below the realm, or below `shared`. */
  readonly path: readonly string[];
  readonly write: (value: Value) => unknown;
}

const same = (value: Value): unknown => value;

/** `names`: the model's name to the spec's. */
function group(
  part: string,
  names: Readonly<Record<string, string>>,
  write: SettingKey["write"] = same,
): [string, SettingKey][] {
  return Object.entries(names).map(([name, key]) => [`${part}/${name}`, { path: [part, key], write }]);
}

const single = (name: string): [string, SettingKey] => [name, { path: [name], write: same }];

const KEYS: ReadonlyMap<string, SettingKey> = new Map([
  ...["displayName", "displayNameHtml", "frontendUrl", "sslRequired", "passwordPolicy"].map(single),
  ...group("login", {
    editUsernameAllowed: "editUsername",
    resetPasswordAllowed: "resetPassword",
    rememberMe: "rememberMe",
    verifyEmail: "verifyEmail",
    loginWithEmailAllowed: "withEmail",
  }),
  ...group("themes", { login: "login", account: "account", admin: "admin", email: "email" }),
  ...group(
    "tokens",
    {
      accessTokenLifespan: "accessToken",
      accessCodeLifespan: "code",
      accessCodeLifespanLogin: "login",
      accessCodeLifespanUserAction: "loginAction",
      actionTokenGeneratedByUserLifespan: "userAction",
      actionTokenGeneratedByAdminLifespan: "adminAction",
    },
    duration,
  ),
  ...group("tokens", {
    revokeRefreshToken: "revokeRefreshToken",
    refreshTokenMaxReuse: "refreshTokenMaxReuse",
  }),
  ...group(
    "sessions",
    {
      ssoSessionIdleTimeout: "idle",
      ssoSessionMaxLifespan: "max",
      ssoSessionIdleTimeoutRememberMe: "idleRememberMe",
      ssoSessionMaxLifespanRememberMe: "maxRememberMe",
      clientSessionIdleTimeout: "clientIdle",
      clientSessionMaxLifespan: "clientMax",
      offlineSessionIdleTimeout: "offlineIdle",
    },
    duration,
  ),
  ...group("bruteForce", {
    permanentLockout: "permanentLockout",
    maxLoginFailures: "maxLoginFailures",
    quickLoginCheckMilliSeconds: "quickLoginCheckMilliSeconds",
  }),
  ...group(
    "bruteForce",
    {
      waitIncrementSeconds: "waitIncrement",
      maxFailureWaitSeconds: "maxWait",
      failureResetTimeSeconds: "failureReset",
      minimumQuickLoginWaitSeconds: "quickLoginWait",
    },
    duration,
  ),
  ...group("smtp", {
    port: "port",
    fromDisplayName: "fromDisplayName",
    replyTo: "replyTo",
    replyToDisplayName: "replyToDisplayName",
    envelopeFrom: "envelopeFrom",
  }),
]);

/** The key for a path of the model below its realm, such as `tokens/accessTokenLifespan`. */
export const settingKey = (path: string): SettingKey | undefined => KEYS.get(path);

const UNITS = [
  ["d", 86_400],
  ["h", 3600],
  ["m", 60],
] as const;

/** Seconds as the spec writes them, in the largest unit that divides them. */
export function duration(seconds: Value): string {
  const number = Number(seconds);
  const [unit, factor] = UNITS.find(([, size]) => number !== 0 && number % size === 0) ?? ["s", 1];
  return `${number / factor}${unit}`;
}

/** Keys of a realm that `shared` can take, each as a whole or entry by entry. */
export const SHAREABLE: readonly (readonly string[])[] = [
  ...[...KEYS.values()].map(({ path }) => path).filter(([part]) => part !== "bruteForce" && part !== "smtp"),
  ["sessions", "offlineMax"],
  ["locales"],
  ["smtp"],
  ["bruteForce"],
];
