// Types of single values under `identityProviders`.

import { z } from "zod";
import { type Check, checked, HIDDEN } from "./fields.ts";

const hostCheck: Check = (value) =>
  /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)*(?::\d{1,5})?$/.test(value)
    ? undefined
    : {
        code: "provider-url",
        detail: `"${value}" is no host`,
        hint: "write the host alone, for example acme.eu.auth0.com",
      };

/** Host name, with a port where it is not the usual one. */
export const host = () => z.string().superRefine(checked(hostCheck));

function urlReason(value: string): string | undefined {
  if (HIDDEN.test(value) || /[\s\\*]/.test(value)) return "it has a space, a wildcard or a hidden character";
  if (!URL.canParse(value) || !/^https?:\/\/[^/]/i.test(value)) return `"${value}" is no absolute address`;
  const { username, password, hash } = new URL(value);
  if (username !== "" || password !== "") return "a user name or password stands in it";
  return hash === "" && !value.includes("${")
    ? undefined
    : "it has a fragment, or a part that nothing replaces";
}

const urlCheck: Check = (value) => {
  const detail = urlReason(value);
  const hint = "write it as the provider's discovery document has it, a slash at its end included";
  return detail === undefined ? undefined : { code: "provider-url", detail, hint };
};

/** Address of a provider, letter for letter: a slash at its end is part of it. */
export const endpoint = () => z.string().superRefine(checked(urlCheck));

const COMMON = ["common", "organizations", "consumers"];

const tenantCheck: Check = (value) => {
  if (COMMON.includes(value.toLowerCase())) {
    return {
      code: "provider-tenant",
      detail: `${value} stands for every tenant, and its tokens name another issuer`,
      hint: "write your own tenant's ID (a GUID) or its domain",
    };
  }
  const isName = GUID.test(value) || /^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/.test(value);
  return isName
    ? undefined
    : {
        code: "provider-tenant",
        detail: `"${value}" is neither a tenant's ID nor its domain`,
        hint: "write the GUID that Entra calls Directory (tenant) ID",
      };
};

/** Tenant of Microsoft Entra ID. */
export const tenant = () => z.string().superRefine(checked(tenantCheck));

/** Id of an object in Microsoft Entra ID. */
export const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const scopeCheck: Check = (value) =>
  /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(value)
    ? undefined
    : {
        code: "provider-scope",
        detail: `"${value}" is no name of one scope`,
        hint: "write each scope as an entry of the list",
      };

/** One scope, as RFC 6749 writes it. */
export const scope = () => z.string().superRefine(checked(scopeCheck));

const segmentCheck: Check = (value) =>
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,254}$/.test(value)
    ? undefined
    : {
        code: "provider-url",
        detail: `"${value}" has characters that do not belong in a URL`,
        hint: "write the name as it stands in the provider's own addresses",
      };

/** A name that is part of the provider's addresses: a realm, the slug of an application. */
export const segment = () => z.string().superRefine(checked(segmentCheck));
