// The realms of several helpdesks as one: what each of them makes of the same spec, part by part. Where two
// differ, the one that cannot do otherwise decides, and its reason stands beside the value.

import { type ExplainedNode, Sourced } from "../model/explained.ts";

type Node = Sourced<unknown> | ExplainedNode;

/** Whose word counts more, the first the most. Among equals, only a rule of a place can decide. */
const RANKS = ["spec", "vendor", "inferred", "deskrealm", "keycloak"] as const;

const rankOf = ({ origin }: Sourced<unknown>): number =>
  RANKS.indexOf(origin.kind === "spec" ? "spec" : origin.source);

/**
 * Merges what stands at one place.
 *
 * @param path - in the model
 * @throws TypeError where two helpdesks need what cannot be together, which the rules of a spec keep out
 */
export function merged(nodes: readonly Node[], path: readonly string[]): Node {
  const leaves = nodes.filter((node): node is Leaf => node instanceof Sourced);
  const parts = nodes.filter((node): node is ExplainedNode => !(node instanceof Sourced));
  const [first] = parts;
  if (first === undefined) return mergedLeaf(leaves, path);
  if (isOwnAttribute(path)) return mergedAttribute(parts, path);
  const validators = path.at(-1) === "validations";
  // A check that one product leaves out would refuse people who log in to it.
  const keys = [...new Set(parts.flatMap((part) => Object.keys(part)))].filter(
    (key) => !validators || parts.every((part) => Object.hasOwn(part, key)),
  );
  return Object.fromEntries(
    keys.map((key) => {
      const inner = parts.flatMap((part) => (Object.hasOwn(part, key) ? [part[key] as Node] : []));
      return [key, merged(inner, [...path, key])];
    }),
  );
}

const BUILT_IN = ["username", "email", "firstName", "lastName"];

/** An attribute of people beyond Keycloak's own four. */
const isOwnAttribute = ([, , part, inner, name = "", ...rest]: readonly string[]): boolean =>
  part === "profile" &&
  inner === "attributes" &&
  name !== "" &&
  rest.length === 0 &&
  !BUILT_IN.includes(name);

/** As the product has it that knows the attribute, whatever the order of the list: the others only pass it on. */
function mergedAttribute(parts: readonly ExplainedNode[], path: readonly string[]): Node {
  const of = (part: ExplainedNode) => knowledge(part, path.at(-1));
  const most = Math.max(...parts.map(of));
  const known = parts
    .filter((part) => of(part) === most)
    .toSorted((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
  return Object.fromEntries(
    Object.keys(known[0] ?? {}).map((key) => {
      const inner = known.flatMap((part) => (part[key] === undefined ? [] : [part[key]]));
      return [key, key === "requiredFor" ? longest(inner) : (inner[0] as Node)];
    }),
  );
}

/** How much a product has to say of an attribute: that its vendor asks for it, or a label for it, or nothing. */
function knowledge({ displayName, requiredFor }: ExplainedNode, name: string | undefined): number {
  const vendors = [displayName, requiredFor].some(
    (one) => one instanceof Sourced && one.origin.kind === "preset" && one.origin.source === "vendor",
  );
  const labelled = displayName instanceof Sourced && displayName.value !== name;
  return (vendors ? 2 : 0) + (labelled ? 1 : 0);
}

const textOf = (part: ExplainedNode): string =>
  JSON.stringify(part, (_, value) => (value instanceof Sourced ? value.value : value));

function longest(nodes: readonly Node[]): Node {
  const size = (node: Node) => (node instanceof Sourced ? (node.value as readonly unknown[]).length : 0);
  return nodes.reduce((best, one) => (size(one) > size(best) ? one : best));
}

type Leaf = Sourced<unknown>;

/** Which of two that differ, by the end of the path; what is not here goes by rank. */
const DECISIONS: readonly (readonly [RegExp, (a: Leaf, b: Leaf) => Leaf])[] = [
  // More is kept: the product that keeps attributes nobody declared would lose them.
  [/\/profile\/unmanagedAttributes$/, (a, b) => (openness(a) >= openness(b) ? a : b)],
  // No product's column is longer for another one's sake.
  [/\/validations\/length\/max$/, (a, b) => (Number(a.value) <= Number(b.value) ? a : b)],
];

const OPENNESS = ["DISABLED", "ADMIN_VIEW", "ADMIN_EDIT", "ENABLED"];
const openness = ({ value }: Leaf): number => OPENNESS.indexOf(String(value));

function mergedLeaf(leaves: readonly Leaf[], path: readonly string[]): Leaf {
  return leaves.reduce((a, b) => {
    const [better, worse] = rankOf(b) < rankOf(a) ? [b, a] : [a, b];
    if (JSON.stringify(a.value) === JSON.stringify(b.value)) return better;
    const decide = DECISIONS.find(([place]) => place.test(path.join("/")))?.[1];
    if (decide !== undefined) return decide(a, b);
    if (rankOf(better) < rankOf(worse)) return better;
    throw new TypeError(`The helpdesks do not agree on ${path.join("/")}.`);
  });
}
