// docs/new-helpdesk.md is followed to the letter: what comes out compiles, is a helpdesk, and renders.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import type * as loadModel from "../../infra/load-model.ts";

const ROOT = join(import.meta.dirname, "../..");
const PAGE = readFileSync(join(ROOT, "docs/new-helpdesk.md"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "deskrealm-new-helpdesk-"));
after(() => rmSync(folder, { recursive: true }));

/** The page's block of a kind; it stands within a list. */
function block(kind: string): string {
  const found = new RegExp(`^ {3}\`\`\`${kind}\\n([\\s\\S]*?)^ {3}\`\`\`$`, "m").exec(PAGE)?.[1];
  assert.ok(found, `no block of ${kind}`);
  return found.replace(/^ {3}/gm, "");
}

test("a helpdesk made as the page says compiles, and means what it shows", async () => {
  cpSync(join(ROOT, "infra"), join(folder, "infra"), { recursive: true });
  for (const name of ["package.json", "tsconfig.json"]) cpSync(join(ROOT, name), join(folder, name));
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "infra/helpdesks/ticketry.ts"), block("ts"));
  writeFileSync(join(folder, "steps.diff"), block("diff"));
  execFileSync("git", ["apply", "steps.diff"], { cwd: folder });
  const config = { extends: "./tsconfig.json", include: [], files: ["infra/load-model.ts"] };
  writeFileSync(join(folder, "tsconfig.new.json"), JSON.stringify(config));
  const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
  execFileSync(process.execPath, [compiler, "-p", "tsconfig.new.json"], { cwd: folder, stdio: "pipe" });

  const made = (await import(pathToFileURL(join(folder, "infra/load-model.ts")).href)) as typeof loadModel;
  const { value, diagnostics } = made.modelOf(block("yml"), "ticketry.yaml", { variables: {}, env: {} });

  assert.deepEqual(diagnostics, []);
  assert.ok(value);
  const { agents, customers } = value.model.realms;
  assert.deepEqual([agents?.realm, customers?.realm], ["ticketry-agents", "ticketry-customers"]);
  assert.deepEqual(agents?.clients["app"]?.redirectUris, ["https://tickets.acme.example/sso/callback"]);
  assert.deepEqual(
    value.logins.map((login) => [login.interface, login.realm]),
    [
      ["agents", "agents"],
      ["customers", "customers"],
    ],
  );
  const rendering = value.render({
    keycloakUrl: "https://login.acme.example",
    backendUrl: null,
    clientSecrets: { agents: { app: "s1" }, customers: { app: "s2" } },
  });
  const [first] = rendering.files;
  assert.equal(first?.secret, true);
  assert.match(first?.text ?? "", /https:\/\/login\.acme\.example\/realms\/ticketry-agents/);
});
