// Starts the plugins while the program still loads: the engine starts each when the first of its resources
// is registered, one after another.

import { setImmediate } from "node:timers/promises";
import { invoke } from "@pulumi/pulumi/runtime/index.js";

/**
 * Only once the configuration is known to be whole: Keycloak's plugin complains of a missing setting by itself.
 *
 * @returns when the engine has been asked, which the loading of modules would hold up.
 */
export async function startPlugins(): Promise<void> {
  // As @pulumi/keycloak asks for it, so that both get the same default provider. It goes first, since it logs
  // in while the other starts.
  start("keycloak:index/none:none", { version: "6.13.0" });
  start("pulumi-nodejs:dynamic/none:none", {});
  await setImmediate();
}

/**
 * Asks a plugin for a function that it does not have, so that the engine starts it. What is wrong with the
 * plugin shows at its first resource, in words.
 */
function start(token: string, options: { version?: string }): void {
  invoke(token, {}, options).catch(() => {});
}
