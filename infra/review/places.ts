// Which line of the committed files a value of the model comes from.

import type { Origin } from "../model/explained.ts";
import type { Path } from "../spec/source.ts";
import { valueAt } from "../spec/translate.ts";
import type { ExpandedSide } from "./sides.ts";
import { refersTo } from "./stand-ins.ts";
import type { Line, Place } from "./types.ts";

/** A value on one side: where it is in the model, and which entry of a list it is. */
export interface Spot {
  readonly segments: readonly string[];
  readonly entry: unknown;
}

/**
 * The place of a value.
 *
 * @param variables - names of the variables whose values differ between the sides: where the value hangs on
 *   one, the line in the stack's file is what changed
 */
export function placeOf(side: ExpandedSide, spot: Spot, variables: readonly string[]): Place | null {
  if (side.onServer) return { kind: "server" };
  const origin = originOf(side, spot.segments);
  if (origin === undefined) return null;
  if (origin.kind === "preset") return { kind: "preset", reason: origin.reason };
  const path = entryPath(side, origin.path, spot.entry);
  const raw = valueAt(side.source.data, path);
  const texts = typeof raw === "object" && raw !== null ? Object.values(raw) : [raw];
  const name = variables.find((one) => texts.some((text) => refersTo(text, one)));
  const inStack = name === undefined ? null : variablePlace(side, name);
  if (inStack !== null) return inStack;
  return { kind: "line", file: side.source.file, line: side.source.keyRange(path).start.line };
}

/** The line of a variable in the stack's file. */
export function variablePlace({ stack }: Pick<ExpandedSide, "stack">, name: string): Place | null {
  const at = ["config", "deskrealm:variables", name];
  if (stack === null || valueAt(stack.data, at) === undefined) return null;
  return { kind: "line", file: stack.file, line: stack.keyRange(at).start.line };
}

/** The line that a value would stand at, or the nearest part above it that is there. */
export function nearestPlace(side: ExpandedSide, path: Path): Line {
  return { kind: "line", file: side.source.file, line: side.source.valueRange(path).start.line };
}

/** Origin of the value, or of all that is below it: its nearest common part in the spec. */
function originOf({ origins }: ExpandedSide, segments: readonly string[]): Origin | undefined {
  const model = ["key", "product", "url", "helpdesks"].includes(segments[0] ?? "")
    ? segments
    : ["realms", ...segments];
  // The order of attributes is that of the whole part.
  const path = (model.at(-1) === "order" ? [...model.slice(0, -1), "attributes"] : model).join("/");
  const own = origins.get(path);
  if (own !== undefined) return own;
  const start = `${path}/`;
  const below = [...origins].flatMap(([key, origin]) => (key.startsWith(start) ? [origin] : []));
  const paths = below.flatMap((origin) => (origin.kind === "spec" ? [origin.path] : []));
  const [first, ...rest] = paths;
  if (first === undefined) return below[0];
  const length = first.findIndex((key, index) => rest.some((one) => one[index] !== key));
  return { kind: "spec", path: length === -1 ? first : first.slice(0, length) };
}

function entryPath({ source }: ExpandedSide, path: Path, entry: unknown): Path {
  const raw = valueAt(source.data, path);
  if (!Array.isArray(raw)) return path;
  const index = raw.indexOf(entry);
  return index === -1 ? path : [...path, index];
}
