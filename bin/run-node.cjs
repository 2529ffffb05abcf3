// Finds a Node.js that fits and runs a script with it. Plain old JavaScript: any Node.js must read it.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const childProcess = require("node:child_process");

/** Whether this Node.js runs TypeScript as it is. */
function fits(version) {
  const parts = version.split(".").map(Number);
  return parts[0] > 22 || (parts[0] === 22 && parts[1] >= 18);
}

/** The private Node.js that npm brings, or undefined. It may be hoisted into a folder further up. */
function privateNode(start) {
  for (let folder = start; ; folder = path.dirname(folder)) {
    for (const name of [".bin/node", "node/bin/node"]) {
      const file = path.join(folder, "node_modules", name);
      if (fs.existsSync(file)) return file;
    }
    if (folder === path.dirname(folder)) return undefined;
  }
}

function tooOld(version) {
  return (
    `error node-too-old: Deskrealm runs on Node.js 22.18 or newer, and this is ${version}.\n` +
    "hint: run npm install in Deskrealm's folder, which brings a Node.js of its own, or install a newer one\n"
  );
}

/** Runs a command in the foreground; passes on signals, and ends as it ends unless `then` takes over. */
function run(command, args, options, then) {
  const child = childProcess.spawn(command, args, Object.assign({ stdio: "inherit" }, options));
  const onTerminal = Boolean(process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY);
  const forwarders = {};
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"]) {
    forwarders[signal] = () => {
      // A terminal sends these to the child as well; twice would end it before it has cleaned up.
      if (!onTerminal || signal === "SIGTERM" || signal === "SIGHUP") child.kill(signal);
    };
    process.on(signal, forwarders[signal]);
  }
  child.on("error", (error) => {
    process.stderr.write(`error: ${command} could not be started: ${error.message}\n`);
    process.exit(1);
  });
  child.on("exit", (code, signal) => {
    for (const name of Object.keys(forwarders)) process.removeListener(name, forwarders[name]);
    if (signal) process.kill(process.pid, signal);
    else if (code === 0 && then) then();
    else process.exit(code);
  });
}

module.exports = { fits, privateNode, run, tooOld };
