// Scopes that Keycloak gives a new client by default, on 26.2 to 26.7.

export const DEFAULT_SCOPES = ["acr", "basic", "email", "profile", "roles", "web-origins"];
export const OPTIONAL_SCOPES = ["address", "microprofile-jwt", "offline_access", "organization", "phone"];
