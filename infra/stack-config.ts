// What a stack's configuration says to the program: `deskrealm:*`.

import { Failure } from "./diagnostics/failure.ts";

/** The part of `pulumi.Config` that is needed, so that nothing here knows Pulumi. */
export interface ConfigReader {
  get(key: string): string | undefined;
}

export interface StackConfig {
  /** Path of the spec, from Pulumi.yaml's folder. */
  readonly spec: string;
  /** Values of `${var:NAME}`. */
  readonly variables: Readonly<Record<string, string>>;
}

/** @throws Failure `configuration-missing` where the spec is not named, or another setting is not as it must be. */
export function readStackConfig(config: ConfigReader): StackConfig {
  const spec = config.get("spec");
  if (spec === undefined || spec === "") {
    throw new Failure("configuration-missing", "The stack's configuration does not name its spec.", {
      hint: "run: pulumi config set deskrealm:spec realms/otrs.yaml",
    });
  }
  return { spec, variables: readVariables(config.get("variables")) };
}

/** Values of `${var:NAME}` from the JSON text of `deskrealm:variables`. */
export function readVariables(text: string | undefined): Record<string, string> {
  if (text === undefined) return {};
  let values: unknown;
  try {
    values = JSON.parse(text);
  } catch {
    values = undefined;
  }
  if (typeof values !== "object" || values === null || Array.isArray(values)) {
    throw new Failure("configuration-missing", "deskrealm:variables is not a mapping of names to values.", {
      hint: "run: pulumi config set --path 'deskrealm:variables.NAME' VALUE",
    });
  }
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      if (typeof value === "object") {
        throw new Failure("configuration-missing", `deskrealm:variables.${name} is no text.`, {
          hint: `run: pulumi config set --path 'deskrealm:variables.NAME' VALUE`,
        });
      }
      return [name, String(value)];
    }),
  );
}
