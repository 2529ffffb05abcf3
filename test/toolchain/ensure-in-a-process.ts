// One of several processes that set up at once.

import { ensureToolchain } from "../../scripts/toolchain/toolchain.ts";

const { source } = await ensureToolchain({ env: process.env });
console.log(source.cli);
