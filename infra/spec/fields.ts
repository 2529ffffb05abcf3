// Types of single values in a spec. Each refusal carries its diagnostic's code, detail and hint.

import { z } from "zod";
import type { DiagnosticCode } from "../diagnostics/catalogue.ts";
import type { SecretReference } from "../model/types.ts";
import { vaultKey, wholeReference } from "./references.ts";

/** What a custom check of these types puts into zod's issue. */
export interface IssueParams {
  readonly code: DiagnosticCode;
  readonly detail: string;
  readonly hint: string;
}

/** The reason against a value, or undefined where there is none. */
export type Check = (value: string) => IssueParams | undefined;

export function checked(check: Check) {
  return (value: string, context: z.RefinementCtx): void => {
    const params = check(value);
    if (params !== undefined)
      context.addIssue({ code: "custom", message: params.detail, params: { ...params } });
  };
}

/** Control characters, and halves of characters, which no file and no request can carry. */
const CONTROL = /[\p{Cc}\p{Cs}]/u;
/** Besides them, what cannot be seen and what turns the line around: not for addresses and ids. */
export const HIDDEN = /[\p{C}\p{Zl}\p{Zp}]/u;
/** Keycloak's own columns are shorter; what is longer was not meant. */
const LONGEST_TEXT = 4000;
const LONGEST_URL = 2000;

const textCheck: Check = (value) => {
  const hint = "write it without them, or leave the key out";
  if (value === "") return { code: "text-characters", detail: "the text is empty", hint };
  if (value.length > LONGEST_TEXT) {
    const detail = `the text has more than ${LONGEST_TEXT} characters`;
    return { code: "text-characters", detail, hint: "write it shorter" };
  }
  if (value.trim() === value && !CONTROL.test(value)) return undefined;
  const detail = "the text begins or ends with a space or holds a control character";
  return { code: "text-characters", detail, hint };
};

/** One line of text, not empty. */
export const text = () => z.string().superRefine(checked(textCheck));

const valueCheck: Check = (value) =>
  value.includes("##")
    ? {
        code: "text-characters",
        detail: 'the text holds "##", by which Keycloak\'s plugin separates several values',
        hint: "write it without ##",
      }
    : textCheck(value);

/** One value of a person's attribute. */
export const attributeValue = () => z.string().superRefine(checked(valueCheck));

const WILDCARD_HINT = "list the exact callback, for example https://desk.example/callback";

function parseUrl(value: string): URL | undefined {
  return URL.canParse(value) ? new URL(value) : undefined;
}

function urlReason(value: string): string | undefined {
  if (value.length > LONGEST_URL) return `it has more than ${LONGEST_URL} characters`;
  if (HIDDEN.test(value)) return "it has a character that cannot be seen";
  const url = parseUrl(value);
  if (url === undefined || value.trim() !== value) return `"${value}" is not an absolute URL`;
  if (url.protocol !== "https:" && url.protocol !== "http:") return `${url.protocol} is not http or https`;
  if (!/^https?:\/\/[^/]/i.test(value)) return "two slashes and a host follow the colon";
  if (/[\s\\]/.test(value)) return "it has a space or a backslash";
  if (url.username !== "" || url.password !== "") return "a user name or password stands in it";
  if (url.hash !== "" || value.endsWith("#")) return "it has a fragment";
  if (url.hostname.includes("*")) return "its host has a wildcard";
  if (value.includes("${")) return "it has a part that nothing replaces";
  return undefined;
}

const baseUrlCheck: Check = (value) => {
  const reason =
    urlReason(value) ??
    (value.includes("?") ? "it has a query" : undefined) ??
    (value.includes("*") ? "it has a wildcard" : undefined);
  return reason === undefined
    ? undefined
    : { code: "url", detail: reason, hint: "write an absolute address, for example https://desk.example" };
};

/** Base URL: absolute, http or https, no query or fragment; the slash at the end goes. */
export const baseUrl = () =>
  z
    .string()
    .superRefine(checked(baseUrlCheck))
    .transform((value) => value.replace(/\/+$/, ""));

