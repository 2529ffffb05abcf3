// User names and addresses that are taken, by which place: what makes people collide with each other.

import type { RealmModel } from "../model/types.ts";
import type { PersonFinding } from "./types.ts";

/**
 * Remembers people as they come; whoever comes later is the one that Keycloak refuses. It keeps two maps of
 * text to number, so that 100,000 people take some tens of megabytes.
 */
export class Taken {
  readonly #usernames = new Map<string, number | string>();
  readonly #emails = new Map<string, number | string>();
  readonly #people: Set<string>;
  readonly #unique: boolean;
  readonly #crossed: boolean;

  constructor({ clients, users, login }: RealmModel) {
    this.#unique = !login.duplicateEmailsAllowed;
    // An address is as good as a user name at the login, so that nobody may have another's.
    this.#crossed = this.#unique && login.loginWithEmailAllowed;
    for (const { serviceAccount, clientId } of Object.values(clients))
      if (serviceAccount)
        this.#usernames.set(`service-account-${clientId}`.toLowerCase(), `the account of ${clientId}`);
    this.#people = new Set(Object.keys(users).map((name) => name.toLowerCase()));
    for (const [name, { email }] of Object.entries(users)) {
      this.#usernames.set(name.toLowerCase(), `${name} in the spec`);
      if (email !== null) this.#emails.set(email.toLowerCase(), `${name} in the spec`);
    }
  }

  /**
   * What collides with somebody who came earlier.
   *
   * @param username - empty where the address is the user name
   * @param place - where the person stands, a line's number or an entry's DN
   */
  add(username: string, email: string, place: number | string): PersonFinding[] {
    const [name, address] = [username.toLowerCase(), email.toLowerCase()];
    // Somebody whom the spec names is in the realm already, and is this person.
    const known = this.#people.delete(name);
    const findings = known ? [] : this.#collisions(username, name, email, address);
    if (!this.#usernames.has(name) && name !== "") this.#usernames.set(name, place);
    if (!this.#emails.has(address) && address !== "") this.#emails.set(address, place);
    return findings;
  }

  #collisions(username: string, name: string, email: string, address: string): PersonFinding[] {
    const found: PersonFinding[] = [];
    const sameName = this.#usernames.get(name);
    const nameIsMail = this.#crossed ? this.#emails.get(name) : undefined;
    if (sameName !== undefined)
      found.push(taken("username", username, `is that of ${at(sameName)} (case does not count)`));
    else if (nameIsMail !== undefined)
      found.push(taken("username", username, `is the address of ${at(nameIsMail)}`));
    const sameMail = this.#unique ? this.#emails.get(address) : undefined;
    const mailIsName = this.#crossed ? this.#usernames.get(address) : undefined;
    if (sameMail !== undefined) found.push(taken("email", email, `is that of ${at(sameMail)}`));
    else if (mailIsName !== undefined)
      found.push(taken("email", email, `is the user name of ${at(mailIsName)}`));
    return found;
  }
}

const at = (place: number | string): string => (typeof place === "number" ? `line ${place}` : place);

function taken(attribute: "username" | "email", value: string, detail: string): PersonFinding {
  const fix =
    attribute === "username" ? "give one of the two another user name" : "give each an address of their own";
  return { code: `${attribute}-taken`, effect: "refused", attribute, value, detail, fix };
}
