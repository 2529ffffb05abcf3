// The Keycloak versions that the layouts are proved on.

import { defaultKeycloakVersion } from "../../scripts/servers/keycloak-versions.ts";

/** The oldest that is supported, the vendor's, the vendor's with its last patch, one between, the newest. */
export const keycloakVersionsUnderTest = ["26.2.0", "26.4.0", "26.4.7", "26.5.6", "26.7.4"] as const;

/** Set by `npm run test:all`. */
export const EVERY_VERSION = "DESKREALM_TEST_EVERY_VERSION";

/** For what a version may write in its own way, where the ends and the vendor's choice say enough, but by night. */
export const endsAndVendors: readonly string[] =
  process.env[EVERY_VERSION] === undefined ? ["26.2.0", "26.4.0", "26.7.4"] : keycloakVersionsUnderTest;

/** Set by `npm run test:all` to another usual version. */
export const USUAL_VERSION = "DESKREALM_TEST_KEYCLOAK";

/** Of each server whose test names none. */
export const usualVersion = process.env[USUAL_VERSION] ?? defaultKeycloakVersion;
