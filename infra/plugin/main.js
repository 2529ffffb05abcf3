// Where the provider of our own resources starts. Plain JavaScript, as ../main.js is.

import { existsSync } from "node:fs";
import * as nodeModule from "node:module";

nodeModule.enableCompileCache?.();
// The repository runs its TypeScript as it is; the package has it compiled.
const source = existsSync(new URL("./serve.ts", import.meta.url));
const { serve } = await import(source ? "./serve.ts" : "../../dist/infra/plugin/serve.js");
serve();
