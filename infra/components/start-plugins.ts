// Starts the two plugins while the program still loads, which takes half a second off every preview.

import { invoke } from "@pulumi/pulumi/runtime/index.js";

/**
 * Asks each plugin for a function that it does not have, so that the engine starts it. Nothing reaches the
 * server but the Keycloak plugin's login. What is wrong with a plugin shows at its first resource, in words.
 */
export function startPlugins(): void {
  const ignore = () => {};
  invoke("keycloak:index/none:none", {}, { version: PLUGIN_VERSION }).catch(ignore);
  invoke("pulumi-nodejs:dynamic/none:none", {}).catch(ignore);
}

/** As @pulumi/keycloak asks for it, so that both get the same default provider. */
const PLUGIN_VERSION = "6.13.0";
