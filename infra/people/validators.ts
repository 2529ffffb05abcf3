// Keycloak's validators of a user profile: what each says of one value. Read in Keycloak's sources, and
// compared with what 26.4.0 answers.

import { homograph, nameCharacters, usernameCharacters } from "./characters.ts";
import { emailProblem } from "./email.ts";
import type { Problem } from "./types.ts";

type Config = Readonly<Record<string, string>>;
/** Says what is wrong with a value that is not empty. */
export type Validate = (value: string) => Problem | undefined;

const VALIDATORS: ReadonlyMap<string, (config: Config) => Validate | undefined> = new Map([
  ["length", lengthOf],
  ["email", (config) => (value) => emailProblem(value, numberOf(config["max-local-length"]))],
  ["username-prohibited-characters", () => usernameCharacters],
  ["person-name-prohibited-characters", () => nameCharacters],
  ["up-username-not-idn-homograph", () => homograph],
  ["pattern", patternOf],
  ["options", optionsOf],
  ["integer", (config) => numberWithin(config, /^[+-]?\d+$/, "a whole number")],
  [
    "double",
    (config) => numberWithin(config, /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?[df]?\s*$/i, "a number"),
  ],
  ["iso-date", () => isoDate],
]);

/** The validator with its configuration; undefined where only Keycloak itself can tell. */
export function validatorOf(id: string, config: Config): Validate | undefined {
  return VALIDATORS.get(id)?.(config);
}

function lengthOf(config: Config): Validate {
  const min = numberOf(config["min"]) ?? 0;
  const max = numberOf(config["max"]) ?? Number.POSITIVE_INFINITY;
  const trims = config["trim-disabled"] !== "true";
  // As Java trims and counts: up to the space, in UTF-16 units.
  const counted = (value: string) => (trims ? value.replace(/^[\0- ]+|[\0- ]+$/g, "") : value).length;
  return (value) => {
    const length = counted(value);
    if (length < min) return lengthProblem(length, `at least ${min}`);
    return length > max ? lengthProblem(length, `at most ${max}`) : undefined;
  };
}

export function lengthProblem(length: number, bound: string): Problem {
  const detail = `has ${length} ${length === 1 ? "character" : "characters"}`;
  return { code: "length", detail, fix: `write ${bound}` };
}

/** Java's patterns mostly are JavaScript's; one that is not is left to Keycloak. */
function patternOf(config: Config): Validate | undefined {
  let pattern: RegExp;
  try {
    pattern = new RegExp(`^(?:${config["pattern"] ?? ""})$`, "u");
  } catch {
    return undefined;
  }
  const problem: Problem = {
    code: "pattern",
    detail: "does not match the realm's pattern",
    fix: `write what matches ${config["pattern"]}`,
  };
  return (value) => (pattern.test(value) ? undefined : problem);
}

function optionsOf(config: Config): Validate {
  const options = JSON.parse(config["options"] ?? "[]") as readonly string[];
  const problem: Problem = {
    code: "option",
    detail: "is not among the realm's options",
    fix: `write one of ${options.join(", ")}`,
  };
  return (value) => (options.includes(value) ? undefined : problem);
}

function numberWithin(config: Config, form: RegExp, what: string): Validate {
  const min = numberOf(config["min"]) ?? Number.NEGATIVE_INFINITY;
  const max = numberOf(config["max"]) ?? Number.POSITIVE_INFINITY;
  return (value) => {
    if (!form.test(value)) return { code: "number", detail: `is not ${what}`, fix: `write ${what}` };
    const number = Number.parseFloat(value);
    if (number >= min && number <= max) return undefined;
    const bounds = [
      ...(Number.isFinite(min) ? [`from ${min}`] : []),
      ...(Number.isFinite(max) ? [`up to ${max}`] : []),
    ];
    return { code: "number", detail: "is out of range", fix: `write ${what} ${bounds.join(" ")}` };
  };
}

function isoDate(value: string): Problem | undefined {
  const parsed = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : undefined;
  const good =
    parsed !== undefined && !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(value);
  return good ? undefined : { code: "date", detail: "is not a date", fix: "write it as 2026-01-31" };
}

function numberOf(value: string | undefined): number | undefined {
  return value === undefined || value === "" ? undefined : Number(value);
}
