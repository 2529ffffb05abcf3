// Real Perl for tests of what OTRS is to read.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Runs Perl to its end. Throws with what to install where there is no Perl, or a part of it is missing. */
export function runPerl(args: readonly string[], command = "perl"): { stdout: string; stderr: string } {
  const run = spawnSync(command, args, { encoding: "utf8", timeout: 60_000 });
  if ((run.error as NodeJS.ErrnoException | undefined)?.code === "ENOENT") {
    throw new Error(
      `These tests need Perl and there is no '${command}': install it (Debian: apt-get install perl).`,
    );
  }
  if (run.error !== undefined) throw run.error;
  if (run.stderr.includes("Can't locate JSON/PP.pm")) {
    throw new Error(
      "These tests need Perl's core module JSON::PP: install the whole of Perl (Debian: package perl).",
    );
  }
  if (run.status !== 0)
    throw new Error(`${command} ${args.join(" ")} ended with ${run.status}:\n${run.stderr}`);
  return { stdout: run.stdout, stderr: run.stderr };
}

/** What Perl says to `perl -cw` of OTRS's Kernel/Config.pm with this text in its `Load`. */
export function checkConfig(text: string): string {
  return withConfig(text, (path) => runPerl(["-cw", path]).stderr.replaceAll(path, "Config.pm"));
}

/** Every key of `$Self` after OTRS's Kernel/Config.pm with this text in its `Load` has run. */
export function loadConfig(text: string): Record<string, unknown> {
  const program = `
    use strict; use warnings FATAL => 'all'; use JSON::PP;
    defined do $ARGV[0] or die $@ || $!;
    my $Self = {};
    Kernel::Config::Load($Self);
    print JSON::PP->new->ascii->canonical->encode($Self);`;
  return JSON.parse(withConfig(text, (path) => runPerl(["-e", program, path]).stdout));
}

// As OTRS's own file: it has no 'use utf8' here, and gets Translatable() only at its end, from a parent.
function withConfig<T>(text: string, use: (path: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "deskrealm-perl-"));
  try {
    const path = join(folder, "Config.pm");
    const parent = "BEGIN { *Translatable = sub { return shift } }";
    writeFileSync(
      path,
      `package Kernel::Config;\nuse strict;\nuse warnings;\nsub Load {\nmy $Self = shift;\n${text}\nreturn 1;\n}\n${parent}\n1;\n`,
    );
    return use(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
