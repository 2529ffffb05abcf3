// Tells the runner what `up` has made: what to mask first, then the outputs. Plain JavaScript for any Node.js.
"use strict";

const crypto = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const folder = process.argv[2];
const jsonFile = path.join(folder, "deskrealm.json");
const made = JSON.parse(fs.readFileSync(jsonFile, "utf8"));
const realms = Object.values(made.realms);

const secrets = realms.flatMap(({ clients, people }) => [
  ...Object.values(clients).map(({ secret }) => secret),
  ...people.map(({ password }) => password),
]);
for (const secret of secrets) if (secret) console.log(`::add-mask::${escaped(secret)}`);

const outputs = {
  "env-file": path.join(folder, "deskrealm.env"),
  "json-file": jsonFile,
  rendered: made.rendered.join("\n"),
};
for (const key of ["agents", "customers", "people"])
  outputs[`${key}-issuer`] = made.realms[key] === undefined ? "" : made.realms[key].issuer;
for (const [name, value] of Object.entries(outputs)) {
  // A value may have several lines, and must not end itself.
  const end = crypto.randomUUID();
  fs.appendFileSync(process.env.GITHUB_OUTPUT, `${name}<<${end}\n${value}\n${end}\n`);
}

/** As the runner wants what stands in one of its commands. */
function escaped(text) {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
