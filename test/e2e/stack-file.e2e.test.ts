// Settings that are written without Pulumi, as Pulumi reads them.

import assert from "node:assert/strict";
import { stat } from "node:fs/promises";
import { test } from "node:test";
import { stackFile, stackVariables, writeSettings } from "../../scripts/stack/stack-file.ts";
import { Project } from "../support/project.ts";

/** Texts that YAML has other types for, in one version of it or another. */
const TEXTS = {
  number: "0042",
  octal: "0o17",
  long: "1_000",
  date: "2026-11-29",
  flag: "yes",
  nothing: "null",
  mapping: "{a: b}",
  lines: "one\ntwo: three # four",
  reference: "*name",
  empty: "",
};

test("texts stay texts, and what the file holds already stays", async () => {
  await using project = await Project.create();
  const pulumi = async (...words: string[]) => {
    const { code, text } = await project.pulumi([...words, "--stack", "texts"]);
    assert.equal(code, 0, text);
    return text;
  };
  assert.equal((await project.pulumi(["stack", "init", "texts"])).code, 0);
  await pulumi("config", "set", "--secret", "--path", "deskrealm:secrets.root", "Hidden-123456");
  const variables = Object.entries(TEXTS).map(([name, text]) => [`deskrealm:variables.${name}`, text]);

  await writeSettings(project.root, "texts", {
    "deskrealm:spec": "realms/otrs.yaml",
    ...Object.fromEntries(variables),
  });

  const config = JSON.parse(await pulumi("config", "--json"));
  assert.deepEqual(config["deskrealm:variables"].objectValue, TEXTS);
  assert.equal(config["deskrealm:spec"].value, "realms/otrs.yaml");
  assert.equal(config["deskrealm:secrets"].secret, true);
  assert.deepEqual(await stackVariables(project.root, "texts"), TEXTS);
  assert.equal((await stat(stackFile(project.root, "texts"))).mode & 0o777, 0o600);
});
