// What of SARIF 2.1.0's own schema an audit uses, with nothing beside it.
// Source: OASIS, sarif-schema-2.1.0.json: names, required properties, bounds and enumerations.

const object = (required: readonly string[], properties: object) => ({
  type: "object",
  additionalProperties: false,
  required,
  properties,
});
const text = { type: "string" };
const message = object(["text"], { text });
const several = object(["text"], { text, markdown: text });
const level = { enum: ["none", "note", "warning", "error"] };
const position = { type: "integer", minimum: 1 };
const list = (items: object) => ({ type: "array", items });

const reportingDescriptor = object(["id"], {
  id: text,
  shortDescription: several,
  fullDescription: several,
  help: several,
  helpUri: { type: "string", format: "uri" },
  defaultConfiguration: object([], { level }),
  properties: {
    type: "object",
    properties: { tags: { ...list(text), uniqueItems: true }, "security-severity": text },
  },
});

const region = object([], {
  startLine: position,
  startColumn: position,
  endLine: position,
  endColumn: position,
});

const location = object([], {
  physicalLocation: object(["artifactLocation"], {
    artifactLocation: object([], { uri: { type: "string", format: "uri-reference" } }),
    region,
  }),
  logicalLocations: list(object([], { fullyQualifiedName: text, kind: text })),
});

const suppression = object(["kind"], {
  kind: { enum: ["inSource", "external"] },
  status: { enum: ["accepted", "underReview", "rejected"] },
  justification: text,
});

const result = object(["message"], {
  ruleId: text,
  ruleIndex: { type: "integer", minimum: 0 },
  level,
  message,
  locations: list(location),
  partialFingerprints: { type: "object", additionalProperties: text },
  suppressions: { ...list(suppression), uniqueItems: true },
});

const run = object(["tool"], {
  tool: object(["driver"], {
    driver: object(["name"], { name: text, rules: { ...list(reportingDescriptor), uniqueItems: true } }),
  }),
  columnKind: { enum: ["utf16CodeUnits", "unicodeCodePoints"] },
  results: list(result),
});

export const SARIF_SCHEMA = object(["version", "runs"], {
  $schema: { type: "string", format: "uri" },
  version: { const: "2.1.0" },
  runs: list(run),
});
