// Real PHP for tests of what EspoCRM is to read.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The arrays that these files give to whoever includes them. Throws with what to install where there is no PHP. */
export function loadArrays(texts: readonly string[], command = "php"): Record<string, unknown>[] {
  const folder = mkdtempSync(join(tmpdir(), "deskrealm-php-"));
  try {
    const paths = texts.map((text, index) => {
      const path = join(folder, `config-${index}.php`);
      writeFileSync(path, text);
      return path;
    });
    const program = `error_reporting(E_ALL);
      set_error_handler(function ($code, $text) { throw new ErrorException($text); });
      echo json_encode(array_map(fn ($path) => require $path, array_slice($argv, 1)), JSON_THROW_ON_ERROR);`;
    const run = spawnSync(command, ["-n", "-d", "display_errors=stderr", "-r", program, "--", ...paths], {
      encoding: "utf8",
      timeout: 60_000,
    });
    if ((run.error as NodeJS.ErrnoException | undefined)?.code === "ENOENT")
      throw new Error(
        `These tests need PHP and there is no '${command}': install it (Debian: apt-get install php-cli).`,
      );
    if (run.error !== undefined) throw run.error;
    if (run.status !== 0) throw new Error(`${command} ended with ${run.status}:\n${run.stderr}${run.stdout}`);
    return JSON.parse(run.stdout) as Record<string, unknown>[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
