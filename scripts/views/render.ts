// How `render` writes its files and says where they are, never what is in a secret one.

import { chmod, mkdir, rename, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Writable } from "node:stream";
import type { DirectLogin } from "../../infra/helpdesks/direct.ts";
import type { Rendering } from "../../infra/helpdesks/types.ts";
import type { ProviderGuide } from "../../infra/providers/guide.ts";

/** Writes the files into the folder; those with secrets with mode 0600, from the first byte on. */
export async function writeRendering({ files }: Rendering, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { name, text, secret } of files) {
    const mode = secret ? 0o600 : 0o644;
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    const temporary = join(dirname(path), `.${basename(path)}.tmp-${process.pid}`);
    await writeFile(temporary, text, { mode });
    // A file that was left there keeps its mode when it is written again.
    await chmod(temporary, mode);
    await rename(temporary, path);
  }
}

/** Where the files are, what to do with them, and what the vendor leaves open. */
export function showRendering(
  { files, steps, notices }: Rendering,
  folder: string,
  stdout: Writable,
  noticesTitle = "What the vendor's text leaves open",
): void {
  for (const { name, secret } of files) {
    stdout.write(`${join(folder, name)}${secret ? " (holds secrets, mode 0600)" : ""}\n`);
  }
  stdout.write("\nWhat is left to do:\n\n");
  showSteps(steps, stdout);
  if (notices.length === 0) return;
  stdout.write(`${noticesTitle}:\n\n`);
  for (const notice of notices) stdout.write(`- ${notice}\n`);
}

/** What to set at each provider, and the redirect URI that goes there. */
export function showGuides(guides: readonly ProviderGuide[], stdout: Writable): void {
  for (const { realm, alias, title, redirectUri, steps } of guides) {
    stdout.write(`\nWhat to set at ${title} for the provider ${alias} of realm ${realm}\n`);
    stdout.write(`(redirect URI ${redirectUri}):\n\n`);
    showSteps(steps, stdout);
  }
}

/** What to set at a provider that the helpdesk talks to by itself. */
export function showDirect({ title, provider, providerSteps }: DirectLogin, stdout: Writable): void {
  stdout.write(`\nWhat to set at ${title} for the provider ${provider}, without Keycloak:\n\n`);
  showSteps(providerSteps, stdout);
}

/** Steps in their order, numbered. */
export function showSteps(steps: readonly string[], stdout: Writable): void {
  steps.forEach((step, index) => void stdout.write(`${index + 1}. ${step}\n\n`));
}
