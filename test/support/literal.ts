// Puts a hostile text into every place of a spec that takes it, and asks the real readers of each output what
// they make of it: JSON, Perl, shells, Markdown, HTML, YAML.

import assert from "node:assert/strict";
import { otrsMigration } from "../../infra/helpdesks/otrs-migration.ts";
import type { OtrsModel } from "../../infra/helpdesks/otrs-model.ts";
import { shellWord } from "../../infra/helpdesks/shell.ts";
import type { Expansion, Rendering } from "../../infra/helpdesks/types.ts";
import { helpdesksOf } from "../../infra/model/helpdesks.ts";
import { parsePlain } from "../../infra/spec/source.ts";
import { writeSpec } from "../../infra/spec/write.ts";
import { assertContained, outsideOfSpans } from "./contained.ts";
import { expand } from "./good-spec.ts";
import { configText, SMALL_FACTS } from "./otrs-model.ts";
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

/** Everything that is made of specs without a server, read back by its real readers, each started once. */
export function assertLiteral(burdens: readonly Burden[]): void {
  const all = burdens.map((burden) => {
    const source = JSON.stringify(burdened(burden));
    const expansion = expand(source);
    return { burden, source, expansion, rendering: expansion.render(SMALL_FACTS) };
  });
  const configs = loadConfigs(all.map(({ rendering }) => configText(rendering)));
  const calls = shellCalls(
    all.map(({ expansion, rendering }) => commands(expansion, rendering)).join("\n"),
    "one\ntwo\n".repeat(all.length),
  );
  for (const [index, { burden, source, expansion, rendering }] of all.entries()) {
    const context = JSON.stringify(burden);
    assertConfig(expansion, configs[index] ?? {}, context);
    assertCalls(expansion, calls.slice(index * CALLS, (index + 1) * CALLS), context);
    assertMarkdown(burden, rendering);
    assertContained(reviewOf([{ name: "desk", before: BEFORE, after: source }]));
    assertWritten(burdened(burden), burden.text);
  }
}

const BEFORE = JSON.stringify({ helpdesk: "otrs", url: "https://desk.example" });

/** Whatever the text holds, nothing of it stands outside of a code span or of a command. */
function assertMarkdown({ text, url }: Burden, rendering: Rendering): void {
  const plain = burdened({ text: "Plain", ...(url === undefined ? {} : { url }) });
  if (isRole(text) && isClientId(text))
    assert.equal(ours(rendering), ours(expand(JSON.stringify(plain)).render(SMALL_FACTS)));
  assertHarmless(ours(rendering));
}

const ours = ({ steps, notices, files }: Rendering): string => {
  const environment = files.find(({ name }) => name === "environment.md")?.text ?? "";
  return outsideOfSpans(
    [...steps, ...notices, environment].join("\n").replace(/```bash\n[\s\S]*?\n```/g, ""),
  );
};

/** Each text by itself in Perl, where all of them are one file. */
function loadConfigs(texts: readonly string[]): Record<string, unknown>[] {
  const blocks = texts.map((text, index) => `{ my $Self = $Self->{${index}} = {};\n${text}\n}\n`);
  const loaded = loadConfig(blocks.join(""));
  return texts.map((_, index) => loaded[index] as Record<string, unknown>);
}

function assertConfig({ model, loginRoles }: Expansion, loaded: Record<string, unknown>, context: string) {
  const { agents } = (model as OtrsModel).realms;
  assert.equal(loaded["AuthModule::OIDC::ClientID"], agents.clients["app"]?.clientId, context);
  assert.equal(loaded["AuthModule::OIDC::AgentRole"], loginRoles.agents, context);
  assert.equal(loaded["AuthModule::OIDC::Authority"], agents.frontendUrl, context);
  assert.equal(loaded["AuthModule::OIDC::PostLogoutRedirectURL"], helpdesksOf(model)["otrs"]?.url, context);
}

const commands = ({ model }: Expansion, { steps }: Rendering): string => {
  const migration = otrsMigration(model as OtrsModel, SMALL_FACTS, { spec: "realms/otrs.yaml", options: [] });
  return `${commandsOf(migration, "SyncRoles")}\n${commandsOf(steps, "IAM::Check")}`;
};
/** How many calls those make: three of the migration, curl, and OTRS's own check. */
const CALLS = 5;

function assertCalls({ model }: Expansion, calls: readonly string[][], context: string): void {
  const { agents } = (model as OtrsModel).realms;
  const [roles = [], , , check] = calls;
  assert.equal(roles[roles.indexOf("--client-id") + 1], agents.clients["app"]?.clientId, context);
  assert.equal(roles[roles.indexOf("--backend-authority") + 1], agents.frontendUrl, context);
  assert.deepEqual(check, ["curl", "-v", "-L", agents.frontendUrl], context);
}

/** What `export` writes is the same again, with the text in the comment at its head too. */
function assertWritten(spec: object, text: string): void {
  const written = writeSpec(spec, [text]);
  assert.deepEqual(parsePlain(written), spec);
}

/** The same words again from both shells, a command each. */
export function assertWords(words: readonly string[]): void {
  const commands = words.map((word) => `curl ${shellWord(word)}`).join("\n");
  for (const shell of ["bash", "sh"] as const)
    assert.deepEqual(
      shellCalls(commands, "", { shell }),
      words.map((word) => ["curl", ...word.split("\n")]),
    );
}
