import { defineConfig } from "vitest/config";

// Making realms takes seconds, and the first Keycloak of a machine is prepared for minutes.
export default defineConfig({ test: { testTimeout: 60_000, hookTimeout: 600_000 } });
