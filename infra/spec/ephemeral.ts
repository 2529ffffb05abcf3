// The spec's shape of who is there in test realms. It holds no secret: whoever is there gets a random password.

import { z } from "zod";
import { text } from "./fields.ts";
import { user, userOfSeveral } from "./user.ts";

const ldif = text()
  .optional()
  .describe(
    "LDIF file of a directory that Deskrealm starts in the place of the realm's own; its path begins at the spec's folder",
  );

const secretless = { temporaryPassword: true } as const;
const WHO = "People by user name; each gets a random password";

const realm = z.strictObject({
  users: z.record(z.string(), user.omit(secretless)).optional().describe(WHO),
  ldif,
});

const realmOfSeveral = z.strictObject({
  users: z.record(z.string(), userOfSeveral.omit(secretless)).optional().describe(WHO),
  ldif,
});

const byRealm = <T extends z.ZodType>(one: T) =>
  z.strictObject({
    agents: one.optional().describe("Who is there in the agents' realm"),
    customers: one.optional().describe("Who is there in the customers' realm"),
    people: one.optional().describe("Who is there in the realm for everybody"),
  });

export const ephemeral = byRealm(realm);
export const ephemeralOfSeveral = byRealm(realmOfSeveral);