const redirectCheck: Check = (value) => {
  if (value.includes("*")) {
    return {
      code: "redirect-uri-wildcard",
      detail: `"${value}" matches more than one address`,
      hint: WILDCARD_HINT,
    };
  }
  const reason = urlReason(value);
  return reason === undefined ? undefined : { code: "redirect-uri", detail: reason, hint: WILDCARD_HINT };
};

/** Exact redirect URI: absolute, no wildcard. A query is part of it. */
export const redirectUri = () => z.string().superRefine(checked(redirectCheck));

const originCheck: Check = (value) => {
  if (value === "*" || value.includes("*")) {
    return {
      code: "redirect-uri-wildcard",
      detail: `"${value}" lets pages of any site call Keycloak with a person's login`,
      hint: "write the origin, for example https://desk.example",
    };
  }
  const url = urlReason(value) === undefined ? parseUrl(value) : undefined;
  if (url !== undefined && url.origin === value) return undefined;
  return {
    code: "url",
    detail: `"${value}" is not an origin: scheme, host and port only`,
    hint: url === undefined ? "write it like https://desk.example" : `write ${url.origin}`,
  };
};

/** Web origin: scheme, host and port, nothing behind. */
export const origin = () => z.string().superRefine(checked(originCheck));

/** Keycloak's own clients, which exist in every realm. */
export const BUILT_IN_CLIENTS = [
  "account",
  "account-console",
  "admin-cli",
  "broker",
  "realm-management",
  "security-admin-console",
];

/**
 * Longest name of a realm: Keycloak makes a client with the redirect URI `/realms/NAME/account/*`, has 255 characters
 * for that, and answers a longer name with 500.
 */
export const LONGEST_REALM = 237;

const realmNameCheck: Check = (value) => {
  if (value.toLowerCase() === "master") {
    return {
      code: "realm-name",
      detail: "master is Keycloak's own realm",
      hint: "write a name such as otrs-agents",
    };
  }
  if (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(value) && value.length <= LONGEST_REALM) return undefined;
  return {
    code: "realm-name",
    detail: `"${value}" has characters that do not belong in the URL of a realm, or is empty or too long`,
    hint: "use letters, digits, dots, hyphens and underscores, for example otrs-agents",
  };
};

/** Realm name. */
export const realmName = () => z.string().superRefine(checked(realmNameCheck));

