#!/usr/bin/env node
// The deskrealm command: checks Node.js's version, in words, before anything that old ones cannot read.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const url = require("node:url");
const node = require("./run-node.cjs");

if (node.fits(process.versions.node)) {
  const source = path.join(__dirname, "..", "scripts", "cli.ts");
  const compiled = path.join(__dirname, "..", "dist", "scripts", "cli.js");
  // Compiled once, the command starts in half the time.
  require("node:module").enableCompileCache();
  import(url.pathToFileURL(fs.existsSync(source) ? source : compiled).href).then((cli) => cli.main());
} else {
  const better = node.privateNode(__dirname);
  // The variable keeps a private Node.js that is old itself from starting this file for ever.
  if (better === undefined || process.env.DESKREALM_NODE) {
    process.stderr.write(node.tooOld(process.versions.node));
    process.exitCode = 1;
  } else {
    const env = Object.assign({}, process.env, { DESKREALM_NODE: better });
    node.run(better, [__filename].concat(process.argv.slice(2)), { env });
  }
}
