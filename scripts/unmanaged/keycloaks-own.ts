// What every realm has from its creation on, on Keycloak 26.2 to 26.7, as new realms show it.

/** Client scopes with their protocol mappers. */
export const OWN_SCOPES: ReadonlyMap<string, readonly string[]> = new Map([
  ["acr", ["acr loa level"]],
  ["address", ["address"]],
  ["AuthnContextClassRef", ["AuthnContextClassRef"]],
  ["basic", ["auth_time", "sub"]],
  ["email", ["email", "email verified"]],
  ["microprofile-jwt", ["groups", "upn"]],
  ["offline_access", []],
  ["organization", ["organization"]],
  ["phone", ["phone number", "phone number verified"]],
  [
    "profile",
    [
      ...[
        "birthdate",
        "family name",
        "full name",
        "gender",
        "given name",
        "locale",
        "middle name",
        "nickname",
      ],
      ...["picture", "profile", "updated at", "username", "website", "zoneinfo"],
    ],
  ],
  ["role_list", ["role list"]],
  ["roles", ["audience resolve", "client roles", "realm roles"]],
  ["saml_organization", ["organization"]],
  ["service_account", ["Client Host", "Client ID", "Client IP Address"]],
  ["web-origins", ["allowed web origins"]],
]);

export const OWN_ROLES: readonly string[] = ["offline_access", "uma_authorization"];

/** Roles of realm-management: what each allows is Keycloak's own. */
export const ADMIN_ROLES: readonly string[] = [
  ...["create-client", "impersonation", "manage-authorization", "manage-clients", "manage-events"],
  ...["manage-identity-providers", "manage-organizations", "manage-realm", "manage-users", "query-clients"],
  ...[
    "query-groups",
    "query-organizations",
    "query-realms",
    "query-users",
    "realm-admin",
    "view-authorization",
  ],
  ...["view-clients", "view-events", "view-identity-providers", "view-organizations", "view-realm"],
  "view-users",
];

/** Key providers of a new realm. */
export const OWN_KEYS: readonly string[] = [
  ...["aes-generated", "hmac-generated", "hmac-generated-hs512", "rsa-enc-generated", "rsa-generated"],
];

/** Steps of Keycloak's own flows: what each demands in a new realm. */
export const OWN_STEPS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  browser: {
    "auth-cookie": "ALTERNATIVE",
    "auth-spnego": "DISABLED",
    "identity-provider-redirector": "ALTERNATIVE",
    Organization: "ALTERNATIVE",
    forms: "ALTERNATIVE",
  },
  "direct grant": {
    "direct-grant-validate-username": "REQUIRED",
    "direct-grant-validate-password": "REQUIRED",
    "Direct Grant - Conditional OTP": "CONDITIONAL",
  },
  registration: { "registration-page-form": "REQUIRED" },
  "reset credentials": {
    "reset-credentials-choose-user": "REQUIRED",
    "reset-credential-email": "REQUIRED",
    "reset-password": "REQUIRED",
    "Reset - Conditional OTP": "CONDITIONAL",
  },
  clients: {
    "client-secret": "ALTERNATIVE",
    "client-jwt": "ALTERNATIVE",
    "client-secret-jwt": "ALTERNATIVE",
    "client-x509": "ALTERNATIVE",
    "federated-jwt": "ALTERNATIVE",
  },
  "first broker login": {
    "idp-review-profile": "REQUIRED",
    "User creation or linking": "REQUIRED",
    "First Broker Login - Conditional Organization": "CONDITIONAL",
  },
  "docker auth": { "docker-http-basic-authenticator": "REQUIRED" },
};

/** Required actions, and whether they are on in a new realm. None is asked of every new person. */
export const OWN_ACTIONS: Readonly<Record<string, boolean>> = {
  CONFIGURE_RECOVERY_AUTHN_CODES: true,
  CONFIGURE_TOTP: true,
  TERMS_AND_CONDITIONS: false,
  UPDATE_EMAIL: false,
  UPDATE_PASSWORD: true,
  UPDATE_PROFILE: true,
  VERIFY_EMAIL: true,
  VERIFY_PROFILE: true,
  delete_account: false,
  delete_credential: true,
  idp_link: true,
  update_user_locale: true,
  "webauthn-register": true,
  "webauthn-register-passwordless": true,
};
