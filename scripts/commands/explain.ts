// deskrealm explain SPEC | CODE: the whole model with the origin of each value, or what a code means.

import { resolve } from "node:path";
import type { Command } from "commander";
import { catalogue, isDiagnosticCode } from "../../infra/diagnostics/catalogue.ts";
import { suggest } from "../../infra/diagnostics/suggest.ts";
import { loadModel } from "../../infra/load-model.ts";
import { RULE_CODES } from "../../infra/policy/codes.ts";
import type { Context, ExitCode, Register } from "../context.ts";
import { findingTexts, isLdapCode } from "../ldap/finding-texts.ts";
import { collectVariable, VARIABLE_OPTION } from "../spec-values.ts";
import { variablesOf } from "../stack/stack-file.ts";
import { writeDiagnostics } from "../views/check.ts";
import { showExplanation } from "../views/explain.ts";
import { jsonText } from "../views/json.ts";
import { showRule } from "../views/rule.ts";

interface ExplainOptions {
  readonly json?: boolean;
  readonly var?: Record<string, string>;
  readonly stack?: string;
}

export const registerExplain: Register = (program: Command, context, finish) => {
  program
    .command("explain")
    .description("show the whole model of a spec with the origin of each value, or what a code means")
    .argument(
      "<spec-or-code>",
      "a spec file, or the code of a diagnostic, of a rule or of a directory's finding",
    )
    .option("--json", "print JSON")
    .option("--stack <name>", "take the variables' values from this stack")
    .option(...VARIABLE_OPTION, collectVariable)
    .action(async (word: string, options: ExplainOptions) =>
      finish(await runExplain(word, options, context)),
    );
};

async function runExplain(word: string, options: ExplainOptions, context: Context): Promise<ExitCode> {
  if (isDiagnosticCode(word)) {
    const { severity, summary, explanation } = catalogue[word];
    const text = `${word} (${severity})\n  ${summary}\n\n  ${explanation}\n`;
    const json = { version: 1, code: word, severity, summary, explanation };
    context.stdout.write(options.json === true ? jsonText(json) : text);
    return 0;
  }
  if (RULE_CODES.includes(word)) {
    // The rules are many files, which a spec's explanation has no need of.
    const { RULES } = await import("../../infra/policy/rules.ts");
    const rule = RULES.find(({ code }) => code === word);
    if (rule !== undefined) showRule(rule, options.json === true, context.stdout);
    return 0;
  }
  if (isLdapCode(word)) {
    const { summary, explanation } = findingTexts[word];
    const text = `${word} (deskrealm ldap)\n  ${summary}\n\n  ${explanation}\n`;
    const json = { version: 1, code: word, summary, explanation };
    context.stdout.write(options.json === true ? jsonText(json) : text);
    return 0;
  }
  if (!/[./]/.test(word)) {
    const guess = suggest(word, [...Object.keys(catalogue), ...RULE_CODES, ...Object.keys(findingTexts)]);
    const hint =
      guess === undefined ? "deskrealm check, audit and ldap test name the codes" : `did you mean ${guess}?`;
    context.stderr.write(`error unknown-code: "${word}" is no code and no spec file\nhint: ${hint}\n`);
    return 2;
  }
  const values = { variables: await variablesOf(context.root, options), env: context.env };
  const result = await loadModel(resolve(context.cwd, word), word, values);
  writeDiagnostics(result, context.stderr);
  if (result.value === undefined) return 2;
  showExplanation(word, result.value, options.json === true, context.stdout);
  return 0;
}
