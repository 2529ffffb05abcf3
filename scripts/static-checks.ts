// What is checked without running anything of the product.

import type { Step } from "./steps.ts";

export const STATIC_CHECKS: readonly Step[] = [
  { name: "format and lint", command: ["biome", "ci", "--error-on-warnings", "."] },
  { name: "types", command: ["tsc", "-p", "."] },
  { name: "unused code", command: ["knip"] },
];
