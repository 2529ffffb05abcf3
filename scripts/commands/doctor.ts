// deskrealm doctor: what is there of what Deskrealm needs, and the command that brings what is missing.

import type { Context, ExitCode, Register } from "../context.ts";
import { examine } from "../doctor/examine.ts";
import { showFindings } from "../views/doctor.ts";

export const registerDoctor: Register = (program, context, finish) => {
  program
    .command("doctor")
    .description("show what is there of the tools, which versions, and what brings the missing ones")
    .option("--json", "print JSON")
    .action(async (options: { readonly json?: boolean }) =>
      finish(await doctor(options.json === true, context)),
    );
};

async function doctor(json: boolean, context: Context): Promise<ExitCode> {
  const findings = await examine({ env: context.env, signal: context.signal });
  showFindings(findings, json, context);
  return findings.some(({ state }) => state === "missing") ? 1 : 0;
}
