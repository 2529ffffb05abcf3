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

/** Realms that are there until they are disposed of. It holds secrets: never print it. */
export interface EphemeralRealm extends AsyncDisposable {
  readonly name: string;
  readonly for: string;
  /** Until when they live where nobody disposes of them: ISO 8601, UTC. */
  readonly until: string;
  /** Base URL of the helpdesk. */
  readonly url: string;
  /** Base URL of Keycloak. */
  readonly keycloak: string;
  /** The product, for example `otrs`. */
  readonly helpdesk: string;
  /** The agents' realm. A spec without one makes this throw a `Failure`, `realm-unknown`. */
  readonly agents: TestRealm;
  /** The customers' realm, as `agents`. */
  readonly customers: TestRealm;
  /** The one realm of everybody, where the helpdesk has one, as `agents`. */
  readonly people: TestRealm;
  /** Those that the spec has, by its keys. */
  readonly realms: Readonly<Partial<Record<RealmKey, TestRealm>>>;
  /** The helpdesk's own configuration. */
  readonly rendered: readonly RenderedFile[];
  /** The same as environment variables, for the program that is tested. */
  readonly env: Readonly<Record<string, string>>;
  /** Deletes the realms. `await using` calls it; a second call does nothing. */
  [Symbol.asyncDispose](): Promise<void>;
}

export type RealmKey = "agents" | "customers" | "people";

/** One realm. */
export interface TestRealm {
  /** Its name. */
  readonly realm: string;
  /** As in its tokens. */
  readonly issuer: string;
  /** The client that people log in by. */
  readonly app: TestClient;
  /** The helpdesk's service account. A helpdesk that has none makes this throw a `Failure`, `client-unknown`. */
  readonly api: TestClient;
  readonly people: readonly TestPerson[];
  /** The person of that user name. Nobody of that name is a `Failure`, `person-unknown`. */
  person(username: string): TestPerson;
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
  /** Roles of the client `app`. */
  readonly roles: readonly string[];
}

/** A file of the helpdesk's own configuration. */
export interface RenderedFile {
  /** Absolute path, in `out`. */
  readonly path: string;
  readonly text: string;
}
