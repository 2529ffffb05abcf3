// Types of single values under `ldap`.

import { z } from "zod";
import { parseDn } from "./distinguished-name.ts";
import { type Check, checked, durationSeconds, HIDDEN, type IssueParams } from "./fields.ts";
import { filterFlaw } from "./search-filter.ts";

const URL_HINT = "write it like ldaps://dc1.acme.example";

function urlReason(value: string): string | undefined {
  if (HIDDEN.test(value) || /[\s\\]/.test(value)) return "it has a space, a backslash or a hidden character";
  const [, scheme, host = "", rest = ""] = /^([a-z]+):\/\/([^/?#]*)(.*)$/i.exec(value) ?? [];
  if (scheme === undefined) return "it is not of the form ldaps://HOST";
  if (!/^ldaps?$/i.test(scheme)) return `${scheme} is not ldap or ldaps`;
  // The name may be followed by the password.
  if (host.includes("@")) return "a user name or password stands in it";
  if (rest !== "" && rest !== "/")
    return "something follows the host, and the DN has a key of its own: users";
  if (!/^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i.test(host))
    return "its host is no name or address";
  const port = Number(/:(\d+)$/.exec(host)?.[1] ?? 1);
  return port >= 1 && port <= 65_535 ? undefined : `there is no port ${port}`;
}

const urlCheck: Check = (value) => {
  const reason = urlReason(value);
  return reason === undefined ? undefined : { code: "directory-url", detail: reason, hint: URL_HINT };
};

/** Address of a directory, `ldap` or `ldaps`. */
export const directoryUrl = () =>
  z
    .string()
    .superRefine(checked(urlCheck))
    .transform((value) => value.replace(/\/$/, ""));

function dnParams(value: string): IssueParams {
  const isShort = !value.includes("=");
  return {
    code: "directory-dn",
    detail: isShort
      ? `"${value}" is no distinguished name`
      : `"${value}" is no distinguished name as RFC 4514 writes them`,
    hint: isShort
      ? "write the whole name, such as ou=people,dc=acme,dc=example"
      : 'put a backslash before each of , + " \\ < > ; within a value',
  };
}

const dnCheck: Check = (value) => (parseDn(value) === undefined ? dnParams(value) : undefined);

/** Distinguished name. */
export const dn = () => z.string().superRefine(checked(dnCheck));

/** Word for everybody in place of a group's name. */
export const ALL = "all";

/** A group's distinguished name, of which the first step is part of logical names. */
export const groupDn = () => dn().meta({ name: "first-step" });

/** A group's distinguished name, or everybody. */
export const groupDnOrAll = () =>
  z
    .string()
    .superRefine(checked((value) => (value === ALL ? undefined : dnCheck(value))))
    .meta({ name: "first-step" });

const filterCheck: Check = (value) => {
  const flaw = filterFlaw(value);
  if (flaw === undefined) return undefined;
  return { code: "directory-filter", detail: flaw, hint: "write it like (&(mail=*)(!(title=guest)))" };
};

/** Search filter. */
export const filter = () => z.string().superRefine(checked(filterCheck));

const schemaNameCheck: Check = (value) =>
  /^(?:[A-Za-z][A-Za-z0-9-]{0,254}|\d+(?:\.\d+)+)$/.test(value)
    ? undefined
    : {
        code: "directory-attribute",
        detail: `"${value}" is no name that a directory's schema can have`,
        hint: "write the name alone, such as telephoneNumber",
      };

/** Name of an attribute or object class in the directory. */
export const schemaName = () => z.string().superRefine(checked(schemaNameCheck));

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})$/;

const instantCheck: Check = (value) => {
  const hint = "write day, time and offset, like 2026-12-31T18:00+01:00";
  if (!INSTANT.test(value)) {
    const detail = /^\d{4}-\d{2}-\d{2}(?:T[\d:]+)?$/.test(value)
      ? `"${value}" leaves open whose time it is`
      : `"${value}" is no time`;
    return { code: "instant", detail, hint };
  }
  const [year = 0, month = 0, day = 0] = value.split(/[-T]/, 3).map(Number);
  const isOfCalendar = new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day && month >= 1;
  if (isOfCalendar && !Number.isNaN(Date.parse(value))) return undefined;
  return { code: "instant", detail: `"${value}" is no time of the calendar`, hint };
};

/** A moment with its offset from UTC. */
export const instant = () =>
  z
    .string()
    .superRefine(checked(instantCheck))
    .meta({ pattern: "^\\d{4}-\\d{2}-\\d{2}T[\\d:]+(Z|[+-]\\d{2}:\\d{2})$|\\$\\{(var|env):" });

/** Word for what never happens by itself. */
export const NEVER = "never";

const periodCheck: Check = (value) =>
  value === NEVER || (durationSeconds(value) ?? 0) > 0
    ? undefined
    : { code: "duration", detail: `"${value}" is no period`, hint: "write it like 30m, 24h, or never" };

/** Period such as 24h, or `never`; comes out in seconds, or null. */
export const period = () =>
  z
    .string()
    .superRefine(checked(periodCheck))
    .transform((value) => durationSeconds(value) ?? null)
    .meta({ pattern: "^\\d{1,10}[smhd]$|^never$|\\$\\{(var|env):" });
