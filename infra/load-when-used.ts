// Puts off packages that Pulumi's SDK loads at every start and needs only to serialise functions: npm's
// tree reader and TypeScript's compiler, 0.35 s of processor time. Nothing here serialises a function;
// where something does, the package loads then.

import { createRequire } from "node:module";

const PUT_OFF = ["@npmcli/arborist", "typescript"];

/**
 * Lets each of the packages load at its first use instead of at its import.
 *
 * @param importer - path of a module of the SDK, whose packages they are
 * @public main.js calls it, before the SDK is imported.
 */
export function loadWhenUsed(importer: string): void {
  const require = createRequire(importer);
  for (const name of PUT_OFF) {
    // TypeScript is optional for the SDK, which then takes one of its own.
    const file = resolved(require, name);
    if (file !== undefined && require.cache[file] === undefined) {
      require.cache[file] = standIn(require, file);
    }
  }
}

function resolved(require: NodeJS.Require, name: string): string | undefined {
  try {
    return require.resolve(name);
  } catch {
    return undefined;
  }
}

function standIn(require: NodeJS.Require, file: string): NodeJS.Module {
  let loaded: Record<PropertyKey, unknown> | undefined;
  const load = () => {
    if (loaded === undefined) {
      delete require.cache[file];
      loaded = require(file) as Record<PropertyKey, unknown>;
    }
    return loaded;
  };
  const exports = new Proxy(
    {},
    {
      get(_, key) {
        // Asked of every import, so it must not load; the SDK's compiled imports then take the rest as it is.
        if (key === "__esModule") return true;
        return key === "default" ? load() : load()[key];
      },
    },
  );
  return { id: file, filename: file, loaded: true, exports } as unknown as NodeJS.Module;
}
