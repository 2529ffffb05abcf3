// An audit as SARIF 2.1.0, which code hosts show beside the lines of a spec.
// Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".

import { createHash } from "node:crypto";
import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";
import type { RuleText } from "../../infra/policy/rule.ts";
import { RULES } from "../../infra/policy/rules.ts";
import type { Acceptance, Severity } from "../../infra/policy/types.ts";
import { jsonText } from "../views/json.ts";
import type { Audit, LocatedFinding } from "./find.ts";

const LEVELS = { high: "error", medium: "warning", low: "note" } as const;
/** Code hosts sort by this number, from 0 to 10, where the level says too little. */
const SCORES = { high: "8.0", medium: "5.0", low: "2.0" } as const satisfies Record<Severity, string>;

/** One run; accepted findings are results with a suppression. */
export function sarifLog(audits: readonly Audit[]): string {
  const log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "Deskrealm", rules: RULES.map(descriptor) } },
        columnKind: "utf16CodeUnits",
        results: audits.flatMap(({ file, findings }) => findings.map((one) => result(one, file))),
      },
    ],
  };
  return jsonText(log);
}

function descriptor({ code, severity, summary, reason, references }: RuleText) {
  const [first] = references;
  const sources = references.map(({ text }) => text).join("; ");
  const links = references.map(({ text, url }) => `- [${text}](${url})\n`).join("");
  return {
    id: code,
    shortDescription: { text: summary },
    fullDescription: { text: reason },
    help: {
      text: sources === "" ? reason : `${reason}\n${sources}`,
      markdown: links === "" ? reason : `${reason}\n\n${links}`,
    },
    ...(first === undefined ? {} : { helpUri: first.url }),
    defaultConfiguration: { level: LEVELS[severity.production] },
    properties: { tags: ["security"], "security-severity": SCORES[severity.production] },
  };
}

function result(one: LocatedFinding, file: string) {
  const { start, end } = one.source.range;
  return {
    ruleId: one.rule,
    ruleIndex: RULES.findIndex(({ code }) => code === one.rule),
    level: LEVELS[one.severity],
    message: { text: `${one.detail} To mend it: ${one.fix}.` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file) },
          region: {
            startLine: start.line,
            startColumn: start.column,
            endLine: end.line,
            endColumn: end.column,
          },
        },
        logicalLocations: [{ fullyQualifiedName: one.path, kind: "member" }],
      },
    ],
    // Lines move; the place in the model does not.
    partialFingerprints: { "deskrealm/v1": fingerprint(one, file) },
    suppressions: one.accepted === null ? [] : [suppression(one.accepted)],
  };
}

function suppression({ by, reason, until }: Acceptance) {
  const end = until === null ? "" : ` (until ${until})`;
  // The spec's exceptions stand in the file itself; the vendor's text is elsewhere.
  return { kind: by === "spec" ? "inSource" : "external", status: "accepted", justification: reason + end };
}

function fingerprint({ rule, path, entry }: LocatedFinding, file: string): string {
  return createHash("sha256")
    .update(JSON.stringify([file, rule, path, entry]))
    .digest("hex");
}

/** Relative paths stay relative: to the folder in which the command ran, a repository's as a rule. */
function uriOf(file: string): string {
  if (isAbsolute(file)) return pathToFileURL(file).href;
  return file.replaceAll("\\", "/").replace(/^\.\//, "").split("/").map(encodeURIComponent).join("/");
}
