// The spec's shape of who is there in test realms. It holds no secret: whoever is there gets a random password.

import { z } from "zod";
import { text } from "./fields.ts";
import { user } from "./user.ts";

const person = user.omit({ temporaryPassword: true });

const realm = z.strictObject({
  users: z.record(z.string(), person).optional().describe("People by user name; each gets a random password"),
  ldif: text()
    .optional()
    .describe(
      "LDIF file of a directory that Deskrealm starts in the place of the realm's own; its path begins at the spec's folder",
    ),
});

export const ephemeral = z.strictObject({
  agents: realm.optional().describe("Who is there in the agents' realm"),
  customers: realm.optional().describe("Who is there in the customers' realm"),
  people: realm.optional().describe("Who is there in the realm for everybody"),
});
