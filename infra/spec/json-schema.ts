// The JSON Schema that editors complete and check specs by, from the same types that `check` uses.

import { z } from "zod";
import { specSchema } from "./schema.ts";

/** A node of a JSON Schema, draft 7: what yaml-language-server understands. */
export type JsonSchema = { [key: string]: unknown };

/** Reference whose value is not known before the stack's configuration is. */
const REFERENCE = { type: "string", pattern: "^\\$\\{(var|env):[A-Za-z_][^}]*\\}$" };

/** JSON Schema of a spec as a person writes it. */
export function specJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(specSchema, {
    target: "draft-7",
    io: "input",
    override: ({ jsonSchema }) => admitReferences(jsonSchema as JsonSchema),
  });
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Deskrealm spec",
    description:
      "Keycloak realms of a helpdesk. Values may hold ${var:NAME}, ${var:NAME:-default} and ${env:NAME}.",
    ...schema,
    definitions: { reference: REFERENCE },
  };
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
