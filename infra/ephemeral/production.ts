// Settings that make sense only where a realm has its own mail server, and its Keycloak's own files and pages.

import { distinct, type Edit, type Settings } from "./on-server.ts";

/** Nobody gets mail from a test realm, so nobody can prove an address. */
export const withoutMail: Edit = (parts, realms) => {
  const hosts = distinct(realms.map(({ smtp }) => smtp?.host ?? null));
  for (const part of parts) {
    delete part["smtp"];
    const login = part["login"] as Settings | undefined;
    if (login?.["verifyEmail"] === true) login["verifyEmail"] = false;
  }
  const proofs = realms.some(({ login }) => login.verifyEmail);
  return [
    ...hosts.map((host) => `mail server ${host} is left out: no mail is sent`),
    ...(proofs ? ["login.verifyEmail is false: without mail nobody could prove an address"] : []),
  ];
};

/** Rules of a password policy that a random password may not fulfil, or that need a file of the server's. */
const RULES = /^(passwordBlacklist|regexPattern)\b/;

export const withoutServersFiles: Edit = (parts) => {
  const dropped = new Set<string>();
  for (const part of parts) {
    const policy = part["passwordPolicy"];
    if (typeof policy !== "string") continue;
    const rules = policy.split(/\s+and\s+/);
    const left = rules.filter((rule) => !RULES.test(rule.trim()));
    if (left.length === rules.length) continue;
    for (const rule of rules) if (!left.includes(rule)) dropped.add(RULES.exec(rule.trim())?.[1] ?? rule);
    if (left.length > 0) part["passwordPolicy"] = left.join(" and ");
    else delete part["passwordPolicy"];
  }
  return [...dropped]
    .sort()
    .map((rule) => `${rule} is left out of passwordPolicy: passwords here are random`);
};

/** A heading may show pictures, or lead away. */
export const withoutLinks: Edit = (parts) => {
  const led = parts.filter((part) =>
    /\/\/|\bsrc\b|\bhref\b|url\(/i.test(String(part["displayNameHtml"] ?? "")),
  );
  for (const part of led) delete part["displayNameHtml"];
  return led.length === 0 ? [] : ["displayNameHtml is left out where it has addresses in it"];
};
