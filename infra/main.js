// Where Pulumi enters. Plain JavaScript that old versions of Node can read, so that they are told in words.

const [major, minor] = process.versions.node.split(".").map(Number);

export default async function main() {
  if (major < 22 || (major === 22 && minor < 18)) {
    const { RunError } = await import("@pulumi/pulumi/errors.js");
    throw new RunError(
      `error node-too-old: Deskrealm runs on Node 22.18 or newer, and this is Node ${process.versions.node}.\n` +
        'hint: run: export PATH="$PWD/node_modules/.bin:$PATH" (npm install brings a Node of its own)',
    );
  }
  const { program } = await import("./index.ts");
  return program();
}
