// GitLab's job for test realms: its script, by each shell that a runner may have, with a stand-in for npx that says
// its words.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { test } from "node:test";
import { parse } from "yaml";
import { REPOSITORY } from "../support/workflow.ts";

test("the job gives each line of its URLs as a word of its own, whatever is in it", async () => {
  const file = await readFile(join(REPOSITORY, "ci/gitlab/ephemeral.gitlab-ci.yml"), "utf8");
  const { script } = (parse(file) as Record<string, { script: string[] }>)["test realms"] ?? assert.fail();
  const folder = await mkdtemp(join(tmpdir(), "deskrealm-gitlab-"));
  try {
    await writeFile(join(folder, "npx"), '#!/bin/sh\nprintf "<%s>" "$@"\n');
    await chmod(join(folder, "npx"), 0o755);
    const words = (shell: string, urls: string): string => {
      const env = {
        PATH: [folder, process.env["PATH"]].join(delimiter),
        DESKREALM_URLS: urls,
        DESKREALM_NAME: "mr-7",
        DESKREALM_SPEC: "realms/acme.yaml",
      };
      const { stdout, status } = spawnSync(shell, ["-e", "-c", script.join("\n")], { env, encoding: "utf8" });
      assert.equal(status, 0);
      return stdout;
    };
    const common = "<--no><--><deskrealm><ephemeral><up><--name=mr-7><--ttl=8h><--out=test-realms>";
    for (const shell of ["sh", "bash"]) {
      assert.equal(
        words(shell, "https://mr-7.example"),
        `${common}<--url=https://mr-7.example><--><realms/acme.yaml>`,
      );
      assert.equal(
        words(shell, "otobo=https://a.example/$(id)\n\ntickets=https://b.example/`id` *"),
        `${common}<--url=otobo=https://a.example/$(id)><--url=tickets=https://b.example/\`id\` *><--><realms/acme.yaml>`,
      );
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
