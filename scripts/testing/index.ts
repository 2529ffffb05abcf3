// The published API, `deskrealm/testing`: nothing else of the package's inside is to be imported.

export { Failure, type FailureCode } from "../../infra/diagnostics/failure.ts";
export { ephemeralRealm } from "./ephemeral-realm.ts";
export type {
  EmbeddedKeycloak,
  EphemeralRealm,
  EphemeralRealmOptions,
  RealmKey,
  RenderedFile,
  RunningKeycloak,
  SeveralEphemeralRealm,
  SeveralEphemeralRealmOptions,
  SharedTestRealm,
  TestClient,
  TestHelpdesk,
  TestPerson,
  TestRealm,
} from "./types.ts";
