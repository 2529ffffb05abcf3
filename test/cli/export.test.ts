// The words of `deskrealm export` that do not go together: told at once, before any server is asked.

import assert from "node:assert/strict";
import { test } from "node:test";
import { cli } from "../support/run-cli.ts";

const run = async (...words: string[]) => {
  const { code, stdout, stderr } = await cli(["export", "--agents", "desk", ...words], { env: {} });
  assert.deepEqual([code, stdout], [2, ""], stderr);
  return stderr;
};

test("a helpdesk's key, URL and places are refused where they are for none", async () => {
  const one = await run(
    "--helpdesk",
    "otobo",
    "--url",
    "otobo=https://desk.example",
    "--client",
    "agents.otobo.app=x",
  );
  assert.match(one, /--url otobo=… is for no helpdesk: write --url URL\n/);
  assert.match(one, /--client agents\.otobo\.app=… has no such place: write one of .*agents\.app/);

  const list = ["--helpdesk", "otobo", "--helpdesk", "tickets=osticket"];
  const several = await run(...list, "--url", "https://desk.example", "--client", "agents.app=x");
  assert.match(several, /--url … is for no helpdesk: write --url otobo=URL or tickets=URL\n/);
  assert.match(several, /--client agents\.app=… has no such place: write one of .*agents\.tickets\.app/);

  const url = ["--url", "otobo=https://desk.example"];
  assert.match(await run(...list, ...url, ...url), /a helpdesk has one URL: write --url once for each\n/);
  const same = await run("--helpdesk", "otobo", "--helpdesk", "otobo");
  assert.match(same, /two helpdesks have one key: write --helpdesk KEY=PRODUCT\n/);
});

test("a product that is none is refused with those that are", async () => {
  for (const word of ["zendesk", "=otobo", "desk=zendesk"])
    assert.match(await run("--helpdesk", word), /write PRODUCT or KEY=PRODUCT, with one of otrs, otobo/);
});
