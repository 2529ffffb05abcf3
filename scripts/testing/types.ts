// The published types of `deskrealm/testing`. They stand alone: nothing of Deskrealm's inside is in them.

/// <reference lib="esnext.disposable" preserve="true" />

/** What a test asks for. Paths start from `cwd`. */
export interface EphemeralRealmOptions {
  /** Path of the spec. */
  readonly spec: string;
  /** Base URL of the helpdesk that is tested: redirect URIs come from it, and from no other. */
  readonly url: string;
  /**
   * Small letters, digits, dots, hyphens and underscores; the realms' names end in it. By default one that nobody else
   * has.
   * Another run of the same name takes the same realms over.
   */
  readonly name?: string | undefined;
  /** How long the realms may live where nobody disposes of them, for example `30m` or `8h`; `1h` by default. */
  readonly ttl?: string | undefined;
  /** For whom they are, as `deskrealm ephemeral list` shows it; by default CI's actor or the system's user. */
  readonly for?: string | undefined;
  /**
   * Which Keycloak; by default an embedded one, which is shared by all that this process asks for and ends with
   * it.
   */
  readonly keycloak?: RunningKeycloak | EmbeddedKeycloak | undefined;
  /** Values of the spec's `${var:NAME}`. */
  readonly variables?: Readonly<Record<string, string>> | undefined;
  /** Folder for the helpdesk's configuration, an env file and JSON; by default one that goes with the realms. */
  readonly out?: string | undefined;
  /** Folder that paths start from; by default the process's own. */
  readonly cwd?: string | undefined;
  /** Told of each line of progress. Nothing is printed by default. */
  readonly log?: ((line: string) => void) | undefined;
  /** Breaks off the making of the realms. */
  readonly signal?: AbortSignal | undefined;
}

/** What a test asks for where the spec has several helpdesks. */
export interface SeveralEphemeralRealmOptions extends Omit<EphemeralRealmOptions, "url"> {
  /** Base URL of each helpdesk by its key in the spec's list: its redirect URIs come from it, and from no other. */
  readonly url: Readonly<Record<string, string>>;
}

/**
 * A Keycloak that is there. The account is a client's id and secret, or a person's name and password with a client's
 * id; without any of them, that of `KEYCLOAK_CLIENT_ID`, `KEYCLOAK_CLIENT_SECRET`, `KEYCLOAK_USER` and so on.
 */
export interface RunningKeycloak {
  /** Base URL. Empty or undefined, such as an unset variable, means an embedded one. */
  readonly url: string | undefined;
  /** Realm that the account is in; `master` by default. */
  readonly realm?: string | undefined;
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** The private authority behind its certificate, as PEM. */
  readonly rootCaCertificate?: string | undefined;
}

/** A Keycloak that is started for this process. */
export interface EmbeddedKeycloak {
  readonly version: string;
}

/** What realms of one helpdesk and of several have in common. */
interface OpenedRealms<R> extends AsyncDisposable {
  readonly name: string;
  readonly for: string;
  /** Until when they live where nobody disposes of them: ISO 8601, UTC. */
  readonly until: string;
  /** Base URL of Keycloak. */
  readonly keycloak: string;
  /** The agents' realm. A spec without one makes this throw a `Failure`, `realm-unknown`. */
  readonly agents: R;
  /** The customers' realm, as `agents`. */
  readonly customers: R;
  /** Everybody's realm, as `agents`. */
  readonly people: R;
  /** Those that the spec has, by its keys. */
  readonly realms: Readonly<Partial<Record<RealmKey, R>>>;
  /** The helpdesk's own configuration; of several, in a folder of each one's key. */
  readonly rendered: readonly RenderedFile[];
  /** The same as environment variables, for the program that is tested. */
  readonly env: Readonly<Record<string, string>>;
  /** Deletes the realms. `await using` calls it; a second call does nothing. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** Realms that are there until they are disposed of. It holds secrets: never print it. */
export interface EphemeralRealm extends OpenedRealms<TestRealm>, TestHelpdesk {}

/** Realms of several helpdesks. It holds secrets: never print it. */
export interface SeveralEphemeralRealm extends OpenedRealms<SharedTestRealm> {
  /** By their keys in the spec's list. */
  readonly helpdesks: Readonly<Record<string, TestHelpdesk>>;
}

export interface TestHelpdesk {
  /** The product, for example `otrs`. */
  readonly helpdesk: string;
  /** Its base URL. */
  readonly url: string;
}

export type RealmKey = "agents" | "customers" | "people";

/** A realm and who is there. */
export interface WithPeople {
  /** Its name. */
  readonly realm: string;
  /** As in its tokens. */
  readonly issuer: string;
  readonly people: readonly TestPerson[];
  /** The person of that user name. Nobody of that name is a `Failure`, `person-unknown`. */
  person(username: string): TestPerson;
}

/** One realm. */
export interface TestRealm extends WithPeople {
  /** The client that people log in by. */
  readonly app: TestClient;
  /** The helpdesk's service account. A helpdesk that has none makes this throw a `Failure`, `client-unknown`. */
  readonly api: TestClient;
}

/** One realm of several helpdesks. */
export interface SharedTestRealm extends WithPeople {
  /**
   * The realm as the helpdesk of that key sees it: its own clients, and of people's roles its own. One that lets nobody
   * in there is a `Failure`, `client-unknown`.
   */
  helpdesk(key: string): TestRealm;
}

export interface TestClient {
  readonly clientId: string;
  /** `null` for a public client. */
  readonly secret: string | null;
}

export interface TestPerson {
  readonly username: string;
  readonly password: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  /** Roles of the client `app`; in a realm of several helpdesks `KEY/ROLE`, as a spec writes them. */
  readonly roles: readonly string[];
}

/** A file of the helpdesk's own configuration. */
export interface RenderedFile {
  /** Absolute path, in `out`. */
  readonly path: string;
  readonly text: string;
}
