// Spares Pulumi's runtime what it loads at every start and this program has no use for: source maps, tracing,
// a debugger's session, npm's tree reader, TypeScript's compiler. Pulumi.yaml has Node load this file before
// the runtime; main.js loads it for language hosts that take no `nodeargs`, and then spares what is left.
// Where something is used after all, it loads then. Plain JavaScript that old versions of Node can read.

const { createRequire, enableCompileCache } = require("node:module");

const requireOfSdk = createRequire(require.resolve("@pulumi/pulumi"));

if (enableCompileCache !== undefined) enableCompileCache();
for (const name of ["@npmcli/arborist", "typescript", "js-yaml", "semver", "./automation"])
  standIn(name, loadedWhenUsed);
// The runtime copies these functions when it is imported, so each of them loads at its call.
const functions = {
  "./runtime/closure/serializeClosure": ["serializeFunction", "serializeFunctionAsync"],
  "./runtime/closure/codePaths": ["computeCodePaths"],
};
for (const [name, names] of Object.entries(functions))
  standIn(name, (load) => Object.fromEntries(names.map((key) => [key, (...args) => load()[key](...args)])));
// A debugger's session, which hears of every script that is parsed, to say later where a function came from.
standIn("./runtime/closure/v8Hooks", (load) => ({
  isInitializedAsync: async () => {},
  getSessionAsync: () => load().getSessionAsync(),
  getScriptUrl: (id) => load().getScriptUrl(id),
}));
standIn("source-map-support/register", () => ({}));
if (!process.argv.includes("--tracing") && process.env.TRACEPARENT === undefined) {
  const span = { end() {}, setAttribute() {}, addEvent() {} };
  standIn("./cmd/run/tracing", () => ({ newSpan: () => span }));
  standIn("@opentelemetry/api", () => ({ context: { active() {} }, propagation: { inject() {} } }));
}

/**
 * Puts exports in the place of those of a module, unless it has loaded already.
 *
 * @param make - is given what loads the module itself
 */
function standIn(name, make) {
  let file;
  try {
    file = requireOfSdk.resolve(name);
  } catch {
    // TypeScript is optional for the SDK, which then takes one of its own.
    return;
  }
  if (require.cache[file] !== undefined) return;
  let loaded;
  const load = () => {
    if (loaded === undefined) {
      delete require.cache[file];
      loaded = requireOfSdk(file);
    }
    return loaded;
  };
  require.cache[file] = { id: file, filename: file, loaded: true, exports: make(load) };
}

function loadedWhenUsed(load) {
  return new Proxy(
    {},
    {
      get(_, key) {
        // Asked of every import, so it must not load; the SDK's compiled imports then take the rest as it is.
        if (key === "__esModule") return true;
        return key === "default" ? load() : load()[key];
      },
    },
  );
}
