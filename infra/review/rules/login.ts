// What differences of the login page and of the protection against guessing mean.

import { count, flag, lifetime, type Row } from "../rule.ts";

export const LOGIN_ROWS: readonly Row[] = [
  flag(
    "login/registrationAllowed",
    "login-registration",
    "whether people may register themselves",
    [
      "anybody may register an account",
      ["opens", "high", "a helpdesk that matches people by their address hands out their tickets"],
    ],
    ["nobody may register an account any more", ["locks-out", "low", "new people need an administrator"]],
  ),
  flag(
    "login/registrationEmailAsUsername",
    "login-email-as-username",
    "whether the address is the user name",
    [
      "the email address is the user name",
      ["behaviour", "medium", "the helpdesk knows people by their user name"],
    ],
    [
      "the email address is no longer the user name",
      ["behaviour", "medium", "the helpdesk knows people by their user name"],
    ],
  ),
  flag(
    "login/editUsernameAllowed",
    "login-edit-username",
    "whether people may rename themselves",
    [
      "people may change their own user name",
      [
        "opens",
        "medium",
        "the helpdesk knows people by it, so a name that is free again is somebody's tickets",
      ],
    ],
    ["people may no longer change their own user name", ["behaviour", "low", "an administrator does it"]],
  ),
  flag(
    "login/resetPasswordAllowed",
    "login-reset-password",
    "whether forgotten passwords can be reset",
    [
      "people who forgot their password may reset it by mail",
      ["opens", "low", "whoever reads a person's mail gets in"],
    ],
    [
      "people who forgot their password can no longer reset it",
      ["locks-out", "low", "they need an administrator"],
    ],
  ),
  flag(
    "login/rememberMe",
    "login-remember-me",
    "whether the login page offers to remember people",
    [
      'the login page offers "remember me"',
      ["lifetime", "low", "sessions outlive the browser on machines that others may use"],
    ],
    ['the login page no longer offers "remember me"', ["lifetime", "low", "people log in more often"]],
  ),
  flag(
    "login/verifyEmail",
    "login-verify-email",
    "whether addresses are verified",
    [
      "people must prove their email address at the first login",
      ["locks-out", "medium", "without a mail server that works, nobody new gets in"],
    ],
    [
      "people need not prove their email address any more",
      ["opens", "medium", "an address that is not theirs counts"],
    ],
  ),
  flag(
    "login/loginWithEmailAllowed",
    "login-with-email",
    "whether the address works as a user name",
    [
      "people may log in with their email address",
      ["opens", "low", "addresses are easier to know than names"],
    ],
    [
      "people may no longer log in with their email address",
      ["locks-out", "medium", "who knows only the address does not get in"],
    ],
  ),
  flag(
    "login/duplicateEmailsAllowed",
    "login-duplicate-emails",
    "whether two people may have one address",
    [
      "two people may have the same email address",
      ["opens", "high", "a helpdesk that matches people by their address mixes them up"],
    ],
    [
      "two people may no longer have the same email address",
      ["locks-out", "low", "people who share one cannot be saved"],
    ],
  ),
  flag(
    "login/userManagedAccess",
    "login-user-managed-access",
    "whether people may share resources",
    ["people may share resources with others", ["opens", "low", "they decide who else gets at them"]],
    ["people may no longer share resources", ["behaviour", "low", "what they shared is no longer shown"]],
  ),
  flag(
    "bruteForce/enabled",
    "brute-force",
    "the protection against guessing",
    [
      "accounts wait after failed logins",
      ["locks-out", "low", "whoever mistypes a password often has to wait"],
    ],
    [
      "accounts no longer wait after failed logins",
      ["opens", "high", "passwords can be guessed at full speed"],
    ],
  ),
  flag(
    "bruteForce/permanentLockout",
    "brute-force-permanent",
    "whether failed logins lock an account for good",
    [
      "failed logins lock an account until an administrator unlocks it",
      ["locks-out", "medium", "anybody who knows a user name can lock its owner out"],
    ],
    [
      "failed logins no longer lock an account for good",
      ["opens", "low", "guessing may go on after the wait"],
    ],
  ),
  count(
    "bruteForce/maxLoginFailures",
    "brute-force-failures",
    "failed logins before an account waits",
    ["opens", "low", "more guesses are free"],
    ["locks-out", "low", "people who mistype wait sooner"],
  ),
  lifetime("bruteForce/waitIncrementSeconds", "brute-force-wait", "the wait after failed logins", {
    longer: ["locks-out", "low", "people who mistype wait longer"],
    shorter: ["opens", "low", "guessing is faster"],
  }),
  lifetime(
    "bruteForce/maxFailureWaitSeconds",
    "brute-force-max-wait",
    "the longest wait after failed logins",
    {
      longer: ["locks-out", "low", "people who mistype wait longer"],
      shorter: ["opens", "low", "guessing is faster"],
    },
  ),
  lifetime(
    "bruteForce/minimumQuickLoginWaitSeconds",
    "brute-force-quick-wait",
    "the wait after two quick failures",
    {
      longer: ["locks-out", "low", "people who mistype wait longer"],
      shorter: ["opens", "low", "guessing is faster"],
    },
  ),
  lifetime(
    "bruteForce/failureResetTimeSeconds",
    "brute-force-reset",
    "the time until failed logins are forgotten",
    {
      longer: ["locks-out", "low", "failures of long ago count"],
      shorter: ["opens", "low", "slow guessing goes unnoticed"],
    },
  ),
  count(
    "bruteForce/quickLoginCheckMilliSeconds",
    "brute-force-quick-check",
    "milliseconds within which two failures count as a machine's",
    ["locks-out", "low", "fast typists are taken for machines"],
    ["opens", "low", "fewer machines are noticed"],
  ),
];
