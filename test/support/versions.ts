// The Keycloak versions that the layouts are proved on.

/** The oldest that is supported, the vendor's, the vendor's with its last patch, one between, the newest. */
export const keycloakVersionsUnderTest = ["26.2.0", "26.4.0", "26.4.7", "26.5.6", "26.7.4"] as const;
