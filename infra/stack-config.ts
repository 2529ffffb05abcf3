// What a stack's configuration says to the program: `deskrealm:*`.

import { Failure } from "./diagnostics/failure.ts";
import type { EphemeralMark } from "./model/mark.ts";

/** The part of `pulumi.Config` that is needed, so that nothing here knows Pulumi. */
export interface ConfigReader {
  get(key: string): string | undefined;
}

export interface StackConfig {
  /** Path of the spec, from Pulumi.yaml's folder. */
  readonly spec: string;
  /** Values of `${var:NAME}`. */
  readonly variables: Readonly<Record<string, string>>;
  /** What test realms say of themselves; undefined: the realms are to stay. */
  readonly ephemeral: EphemeralMark | undefined;
}

/** @throws Failure `configuration-missing` where the spec is not named, or another setting is not as it must be. */
export function readStackConfig(config: ConfigReader): StackConfig {
  const spec = config.get("spec");
  if (spec === undefined || spec === "") {
    throw new Failure("configuration-missing", "The stack's configuration does not name its spec.", {
      hint: "run: pulumi config set deskrealm:spec realms/otrs.yaml",
    });
  }
  return {
    spec,
    variables: readVariables(config.get("variables")),
    ephemeral: readEphemeral(config.get("ephemeral")),
  };
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

/** The mark of test realms from the JSON text of `deskrealm:ephemeral`. Half a mark would let nobody clean up. */
function readEphemeral(json: string | undefined): EphemeralMark | undefined {
  if (json === undefined) return undefined;
  try {
    const { name, for: whom, until } = JSON.parse(json) as Readonly<Record<keyof EphemeralMark, unknown>>;
    if (isText(name) && isText(whom) && isText(until)) return { name, for: whom, until };
  } catch {
    // Told below.
  }
  throw new Failure("configuration-missing", "deskrealm:ephemeral lacks one of name, for and until.", {
    hint: "leave it to `deskrealm ephemeral`, or take it out: pulumi config rm deskrealm:ephemeral",
  });
}

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
