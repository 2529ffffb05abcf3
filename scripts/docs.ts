// npm run docs: writes the pages that come from the code.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { policyPage } from "./audit/policy-page.ts";
import { projectRoot } from "./project-root.ts";

writeFileSync(join(projectRoot(), "docs/policy.md"), policyPage());
