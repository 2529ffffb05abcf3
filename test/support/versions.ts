// The Keycloak versions that the layout is proved on.

/** The oldest that is supported, the vendor's, the newest. */
export const keycloakVersionsUnderTest = ["26.2.0", "26.4.0", "26.7.4"] as const;