const clientIdCheck: Check = (value) => {
  const hint = "write a name such as otrs-app";
  if (BUILT_IN_CLIENTS.includes(value)) {
    return { code: "client-id", detail: `${value} is one of Keycloak's own clients`, hint };
  }
  if (/^[^\s/?#%\\]{1,255}$/.test(value) && !HIDDEN.test(value)) return undefined;
  return {
    code: "client-id",
    detail: `"${value}" is empty, too long, or has spaces, hidden or URL characters`,
    hint,
  };
};

/** Client id. */
export const clientId = () => z.string().superRefine(checked(clientIdCheck));

const roleCheck: Check = (value) => {
  if (value.includes("${")) {
    return {
      code: "reference-in-key",
      detail: `the role "${value}" has a reference in its name`,
      hint: "write the name itself",
    };
  }
  if (
    value.trim() === value &&
    value !== "" &&
    value.length <= 255 &&
    !CONTROL.test(value) &&
    !value.includes("/") &&
    !/^\.{1,2}$/.test(value)
  ) {
    return undefined;
  }
  return {
    code: "role-name",
    // As a part of a path, dots alone lead elsewhere.
    detail: `"${value}" is empty, too long, dots alone, or has a space at an end, a slash or a control character`,
    hint: "write the name exactly as OTRS shows it",
  };
};

/** Role name, as the helpdesk spells it; it is part of logical names. */
export const roleName = () => z.string().superRefine(checked(roleCheck)).meta({ name: "whole" });

const QUALIFIED = /^[a-z0-9][a-z0-9-]*\//;

/** Role of one of several helpdesks: its name, or `KEY/ROLE`. */
export const roleOfSeveral = () =>
  z
    .string()
    .superRefine(checked((value) => roleCheck(value.replace(QUALIFIED, ""))))
    .meta({ name: "whole" });

const helpdeskKeyCheck: Check = (value) =>
  /^[a-z0-9][a-z0-9-]{0,62}$/.test(value)
    ? undefined
    : {
        code: "helpdesk-key",
        detail: `"${value}" has other characters, begins with a hyphen, or is empty or too long`,
        hint: "use small letters, digits and hyphens, for example tickets",
      };

/** Key of a helpdesk among several; it is part of logical names. */
export const helpdeskKey = () => z.string().superRefine(checked(helpdeskKeyCheck)).meta({ name: "whole" });

const emailCheck: Check = (value) =>
  /^[^\s@"(),:;<>[\\\]]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)*$/.test(value) &&
  value.length <= 255 &&
  !HIDDEN.test(value)
    ? undefined
    : { code: "email", detail: `"${value}" is not name@host`, hint: "write it like agent@desk.example" };

/** Email address. */
export const email = () => z.string().superRefine(checked(emailCheck));

const localeCheck: Check = (value) =>
  /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/.test(value)
    ? undefined
    : { code: "locale", detail: `"${value}" is not a language tag`, hint: "write it like de or pt-BR" };

/** Language tag. */
export const locale = () => z.string().superRefine(checked(localeCheck));

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
const MAX_SECONDS = 2_147_483_647;

/** Seconds of a duration such as 30m; undefined where it is none. */
export function durationSeconds(value: string): number | undefined {
  const match = /^(\d{1,10})([smhd])$/.exec(value);
  const total = Number(match?.[1]) * (UNITS[match?.[2] ?? ""] ?? Number.NaN);
  return total <= MAX_SECONDS ? total : undefined;
}

const durationCheck: Check = (value) =>
  durationSeconds(value) === undefined
    ? {
        code: "duration",
        detail: `"${value}" is not a number with s, m, h or d`,
        hint: "write it like 30s, 5m, 10h or 30d",
      }
    : undefined;

/** Duration such as 30m; comes out in seconds. */
export const duration = () =>
  z
    .string()
    .superRefine(checked(durationCheck))
    .transform((value) => durationSeconds(value) ?? 0)
    .meta({ pattern: "^\\d{1,10}[smhd]$|\\$\\{(var|env):" });

const dayCheck: Check = (value) =>
  /^\d{4}-\d{2}-\d{2}$/.test(value) && isOfCalendar(value)
    ? undefined
    : {
        code: "day",
        detail: `"${value}" is no day of the calendar`,
        hint: "write year, month and day, like 2027-01-31",
      };

/** A day that does not exist is taken for one of the next month, or for none. */
function isOfCalendar(value: string): boolean {
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

/** Day of the calendar, `YYYY-MM-DD`. */
export const day = () =>
  z.string().superRefine(checked(dayCheck)).meta({ pattern: "^\\d{4}-\\d{2}-\\d{2}$|\\$\\{(var|env):" });

const secretCheck: Check = (value) =>
  vaultKey(value) !== undefined || (wholeReference(value) !== undefined && !value.startsWith("${var:"))
    ? undefined
    : {
        code: "secret-in-clear",
        // The value itself is a secret: it is never repeated.
        detail: "a secret's value is written where its name belongs",
        hint: "write ${secret:NAME}, then run: pulumi config set --secret --path 'deskrealm:secrets.NAME'",
      };

function secretReference(value: string): SecretReference {
  const key = vaultKey(value);
  if (key !== undefined) return { kind: "vault", name: key };
  const reference = wholeReference(value);
  return { kind: reference?.kind === "env" ? "env" : "secret", name: reference?.name ?? "" };
}

/** Secret by reference; where Keycloak can take it from its vault, `vault` is true. */
export const secret = ({ vault }: { vault: boolean }) =>
  z
    .string()
    .superRefine(
      checked((value) => {
        if (!vault && vaultKey(value) !== undefined) {
          return {
            code: "secret-misplaced",
            detail: "Keycloak does not look up people's passwords in its vault",
            hint: "write ${secret:NAME} or ${env:NAME}",
          };
        }
        return secretCheck(value);
      }),
    )
    .transform(secretReference)
    .meta({ secret: true, pattern: vault ? "^\\$\\{(secret:|env:|vault\\.)" : "^\\$\\{(secret|env):" });
