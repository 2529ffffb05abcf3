// The JSON Schema that editors complete and check specs by, from the same types that `check` uses.

import { z } from "zod";
import { severalSchema, specSchema } from "./schema.ts";

/** A node of a JSON Schema, draft 7: what yaml-language-server understands. */
export type JsonSchema = { [key: string]: unknown };

/** Reference whose value is not known before the stack's configuration is. */
const REFERENCE = { type: "string", pattern: "^\\$\\{(var|env):[A-Za-z_][^}]*\\}$" };

/** JSON Schema of a spec as a person writes it. */
export function specJsonSchema(): JsonSchema {
  const single = shapeOf(specSchema);
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Deskrealm spec",
    description:
      "Keycloak realms of a helpdesk. Values may hold ${var:NAME}, ${var:NAME:-default} and ${env:NAME}.",
    type: "object",
    if: { properties: { helpdesks: true }, required: ["helpdesks"] },
    // biome-ignore lint/suspicious/noThenProperty: the word that JSON Schema has.
    then: sharing(shapeOf(severalSchema), single, "#/else"),
    else: single,
    definitions: { reference: REFERENCE },
  };
}

function shapeOf(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...shape } = z.toJSONSchema(schema, {
    target: "draft-7",
    io: "input",
    override: ({ jsonSchema }) => admitReferences(jsonSchema as JsonSchema),
  });
  return shape;
}

/** The node with references where the other one says the same at the same key, so that each is there once. */
function sharing(node: JsonSchema, other: JsonSchema, at: string): JsonSchema {
  const [own, theirs] = [node["properties"], other["properties"]] as (JsonSchema | undefined)[];
  if (own === undefined || theirs === undefined) return node;
  const properties = Object.entries(own).map(([key, inner]) => {
    const same = theirs[key] as JsonSchema | undefined;
    const path = `${at}/properties/${key}`;
    if (same === undefined) return [key, inner] as const;
    if (JSON.stringify(inner) === JSON.stringify(same)) return [key, { $ref: path }] as const;
    return [key, sharing(inner as JsonSchema, same, path)] as const;
  });
  return { ...node, properties: Object.fromEntries(properties) };
}

/** Numbers, flags and choices may be references; marks of ours go. */
function admitReferences(node: JsonSchema): void {
  delete node["secret"];
  delete node["name"];
  const typed = node["type"] === "integer" || node["type"] === "number" || node["type"] === "boolean";
  if (!typed && node["enum"] === undefined && node["const"] === undefined) return;
  const { description, ...value } = node;
  for (const key of Object.keys(node)) delete node[key];
  if (description !== undefined) node["description"] = description;
  node["anyOf"] = [value, { $ref: "#/definitions/reference" }];
}
