// Starts the plugins while the program still loads: the engine starts each when the first of its resources
// is registered, one after another.

import { invoke } from "@pulumi/pulumi/runtime/index.js";

/**
 * Needs no configuration, so it is the first thing that the program does.
 *
 * @public main.js calls it.
 */
export function startOwnPlugin(): void {
  start("pulumi-nodejs:dynamic/none:none", {});
}

/** Only once the configuration is known to be whole: the plugin complains of a missing setting by itself. */
export function startKeycloakPlugin(): void {
  // As @pulumi/keycloak asks for it, so that both get the same default provider.
  start("keycloak:index/none:none", { version: "6.13.0" });
}

/**
 * Asks a plugin for a function that it does not have, so that the engine starts it. What is wrong with the
 * plugin shows at its first resource, in words.
 */
function start(token: string, options: { version?: string }): void {
  invoke(token, {}, options).catch(() => {});
}
