// Whose a realm is, asked before anything is touched: a wrong keycloak:url must not capture a stranger's.

import type RealmRepresentation from "@keycloak/keycloak-admin-client/lib/defs/realmRepresentation.js";
import { Failure } from "../diagnostics/failure.ts";
import {
  DIRECTORIES_ATTRIBUTE,
  EPHEMERAL_ATTRIBUTES,
  holder,
  OWNER_ATTRIBUTE,
  PEOPLE_ATTRIBUTE,
} from "../model/mark.ts";
import { type AdminClient, adminPath } from "./client.ts";
import { shown } from "./connection.ts";
import { findUser } from "./find-user.ts";
import { type ForeignSettings, foreignSettings } from "./foreign.ts";

/** What a server says about one realm's owner. */
export type RealmOwner =
  | { readonly realm: string; readonly status: "absent" }
  | { readonly realm: string; readonly status: "unmarked" }
  | {
      readonly realm: string;
      readonly status: "marked";
      /** The mark's text, `PROJECT/STACK`; of a test realm with its run, as `holder` has it. */
      readonly owner: string;
      /** Name of the test run that it is of; undefined: it is to stay. */
      readonly ephemeral: string | undefined;
      /** User names that the spec has named so far. */
      readonly people: readonly string[];
      /** Directories that the spec has named so far: their names by their keys. */
      readonly directories: Readonly<Record<string, string>>;
      readonly enabled: boolean;
      readonly foreign: ForeignSettings;
    };

/** One GET for each realm, in parallel, in the given order. */
export function readOwners(client: AdminClient, realms: readonly string[]): Promise<RealmOwner[]> {
  return Promise.all(
    realms.map(async (realm): Promise<RealmOwner> => {
      const found = await client.find<RealmRepresentation>(adminPath`/realms/${realm}`);
      if (found === undefined) return { realm, status: "absent" };
      const attributes: Readonly<Record<string, unknown>> = found.attributes ?? {};
      const owner = attributes[OWNER_ATTRIBUTE];
      if (typeof owner !== "string" || owner === "") return { realm, status: "unmarked" };
      const ephemeral = text(attributes[EPHEMERAL_ATTRIBUTES.name]);
      return {
        realm,
        status: "marked",
        owner: holder(owner, ephemeral),
        ephemeral,
        people: people(attributes[PEOPLE_ATTRIBUTE]),
        directories: directories(attributes[DIRECTORIES_ATTRIBUTE]),
        enabled: found.enabled !== false,
        foreign: foreignSettings(found),
      };
    }),
  );
}

/**
 * Refuses unless every realm is absent or bears `owner`'s mark (`PROJECT/STACK`).
 *
 * @throws Failure `realm-not-ours`, naming all of the others.
 */
export function checkOwners(client: AdminClient, owners: readonly RealmOwner[], owner: string): void {
  const lines = owners.flatMap((found) => {
    if (found.status === "unmarked") return [`realm ${found.realm} exists and bears nobody's mark`];
    if (found.status === "marked" && found.owner !== owner)
      return [`realm ${found.realm} belongs to ${found.owner}`];
    return [];
  });
  if (lines.length === 0) return;
  const where = shown(client.connection.adminUrl);
  throw new Failure(
    "realm-not-ours",
    `Nothing was touched on ${where}, because this stack is ${owner} and ${lines.join("; ")}.`,
    {
      hint:
        "give the realm another name in the spec (`realm:`), or point keycloak:url (KEYCLOAK_URL) at the " +
        "Keycloak that you mean. To bring it under this stack as it is: deskrealm adopt SPEC --stack " +
        `${owner.slice(owner.lastIndexOf("/") + 1)}, with --from STACK where another stack owns it`,
    },
  );
}

/**
 * Refuses if a person whom the spec once named is still on the server and no longer in the spec.
 * `named`: realm name to the user names that the spec names now.
 *
 * @throws Failure `person-left`, naming all of them.
 */
export async function checkPeople(
  client: AdminClient,
  owners: readonly RealmOwner[],
  named: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  const left = owners.flatMap((found) => {
    if (found.status !== "marked") return [];
    // Keycloak keeps user names in lower case.
    const kept = new Set((named[found.realm] ?? []).map((name) => name.toLowerCase()));
    return found.people
      .filter((name) => !kept.has(name.toLowerCase()))
      .map((name) => ({ realm: found.realm, name }));
  });
  const remaining = await Promise.all(
    left.map(async ({ realm, name }) => {
      const found = await findUser(client, realm, name, { brief: true });
      return found === undefined ? [] : [`${name} (realm ${realm})`];
    }),
  );
  const names = remaining.flat();
  if (names.length === 0) return;
  throw new Failure(
    "person-left",
    `No longer in the spec, and still in Keycloak: ${names.join(", ")}. Deskrealm deletes nobody: the ` +
      "helpdesk keeps references to its people.",
    { hint: "keep them in the spec and write `enabled: false` to lock them out" },
  );
}

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** Empty where somebody has edited the attribute into something else: Pulumi still protects the people. */
function people(text: unknown): readonly string[] {
  try {
    const names: unknown = JSON.parse(String(text ?? "[]"));
    return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
  } catch {
    return [];
  }
}

/** As `people`. */
function directories(text: unknown): Readonly<Record<string, string>> {
  try {
    const names: unknown = JSON.parse(String(text ?? "{}"));
    if (typeof names !== "object" || names === null || Array.isArray(names)) return {};
    return Object.fromEntries(Object.entries(names).map(([key, name]) => [key, String(name)]));
  } catch {
    return {};
  }
}
