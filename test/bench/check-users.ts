// `npm run bench:people`: rows per second of check-users, and of reading the same file alone. No server.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import type { OtrsModel } from "../../infra/helpdesks/otrs-model.ts";
import { modelOf } from "../../infra/load-model.ts";
import { checkTable } from "../../scripts/check-users/check-table.ts";
import { readCsv } from "../../scripts/check-users/read-csv.ts";
import { jsonView } from "../../scripts/check-users/view-json.ts";

const ROWS = Number(process.argv[2] ?? 100_000);
const ROUNDS = 5;
const HEAD = "login,email,first_name,last_name,customer_id,phone\n";
const FILES = {
  "nobody refused": (i: number) =>
    `user${i},user${i}@acme.example,First${i},Last${i},c${i % 100},+49 30 ${i}\n`,
  "everybody refused": (i: number) => `user ${i},user${i}@@acme.example,First${i},,c${i % 100},+49 30 ${i}\n`,
};
const SPEC = "helpdesk: otrs\nurl: https://otrs.acme.example\ncustomers: { attributes: { phone: {} } }\n";

const loaded = modelOf(SPEC, "spec.yaml", { variables: {}, env: {} }).value;
if (loaded === undefined) throw new Error("the spec is wrong");
const { model, people } = loaded;
const folder = await mkdtemp(join(tmpdir(), "deskrealm-bench-"));
try {
  for (const [name, row] of Object.entries(FILES)) {
    const path = join(folder, "people.csv");
    await writeFile(path, HEAD + Array.from({ length: ROWS }, (_, index) => row(index)).join(""));
    const read = await perSecond(() => readAlone(path));
    const checked = await perSecond(() => check(path));
    process.stdout.write(
      `${name}: ${checked} rows per second, ${read} where they are read alone (${ROWS} rows, median of ${ROUNDS})\n`,
    );
  }
} finally {
  await rm(folder, { recursive: true });
}

async function check(path: string): Promise<void> {
  const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });
  const table = await readCsv(path, path, {});
  const streams = { stdout: nowhere(), stderr: nowhere() };
  await checkTable(table, (model as OtrsModel).realms.customers, people("customers"), jsonView(), streams);
}

async function readAlone(path: string): Promise<void> {
  const { rows } = await readCsv(path, path, {});
  for await (const _ of rows);
}

/** The first run warms the code up, and is not counted. */
async function perSecond(run: () => Promise<void>): Promise<number> {
  const seconds: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const start = performance.now();
    await run();
    if (round > 0) seconds.push((performance.now() - start) / 1000);
  }
  return Math.round(ROWS / (seconds.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN));
}
