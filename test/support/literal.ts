// Puts a hostile text into every place of a spec that takes it, and asks the real readers of each output what
// they make of it: JSON, Perl, shells, Markdown, HTML, YAML.

import assert from "node:assert/strict";
import { exportSpec } from "../../infra/export/export-spec.ts";
import { shellWord } from "../../infra/helpdesks/shell.ts";
import type { Expansion, Rendering } from "../../infra/helpdesks/types.ts";
import { canonical } from "../../infra/model/canonical.ts";
import { diffModels } from "../../infra/model/diff.ts";
import { writeSpec } from "../../infra/spec/write.ts";
import { assertContained, outsideOfSpans } from "./contained.ts";
import { expand } from "./good-spec.ts";
import { configText, fileText, SMALL_FACTS } from "./otrs-model.ts";
import { loadConfig } from "./perl.ts";
import { reviewOf } from "./reviews.ts";
import { commandsOf, shellCalls } from "./shell.ts";
import { assertHarmless } from "./terminal.ts";

const isRole = (text: string) => !/\/|\$\{|^\.{1,2}$/.test(text);
const isClientId = (text: string) => !/[\s/?#%\\\p{C}\p{Zl}\p{Zp}]/u.test(text);

/** What of the hostile texts a spec gets. */
export interface Burden {
  readonly text: string;
  readonly url?: string;
}

/** A valid spec with the text in every place that takes it. */
export function burdened({ text, url = "https://otrs.acme.example" }: Burden): object {
  const person = { firstName: text, lastName: text, email: "ada@acme.example", attributes: { phone: text } };
  return {
    helpdesk: "otrs",
    url,
    shared: {
      displayNameHtml: text,
      smtp: { host: "mail.acme.example", from: "desk@acme.example", fromDisplayName: text },
      frontendUrl: url,
    },
    policy: {
      exceptions: [{ rule: "password-policy-missing", value: text, reason: text, until: "2027-01-31" }],
    },
    agents: {
      displayName: text,
      clients: { app: { name: text, ...(isClientId(text) ? { clientId: text } : {}) } },
      attributes: { phone: { displayName: text } },
      users: { ada: person },
      ...(isRole(text) ? { loginRole: text } : {}),
    },
    customers: { displayName: text, themes: { login: text }, ...(isRole(text) ? { roles: [text] } : {}) },
  };
}

/** Paths of `explain --json` that have to hold the text, and nothing but it. */
export const LITERAL_PATHS = [
  ...[
    "agents/displayName",
    "agents/displayNameHtml",
    "agents/smtp/fromDisplayName",
    "agents/clients/app/name",
  ],
  ...["agents/users/ada/firstName", "agents/profile/attributes/phone/displayName", "customers/themes/login"],
].map((path) => `realms/${path}`);

/** Everything that is made of a spec without a server, read back by its real readers. */
export function assertLiteral(burden: Burden): void {
  const source = JSON.stringify(burdened(burden));
  const expansion = expand(source);
  const rendering = expansion.render(SMALL_FACTS);
  assertConfig(expansion, rendering);
  assertCommands(expansion, rendering);
  const plain = expand(JSON.stringify(burdened({ text: "Plain" }))).render(SMALL_FACTS);
  // Whatever the text holds, nothing of it stands outside of a code span or of a command.
  if (isRole(burden.text) && isClientId(burden.text)) assert.equal(ours(rendering), ours(plain));
  for (const text of [...rendering.steps, ...rendering.notices, fileText(rendering, "environment.md")])
    assertHarmless(text.replace(/```bash\n[\s\S]*?\n```/g, ""));
  assertContained(
    reviewOf([
      { name: "desk", before: JSON.stringify({ helpdesk: "otrs", url: "https://x.example" }), after: source },
    ]),
  );
  assertWritten(expansion);
}

const ours = ({ steps, notices, files }: Rendering): string => {
  const environment = files.find(({ name }) => name === "environment.md")?.text ?? "";
  return outsideOfSpans(
    [...steps, ...notices, environment].join("\n").replace(/```bash\n[\s\S]*?\n```/g, ""),
  );
};

function assertConfig({ model, loginRoles }: Expansion, rendering: Rendering): void {
  const loaded = loadConfig(configText(rendering));
  const { agents } = model.realms;
  assert.equal(loaded["AuthModule::OIDC::ClientID"], agents.clients["app"]?.clientId);
  assert.equal(loaded["AuthModule::OIDC::AgentRole"], loginRoles.agents);
  assert.equal(loaded["AuthModule::OIDC::Authority"], agents.frontendUrl);
  assert.equal(loaded["AuthModule::OIDC::PostLogoutRedirectURL"], model.url);
}

function assertCommands({ model }: Expansion, { steps }: Rendering): void {
  const { agents } = model.realms;
  const commands = ["SyncRoles", "IAM::Check"].map((mark) => commandsOf(steps, mark));
  const calls = shellCalls(commands.join("\n"), "one\ntwo\n");
  const roles = calls[0] ?? [];
  assert.equal(roles[roles.indexOf("--client-id") + 1], agents.clients["app"]?.clientId);
  assert.equal(roles[roles.indexOf("--backend-authority") + 1], agents.frontendUrl);
  assert.deepEqual(calls[3], ["curl", "-v", "-L", agents.frontendUrl]);
}

/** What `export` writes means the same again. */
function assertWritten({ model }: Expansion): void {
  const exported = exportSpec(canonical(model), model.url);
  assert.ok(exported);
  const again = expand(writeSpec(exported.spec, [model.realms.agents.displayName ?? ""]));
  assert.deepEqual(diffModels(again.model, model), []);
}

/** The same words again from both shells, a command each. */
export function assertWords(words: readonly string[]): void {
  const commands = words.map((word) => `curl ${shellWord(word)}`).join("\n");
  for (const shell of ["bash", "sh"] as const)
    assert.deepEqual(
      shellCalls(commands, "", shell),
      words.map((word) => ["curl", ...word.split("\n")]),
    );
}
