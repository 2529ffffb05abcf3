// `deskrealm verify`: real logins and real API calls against what the spec promises.

import { Option } from "commander";
import type { Connection } from "../../infra/admin/connection.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { Model, RealmKey } from "../../infra/model/types.ts";
import { REALM_KEYS } from "../../infra/spec/layout.ts";
import type { Context, ExitCode, Register } from "../context.ts";
import { openDirectories } from "../ldap/open-directories.ts";
import { collectVariable, VARIABLE_OPTION } from "../spec-values.ts";
import { openTarget, type Target, type TargetOptions } from "../stack/target.ts";
import type { DirectoryPerson } from "../verify/directory-person.ts";
import { type VerifyOptions, verifyModel } from "../verify/verify-model.ts";
import { verifyJson, verifyText } from "../verify/view.ts";

export interface VerifyCommandOptions extends VerifyOptions {
  readonly json: boolean;
}

interface VerifyArguments extends TargetOptions {
  readonly json?: boolean;
  readonly probe?: boolean;
  readonly ldapUser?: string;
  readonly ldapRealm?: RealmKey;
}

export const registerVerify: Register = (program, context, finish) => {
  program
    .command("verify")
    .description("prove a spec on the server: real logins of a probe person, real API calls")
    .argument("<spec>", "spec file")
    .option("--stack <name>", "take the Keycloak and the variables' values from this stack")
    .option("--probe", "make the probe person also in realms that are not this stack's")
    .option(
      "--ldap-user <name>",
      "log this person of the directory in, too; the password is in DESKREALM_LDAP_PASSWORD",
    )
    .addOption(
      new Option("--ldap-realm <realm>", "where both realms have a directory, the person's").choices(
        REALM_KEYS,
      ),
    )
    .option("--json", "print JSON")
    .option(...VARIABLE_OPTION, collectVariable)
    .action(async (spec: string, options: VerifyArguments) => {
      const target = await openTarget(spec, options, context);
      const { loaded, connection, owner } = target;
      const { json = false, probe = false } = options;
      const people = await peopleOf(spec, options, target, context);
      finish(
        await runVerify(
          loaded.model,
          connection,
          { owner, probe, json, logins: loaded.logins, people },
          context,
        ),
      );
    });
};

/** The person in each realm that has a directory, with the way to ask it. */
async function peopleOf(
  spec: string,
  { ldapUser: username, ldapRealm }: VerifyArguments,
  target: Target,
  context: Context,
): Promise<Partial<Record<RealmKey, DirectoryPerson>>> {
  if (username === undefined) return {};
  const password = context.env["DESKREALM_LDAP_PASSWORD"];
  if (!password)
    throw new Failure("configuration-missing", `The password of ${username} is not to be had.`, {
      hint: "export DESKREALM_LDAP_PASSWORD",
    });
  const directories = await openDirectories(spec, target, ldapRealm, context);
  return Object.fromEntries(
    directories.map(({ realmKey, settings }) => [realmKey, { username, password, settings }]),
  );
}

/**
 * Makes all checks and shows each.
 *
 * @returns 0 where none has failed, else 1.
 * @throws AdminFailure where the server cannot be read at all.
 */
export async function runVerify(
  model: Model,
  connection: Connection,
  options: VerifyCommandOptions,
  { stdout, now, signal }: Pick<Context, "stdout" | "now" | "signal">,
): Promise<ExitCode> {
  const results = await verifyModel(model, connection, options, { now, signal });
  stdout.write(options.json ? verifyJson(results) : verifyText(results));
  return results.some(({ status }) => status === "failed") ? 1 : 0;
}
