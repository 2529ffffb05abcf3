// Loaded first by each Node.js that a test counts (note-processes.ts): notes that it has started, and each file that
// it loads. Noted at once, since plugins are killed at their end. Plain JavaScript, as any of them may be the first.
"use strict";

const { appendFileSync } = require("node:fs");
const { registerHooks } = require("node:module");
const { isMainThread } = require("node:worker_threads");

const notes = process.env.DESKREALM_TEST_NOTES;
// A script by its path in the project, or among the packages.
const program = (process.argv[1] ?? "-e").replace(/^.*\/(node_modules|deskrealm-project-[^/]+)\//, "");
const note = (file) => appendFileSync(notes, `node ${program}\t${file}\n`);

if (isMainThread) note("");
registerHooks({
  load(url, context, next) {
    if (url.startsWith("file:")) note(url);
    return next(url, context);
  },
});
