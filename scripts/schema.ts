// npm run schema: writes the JSON Schema for editors.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { specJsonSchema } from "../infra/spec/json-schema.ts";
import { projectRoot } from "./project-root.ts";

const file = join(projectRoot(), "schema/deskrealm.schema.json");
writeFileSync(file, `${JSON.stringify(specJsonSchema(), null, 2)}\n`);
