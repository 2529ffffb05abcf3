// Names that OTRS's layout has unless the spec says otherwise. Source: the vendor's Keycloak tutorial.

export const LAYOUT = {
  agents: { realm: "otrs-agents", loginRole: "Agent", appClientId: "otrs-app", apiClientId: "otrs-api" },
  customers: {
    realm: "otrs-customer-users",
    loginRole: "Customer User",
    appClientId: "otrs-app",
    apiClientId: "otrs-api",
  },
} as const;
