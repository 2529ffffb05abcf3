// The keys that a JSON Schema knows, as paths; `*` stands for a name of the person's choice.

import type { JsonSchema } from "../../infra/spec/json-schema.ts";

export function nodesOf(node: JsonSchema, path = ""): (readonly [string, JsonSchema])[] {
  const below = (inner: unknown, key: string) =>
    nodesOf(inner as JsonSchema, path === "" ? key : `${path}.${key}`);
  const { additionalProperties: free } = node;
  return [
    ...(node["$ref"] === undefined ? [[path, node] as const] : []),
    ...Object.entries((node["properties"] ?? {}) as JsonSchema).flatMap(([key, inner]) => below(inner, key)),
    ...(typeof free === "object" ? below(free, "*") : []),
    ...[node["then"], node["else"]].flatMap((branch) =>
      branch === undefined ? [] : nodesOf(branch as JsonSchema, path),
    ),
    ...((node["anyOf"] ?? []) as JsonSchema[]).flatMap((branch) =>
      nodesOf({ description: "", ...branch }, path),
    ),
  ];
}

/** Every path once. */
export function keyPaths(schema: JsonSchema): string[] {
  const paths = [...new Set(nodesOf(schema).map(([path]) => path))].filter((path) => path !== "");
  return paths;
}
