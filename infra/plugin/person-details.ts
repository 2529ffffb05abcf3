// What the spec says of a person who exists. The plugin's User writes a person whole: at each update it takes their
// links to identity providers away and brings the required actions of its inputs back. So it makes people, and from
// then on they are written here, where what is not named stays as it is.

import type UserRepresentation from "@keycloak/keycloak-admin-client/lib/defs/userRepresentation.js";
import { type AdminClient, adminPath } from "../admin/client.ts";
import { Failure } from "../diagnostics/failure.ts";
import { joinId, splitId } from "./resource-id.ts";
import { same } from "./same.ts";
import type { Implementation } from "./types.ts";

export interface PersonDetailsInputs {
  /** Realm name. */
  readonly realm: string;
  readonly userId: string;
  readonly enabled: boolean;
  /** Texts are empty where the spec has none. */
  readonly email: string;
  readonly emailVerified: boolean;
  readonly firstName: string;
  readonly lastName: string;
  /** Those that the spec names. A list, as people choose the names: Pulumi takes no object with a key `toString`. */
  readonly attributes: readonly PersonAttribute[];
}

export interface PersonAttribute {
  readonly name: string;
  readonly values: readonly string[];
}

export function personDetails(admin: AdminClient): Implementation<PersonDetailsInputs> {
  const path = (realm: string, userId: string) => adminPath`/realms/${realm}/users/${userId}`;

  async function align(inputs: PersonDetailsInputs): Promise<void> {
    const { realm, userId } = inputs;
    const person = await admin.find<UserRepresentation>(path(realm, userId));
    if (person === undefined) {
      throw new Failure("admin-refused", `The realm ${realm} has no person with the id ${userId}.`, {
        hint: "run the same command again; the person is made first",
      });
    }
    if (same(detailsOf(person, inputs), inputs)) return;
    const { enabled, email, emailVerified, firstName, lastName } = inputs;
    await admin.put(path(realm, userId), {
      // Where a validator looks at it, it has to be there.
      username: person.username ?? "",
      ...{ enabled, email, emailVerified, firstName, lastName },
      // Keycloak takes the list for all that the person has.
      attributes: {
        ...person.attributes,
        ...Object.fromEntries(inputs.attributes.map(({ name, values }) => [name, values])),
      },
    } satisfies UserRepresentation);
  }

  return {
    async create(inputs) {
      await align(inputs);
      return { id: joinId(inputs.realm, inputs.userId), outputs: inputs };
    },
    async read(id, inputs) {
      const [realm, userId] = splitId(id);
      const person = await admin.find<UserRepresentation>(path(realm, userId));
      return person && detailsOf(person, { realm, userId, attributes: inputs?.attributes ?? [] });
    },
    async update(news) {
      await align(news);
      return news;
    },
    // They are the person's, and go with the person.
    async delete() {},
  };
}

/** As the server has them; of attributes those that are named. */
function detailsOf(
  person: UserRepresentation,
  { realm, userId, attributes }: Pick<PersonDetailsInputs, "realm" | "userId" | "attributes">,
): PersonDetailsInputs {
  const { enabled = false, email = "", emailVerified = false, firstName = "", lastName = "" } = person;
  const has: Readonly<Record<string, readonly string[]>> = person.attributes ?? {};
  return {
    ...{ realm, userId, enabled, email, emailVerified, firstName, lastName },
    attributes: attributes.flatMap(({ name }) => {
      const values = Object.hasOwn(has, name) ? has[name] : undefined;
      return values === undefined ? [] : [{ name, values }];
    }),
  };
}
