// What differences of lifetimes mean. A longer life is a longer use of what was stolen; a shorter one asks
// people to log in again.

import { count, type Effect, flag, lifetime, type Row } from "../rule.ts";

const HOUR = 3600;
const AGAIN: Effect = ["lifetime", "low", "people log in again sooner"];
const SESSION: Effect = ["lifetime", "medium", "a session that was left open or stolen works for longer"];
const LINK: Effect = ["lifetime", "medium", "a link in a mail that somebody else reads works for longer"];
const LATE: Effect = ["lifetime", "low", "people who take their time have to begin again"];
const AS_SSO = "that of the login session";

const session = (field: string, code: string, noun: string, zero?: string): Row =>
  lifetime(`sessions/${field}`, code, noun, {
    longer: SESSION,
    shorter: AGAIN,
    ...(zero === undefined ? {} : { zero }),
  });

export const LIFETIME_ROWS: readonly Row[] = [
  lifetime("tokens/accessTokenLifespan", "token-access", "lifetime of access tokens", {
    longer: ({ to }) => [
      "lifetime",
      Number(to) > HOUR ? "high" : "medium",
      "a stolen token works for longer, also after a logout",
    ],
    shorter: ["lifetime", "low", "the helpdesk asks for a new token more often"],
    lives: "access tokens now live",
  }),
  lifetime("tokens/accessCodeLifespan", "token-code", "time in which the helpdesk redeems a code", {
    longer: ["lifetime", "medium", "a stolen code works for longer"],
    shorter: ["lifetime", "low", "a slow helpdesk comes too late"],
  }),
  lifetime("tokens/accessCodeLifespanLogin", "token-login", "time for a login", {
    longer: ["lifetime", "low", "a login page that was left open works for longer"],
    shorter: LATE,
  }),
  lifetime("tokens/accessCodeLifespanUserAction", "token-login-action", "time for one step of a login", {
    longer: ["lifetime", "low", "a login page that was left open works for longer"],
    shorter: LATE,
  }),
  lifetime(
    "tokens/actionTokenGeneratedByUserLifespan",
    "token-user-action",
    "validity of links that people ask for",
    {
      longer: LINK,
      shorter: LATE,
    },
  ),
  lifetime(
    "tokens/actionTokenGeneratedByAdminLifespan",
    "token-admin-action",
    "validity of links that administrators send",
    { longer: LINK, shorter: LATE },
  ),
  flag(
    "tokens/revokeRefreshToken",
    "token-refresh-once",
    "whether a refresh token works once",
    [
      "a refresh token works once only",
      ["lifetime", "low", "a client that uses one twice has to log in again"],
    ],
    [
      "a refresh token works again and again",
      ["lifetime", "medium", "a stolen one works until the session ends, and nobody notices"],
    ],
  ),
  count(
    "tokens/refreshTokenMaxReuse",
    "token-refresh-reuse",
    "how often a refresh token may be used again",
    ["lifetime", "low", "a stolen one works more often"],
    ["lifetime", "low", "a client that uses one too often has to log in again"],
  ),
  session("ssoSessionIdleTimeout", "session-idle", "time after which an idle session ends"),
  session("ssoSessionMaxLifespan", "session-max", "time after which any session ends"),
  session(
    "ssoSessionIdleTimeoutRememberMe",
    "session-idle-remember-me",
    'time after which an idle session with "remember me" ends',
    "the same as without it",
  ),
  session(
    "ssoSessionMaxLifespanRememberMe",
    "session-max-remember-me",
    'time after which any session with "remember me" ends',
    "the same as without it",
  ),
  session(
    "clientSessionIdleTimeout",
    "session-client-idle",
    "time after which a client's idle session ends",
    AS_SSO,
  ),
  session(
    "clientSessionMaxLifespan",
    "session-client-max",
    "time after which a client's session ends",
    AS_SSO,
  ),
  session(
    "offlineSessionIdleTimeout",
    "session-offline-idle",
    "time after which an idle offline session ends",
  ),
  flag(
    "sessions/offlineSessionMaxLifespanEnabled",
    "session-offline-limit",
    "whether offline sessions end",
    ["offline sessions end after a time", AGAIN],
    ["offline sessions that are in use never end", SESSION],
  ),
  session("offlineSessionMaxLifespan", "session-offline-max", "time after which any offline session ends"),
];
