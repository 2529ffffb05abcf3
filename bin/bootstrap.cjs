// Runs a script of the repository right after a clone: brings the packages first where they are missing.
//   node bin/bootstrap.cjs scripts/start.ts [words]
"use strict";

const crypto = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const node = require("./run-node.cjs");

const root = path.join(__dirname, "..");
const modules = path.join(root, "node_modules");
const lockFile = path.join(root, "package-lock.json");
const stampFile = path.join(modules, ".deskrealm-packages");

function hashOf(file) {
  return crypto.createHash("sha256").update(fs.readFileSync(file)).digest("hex");
}

/** Whether node_modules is what package-lock.json says. npm writes its own list last, after all packages. */
function isCurrent() {
  try {
    const list = fs.statSync(path.join(modules, ".package-lock.json"));
    if (fs.existsSync(stampFile)) return fs.readFileSync(stampFile, "utf8") === hashOf(lockFile);
    return list.mtimeMs >= fs.statSync(lockFile).mtimeMs;
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
    return false;
  }
}

function bringPackages(then) {
  process.stderr.write("bringing Deskrealm's packages: npm install\n");
  const began = Date.now();
  const ticking = setInterval(() => {
    process.stderr.write(`still at npm install: ${Math.round((Date.now() - began) / 1000)} s so far\n`);
  }, 10000);
  // npm names its own script for the programs that it runs; it may be the only npm there is.
  const npm = process.env.npm_execpath;
  // Not `npm ci`: where a registry lacks the packages for other platforms, it calls the lock file incomplete.
  const args = ["install", "--no-audit", "--no-fund"];
  node.run(npm ? process.execPath : "npm", npm ? [npm].concat(args) : args, { cwd: root }, () => {
    clearInterval(ticking);
    fs.writeFileSync(stampFile, hashOf(lockFile));
    then();
  });
}

function start() {
  const own = path.join(modules, ".bin", "node");
  if (!fs.existsSync(own) && !node.fits(process.versions.node)) {
    process.stderr.write(node.tooOld(process.versions.node));
    process.exit(1);
  }
  // Scripts that start `node` themselves are to get the same one.
  const searched = [path.join(modules, ".bin"), process.env.PATH].join(path.delimiter);
  const env = Object.assign({}, process.env, { PATH: searched });
  node.run(fs.existsSync(own) ? own : process.execPath, process.argv.slice(2), { cwd: root, env });
}

if (process.argv.length < 3) {
  process.stderr.write("usage: node bin/bootstrap.cjs SCRIPT [WORDS]\n");
  process.exitCode = 2;
} else if (isCurrent()) {
  start();
} else {
  bringPackages(start);
}
