// Passwords and secrets that nobody has to remember.

import { randomBytes } from "node:crypto";

/** Of any password policy that people can live with. */
export const PASSWORD_LENGTH = 28;

/** A random password with letters of both cases, a digit and a special character. */
export function randomPassword(): string {
  return `Aa1!${randomBytes(PASSWORD_LENGTH).toString("base64url")}`.slice(0, PASSWORD_LENGTH);
}

/** A random secret that programs alone have to know. */
export function randomSecret(): string {
  return randomBytes(24).toString("base64url");
}
