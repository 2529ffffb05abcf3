// The end of an operation that failed: the account for the person, and the failure for the exit code.

import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { logicalName } from "../../infra/components/logical-name.ts";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { Model } from "../../infra/model/types.ts";
import type { Context } from "../context.ts";
import { entriesOf } from "../heal/entries.ts";
import { accountText } from "../views/account.ts";
import { accountOf, type FailedStep } from "./account.ts";
import { pulumiFailure } from "./workspace.ts";

interface Ended {
  readonly operation: "up" | "destroy";
  readonly events: readonly EngineEvent[];
  readonly model: Model;
  /** What the Automation API threw. */
  readonly error: unknown;
}

/** An operation that failed in its middle. */
export class Unfinished extends Failure {
  /** What the server was asked for and has answered with an error. */
  readonly refused: readonly FailedStep[];
  constructor(message: string, refused: readonly FailedStep[], options: { hint: string; cause: unknown }) {
    super("pulumi-failed", message, options);
    this.refused = refused;
  }
}

/** Writes what is done and what is not to stderr, and gives what to throw. */
export function accountFor({ operation, events, model, error }: Ended, { stderr }: Context): Failure {
  const account = accountOf(events, resourceNames(model));
  const text = accountText(account);
  const said = account.said.join(" ");
  if (text === "" && said === "") return pulumiFailure(`pulumi ${operation} failed`, error);
  if (text === "")
    return new Failure("pulumi-failed", `pulumi ${operation} failed, and nothing was changed: ${said}`, {
      cause: error,
    });
  stderr.write(text);
  const { done, failed, left } = account;
  const counts = `${done.length} done, ${failed.length} failed, ${left.length} not tried`;
  const refused = failed.filter(({ isOpen }) => !isOpen);
  return new Unfinished(`${operation} was not finished: ${counts}. ${said}`.trimEnd(), refused, {
    hint: "once what failed is mended, run the same command again: it goes on from here",
    cause: error,
  });
}

/** Logical names of everything that the program registers for a model, but for the components. */
export function resourceNames(model: Pick<Model, "key" | "realms">): readonly string[] {
  const profiles = Object.keys(model.realms).map((key) => logicalName(model.key, key, "profile"));
  return [...entriesOf(model).map(({ name }) => name), ...profiles];
}
