// Pulumi's own preview, as far as a review tells of it: names, operations and property names, no values.

import type { Value } from "../model/diff.ts";

/** What Pulumi would do to one resource, as its summaries count it. */
export const OPERATIONS = ["create", "update", "replace", "delete"] as const;
export type Operation = (typeof OPERATIONS)[number];

export interface PreviewStep {
  readonly operation: Operation;
  /** Logical name, such as `otrs/agents/clients/app/client`. */
  readonly name: string;
  /** Type, such as `keycloak:index/realm:Realm`. */
  readonly type: string;
  /** Names of the properties that differ, ascending; empty where the resource comes or goes. */
  readonly properties: readonly string[];
  /** Pulumi's protection, on either side. */
  readonly isProtected: boolean;
  /** Pulumi refuses it for the protection, and so all of the plan. */
  readonly isRefused: boolean;
}

/** What a preview says, and what kept it from its end, but for the protection of what it would take away. */
interface PreviewResult {
  readonly steps: readonly PreviewStep[];
  readonly errors: readonly string[];
}

/** A replacement's halves are no operations of their own, nor is a look at what is there. */
const isOperation = (op: unknown): op is Operation => OPERATIONS.some((one) => one === op);

/** Groups of resources, and the stack itself: nothing on a server stands for them. */
const CONTAINERS = /^(pulumi:pulumi:Stack|deskrealm:index:\w+)$/;

/** Whether nothing on a server stands for resources of the type. */
export const isContainer = (type: string): boolean =>
  CONTAINERS.test(type) || type.startsWith("pulumi:providers:");

/**
 * Reads what `pulumi preview --json` writes.
 *
 * @throws SyntaxError where the text is no JSON
 */
export function readPreview(text: string): PreviewResult {
  const document = JSON.parse(text) as { readonly steps?: Value; readonly diagnostics?: Value };
  const errors = records(document.diagnostics)
    .filter(({ severity }) => severity === "error")
    .map(({ urn, message }) => ({ urn: String(urn ?? ""), message: String(message ?? "").trim() }));
  const isRefusal = ({ urn, message }: (typeof errors)[number]) => urn !== "" && PROTECTED.test(message);
  const refused = new Set(errors.filter(isRefusal).map(({ urn }) => urn));
  return {
    steps: records(document.steps).flatMap((step) => readStep(step, refused)),
    errors: errors
      .filter((one) => !isRefusal(one) && one.message !== LAST)
      .map(({ message }) => message.replaceAll(/\s+/g, " ")),
  };
}

/** How Pulumi words it that something may neither be replaced nor deleted. */
const PROTECTED = /\bmarked for protection\b|\bit is protected\b/;
/** Says no more than that there was an error. */
const LAST = "error: preview failed";

function readStep(step: Fields, refused: ReadonlySet<string>): PreviewStep[] {
  const { op, urn, oldState, newState, diffReasons, replaceReasons } = step;
  const [, , types = "", ...name] = String(urn ?? "").split("::");
  const type = types.split("$").at(-1) ?? "";
  if (!isOperation(op) || CONTAINERS.test(type)) return [];
  // A provider is made with a stack's first resource, and says nothing of its own.
  if (type.startsWith("pulumi:providers:") && op === "create") return [];
  const states = [oldState, newState].flatMap((one) => records([one ?? null]));
  const properties = [diffReasons, replaceReasons].flatMap((one) => (Array.isArray(one) ? one : []));
  return [
    {
      operation: op,
      name: name.join("::"),
      type,
      properties: [...new Set(properties.map(topLevel))].sort(),
      isProtected: states.some(({ protect }) => protect === true),
      isRefused: refused.has(String(urn)),
    },
  ];
}

type Fields = Readonly<Record<string, Value | undefined>>;

function records(value: Value | undefined): Fields[] {
  if (!Array.isArray(value)) return [];
  return value.filter((one) => typeof one === "object" && one !== null && !Array.isArray(one)) as Fields[];
}

/** Keys of maps are somebody's own words. */
const topLevel = (property: unknown): string => /^[\w-]*/.exec(String(property))?.[0] ?? "";

/** How many resources there are for each operation. */
export function countSteps(steps: readonly PreviewStep[]): Readonly<Record<Operation, number>> {
  const count = (operation: Operation) => steps.filter((one) => one.operation === operation).length;
  return {
    create: count("create"),
    update: count("update"),
    replace: count("replace"),
    delete: count("delete"),
  };
}
