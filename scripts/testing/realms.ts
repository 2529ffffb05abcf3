// What a test holds in its hands: the realms, with people, clients and helpdesks found by name.

import { Failure } from "../../infra/diagnostics/failure.ts";
import { suggest } from "../../infra/diagnostics/suggest.ts";
import { clientKey, partOf } from "../../infra/model/helpdesks.ts";
import type {
  EphemeralRealms,
  EphemeralRun,
  EphemeralRealm as FoundRealm,
  SeveralEphemeralRealms,
} from "../ephemeral/types.ts";
import type {
  EphemeralRealm,
  RealmKey,
  RenderedFile,
  SeveralEphemeralRealm,
  SharedTestRealm,
  TestClient,
  TestHelpdesk,
  TestPerson,
  TestRealm,
  WithPeople,
} from "./types.ts";

class RealmWithPeople implements WithPeople {
  readonly realm: string;
  readonly issuer: string;
  readonly people: readonly TestPerson[];

  constructor({ realm, issuer, people }: FoundRealm) {
    this.realm = realm;
    this.issuer = issuer;
    this.people = people;
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
}

class Realm extends RealmWithPeople implements TestRealm {
  readonly #clients: FoundRealm["clients"];

  constructor(found: FoundRealm) {
    super(found);
    this.#clients = found.clients;
  }

  get app(): TestClient {
    return this.#client("app");
  }

  get api(): TestClient {
    return this.#client("api");
  }

  #client(key: string): TestClient {
    const found = this.#clients[key];
    if (found !== undefined) return found;
    throw new Failure("client-unknown", `The helpdesk of ${this.realm} has no client '${key}'.`);
  }
}

class SharedRealm extends RealmWithPeople implements SharedTestRealm {
  readonly #found: FoundRealm;

  constructor(found: FoundRealm) {
    super(found);
    this.#found = found;
  }

  helpdesk(key: string): TestRealm {
    const found = ownView(this.#found, key);
    if (Object.keys(found.clients).length > 0) return new Realm(found);
    const clients = Object.keys(this.#found.clients);
    const keys = [...new Set(clients.map((client) => client.slice(0, client.indexOf("."))))];
    const nearest = suggest(key, keys);
    const message = `${this.realm} has no client of a helpdesk '${key}'. It has those of: ${keys.join(", ")}.`;
    throw new Failure("client-unknown", message, {
      hint: nearest === undefined ? `write one of: ${keys.join(", ")}` : `did you mean ${nearest}?`,
    });
  }
}

/** The realm as one of its helpdesks sees it. */
function ownView(realm: FoundRealm, key: string): FoundRealm {
  const clients = Object.entries(realm.clients).filter(([name]) => name === clientKey(key, partOf(name)));
  const people = realm.people.map((person) => ({
    ...person,
    roles: person.roles.flatMap((role) => (role.startsWith(`${key}/`) ? role.slice(key.length + 1) : [])),
  }));
  return { ...realm, clients: Object.fromEntries(clients.map(([name, one]) => [partOf(name), one])), people };
}

type Files = Pick<EphemeralRealm, "rendered" | "env">;

/** Getters stand in the class, so that nothing that prints or compares the object calls those that throw. */
class Opened<R extends WithPeople> implements AsyncDisposable {
  readonly name: string;
  readonly for: string;
  readonly until: string;
  readonly keycloak: string;
  readonly realms: Readonly<Partial<Record<RealmKey, R>>>;
  readonly rendered: readonly RenderedFile[];
  readonly env: Readonly<Record<string, string>>;
  readonly #dispose: () => Promise<void>;
  #disposed: Promise<void> | undefined;

  /** @param dispose - called once */
  constructor(
    found: EphemeralRun,
    open: (realm: FoundRealm) => R,
    { rendered, env }: Files,
    dispose: () => Promise<void>,
  ) {
    this.name = found.name;
    this.for = found.for;
    this.until = found.until;
    this.keycloak = found.keycloak;
    this.realms = Object.fromEntries(
      Object.entries(found.realms).map(([key, realm]) => [key, open(realm)]),
    ) as Partial<Record<RealmKey, R>>;
    this.rendered = rendered;
    this.env = env;
    this.#dispose = dispose;
  }

  get agents(): R {
    return this.#realm("agents");
  }

  get customers(): R {
    return this.#realm("customers");
  }

  get people(): R {
    return this.#realm("people");
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#disposed ??= this.#dispose();
    return this.#disposed;
  }

  #realm(key: RealmKey): R {
    const found = this.realms[key];
    if (found !== undefined) return found;
    const there = Object.keys(this.realms).join(", ");
    throw new Failure("realm-unknown", `The spec has no realm '${key}'. It has: ${there}.`, {
      hint: `write '${key}:' in the spec, or use another`,
    });
  }
}

export class OpenRealms extends Opened<TestRealm> implements EphemeralRealm {
  readonly url: string;
  readonly helpdesk: string;

  constructor(found: EphemeralRealms, files: Files, dispose: () => Promise<void>) {
    super(found, (realm) => new Realm(realm), files, dispose);
    this.url = found.url;
    this.helpdesk = found.helpdesk;
  }
}

/** Realms of several helpdesks. */
export class SeveralOpenRealms extends Opened<SharedTestRealm> implements SeveralEphemeralRealm {
  readonly helpdesks: Readonly<Record<string, TestHelpdesk>>;

  constructor(found: SeveralEphemeralRealms, files: Files, dispose: () => Promise<void>) {
    super(found, (realm) => new SharedRealm(realm), files, dispose);
    this.helpdesks = found.helpdesks;
  }
}
