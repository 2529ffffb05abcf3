// What a test holds in its hands: the realms, with people and clients found by name.

import { Failure } from "../../infra/diagnostics/failure.ts";
import { suggest } from "../../infra/diagnostics/suggest.ts";
import type { EphemeralRealms, EphemeralRealm as FoundRealm } from "../ephemeral/types.ts";
import type { EphemeralRealm, RealmKey, RenderedFile, TestClient, TestPerson, TestRealm } from "./types.ts";

class Realm implements TestRealm {
  readonly realm: string;
  readonly issuer: string;
  readonly people: readonly TestPerson[];
  readonly #clients: FoundRealm["clients"];

  constructor({ realm, issuer, clients, people }: FoundRealm) {
    this.realm = realm;
    this.issuer = issuer;
    this.people = people;
    this.#clients = clients;
  }

  get app(): TestClient {
    return this.#client("app");
  }

  get api(): TestClient {
    return this.#client("api");
  }

  person(username: string): TestPerson {
    const found = this.people.find((person) => person.username === username);
    if (found !== undefined) return found;
    const names = this.people.map((person) => person.username);
    const nearest = suggest(username, names);
    const there = names.length === 0 ? "Nobody is there." : `There are: ${names.join(", ")}.`;
    throw new Failure("person-unknown", `${this.realm} has no person ${username}. ${there}`, {
      hint:
        nearest === undefined ? "name people in the spec's `ephemeral:` part" : `did you mean ${nearest}?`,
    });
  }

  #client(key: string): TestClient {
    const found = this.#clients[key];
    if (found !== undefined) return found;
    throw new Failure("client-unknown", `The helpdesk of ${this.realm} has no client '${key}'.`);
  }
}

/** Getters stand in the class, so that nothing that prints or compares the object calls those that throw. */
export class OpenRealms implements EphemeralRealm {
  readonly name: string;
  readonly for: string;
  readonly until: string;
  readonly url: string;
  readonly keycloak: string;
  readonly helpdesk: string;
  readonly realms: Readonly<Partial<Record<RealmKey, TestRealm>>>;
  readonly rendered: readonly RenderedFile[];
  readonly env: Readonly<Record<string, string>>;
  readonly #dispose: () => Promise<void>;
  #disposed: Promise<void> | undefined;

  /** @param dispose - called once */
  constructor(
    found: EphemeralRealms,
    { rendered, env }: Pick<EphemeralRealm, "rendered" | "env">,
    dispose: () => Promise<void>,
  ) {
    this.name = found.name;
    this.for = found.for;
    this.until = found.until;
    this.url = found.url;
    this.keycloak = found.keycloak;
    this.helpdesk = found.helpdesk;
    this.realms = Object.fromEntries(
      Object.entries(found.realms).map(([key, realm]) => [key, new Realm(realm)]),
    );
    this.rendered = rendered;
    this.env = env;
    this.#dispose = dispose;
  }

  get agents(): TestRealm {
    return this.#realm("agents");
  }

  get customers(): TestRealm {
    return this.#realm("customers");
  }

  get people(): TestRealm {
    return this.#realm("people");
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#disposed ??= this.#dispose();
    return this.#disposed;
  }

  #realm(key: RealmKey): TestRealm {
    const found = this.realms[key];
    if (found !== undefined) return found;
    const there = Object.keys(this.realms).join(", ");
    throw new Failure("realm-unknown", `The spec has no realm '${key}'. It has: ${there}.`, {
      hint: `write '${key}:' in the spec, or use another`,
    });
  }
}
