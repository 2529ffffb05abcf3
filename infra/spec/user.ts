// The spec's shape of a person.

import { z } from "zod";
import { attributeValue, email, roleName, roleOfSeveral, secret, text } from "./fields.ts";

const flag = (description: string) => z.boolean().optional().describe(description);

export const user = z.strictObject({
  firstName: text().optional().describe("First name; a login stops without it"),
  lastName: text().optional().describe("Last name; a login stops without it"),
  email: email().optional().describe("Email address; a login stops without it"),
  emailVerified: flag(
    "Whether the address counts as verified (default true: an administrator vouches for it)",
  ),
  enabled: flag("false keeps the person and bars the login. People are never deleted"),
  roles: z.array(roleName()).optional().describe("Roles in the helpdesk"),
  attributes: z
    .record(z.string(), z.union([attributeValue(), z.array(attributeValue()).min(1)]))
    .optional()
    .describe("Values of attributes; a list gives several"),
  temporaryPassword: secret({ vault: false })
    .optional()
    .describe("First password, by reference; Keycloak asks to change it"),
});

/** A person of the realms that several helpdesks share. */
export const userOfSeveral = user.extend({
  roles: z
    .array(roleOfSeveral())
    .optional()
    .describe("Roles as KEY/ROLE, or as ROLE where only one of the helpdesks has it"),
});

export type UserSpec = z.infer<typeof user>;
