// Where Pulumi enters. Plain JavaScript that old versions of Node can read, so that they are told in words.

import { existsSync } from "node:fs";

const [major, minor] = process.versions.node.split(".").map(Number);

export default async function main() {
  if (major < 22 || (major === 22 && minor < 18)) {
    const { RunError } = await import("@pulumi/pulumi/errors.js");
    throw new RunError(
      `error node-too-old: Deskrealm runs on Node 22.18 or newer, and this is Node ${process.versions.node}.\n` +
        'hint: run: export PATH="$PWD/node_modules/.bin:$PATH" (npm install brings a Node of its own)',
    );
  }
  await import("./preload.cjs");
  // Pulumi's runtime asks for a stack trace at each registration, and maps every frame through the source
  // maps of its own files: half a second for thirty resources. Types are stripped in place here, so that
  // positions are right without a map.
  Error.prepareStackTrace = undefined;
  // It also sends its own debug messages to the engine, three for each resource, each once the one before is
  // answered.
  const { default: log } = await import("@pulumi/pulumi/log/index.js");
  log.debug = async () => {};
  // The repository runs its TypeScript as it is; the package has it compiled.
  const source = existsSync(new URL("./index.ts", import.meta.url));
  const { program } = await import(source ? "./index.ts" : "../dist/infra/index.js");
  return program();
}
