// The Keycloak versions that the layouts are proved on.

/** The oldest that is supported, the vendor's, the vendor's with its last patch, one between, the newest. */
export const keycloakVersionsUnderTest = ["26.2.0", "26.4.0", "26.4.7", "26.5.6", "26.7.4"] as const;

/** Set by `npm run test:all`. */
export const EVERY_VERSION = "DESKREALM_TEST_EVERY_VERSION";

/** For what a version may write in its own way, where the ends and the vendor's choice say enough, but by night. */
export const endsAndVendors: readonly string[] =
  process.env[EVERY_VERSION] === undefined ? ["26.2.0", "26.4.0", "26.7.4"] : keycloakVersionsUnderTest;

/** Set by `npm run test:all`: the version of each server whose test names none. */
export const USUAL_VERSION = "DESKREALM_TEST_KEYCLOAK";
