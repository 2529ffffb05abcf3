// deskrealm upgrade-preview SPEC: what an upgrade of Keycloak would change or break, tried on throw-away servers.

import { Option } from "commander";
import type { Register } from "../context.ts";
import { collectVariable, VARIABLE_OPTION } from "../spec-values.ts";
import { UPGRADE_FORMATS, type UpgradeOptions } from "../upgrade/options.ts";

export const registerUpgradePreview: Register = (program, context, finish) => {
  program
    .command("upgrade-preview")
    .description("try an upgrade of Keycloak on throw-away servers; exit code 3 where it is to be looked at")
    .argument("<spec>", "spec file")
    .requiredOption("--from <version>", "version of Keycloak that you have")
    .requiredOption("--to <version>", "version of Keycloak that you want")
    .option("--stack <name>", "take the variables' values from this stack")
    .option(...VARIABLE_OPTION, collectVariable)
    .addOption(new Option("--format <format>", "how to print").choices(UPGRADE_FORMATS).default("text"))
    .action(async (spec: string, options: UpgradeOptions) => {
      const { runUpgradePreview } = await import("../upgrade/run.ts");
      finish(await runUpgradePreview(spec, options, context));
    });
};
