// An audit for people: what is open, then what is let stand and why.

import { visible } from "../../infra/diagnostics/visible.ts";
import { presetText } from "../views/origin.ts";
import type { Audit, LocatedFinding } from "./find.ts";
import { SEVERITIES } from "./severity.ts";
import type { Source } from "./source.ts";

/** The heaviest findings of each spec first; the last line counts. */
export function auditText(audits: readonly Audit[]): string {
  const all = audits.flatMap(({ findings }) => findings);
  return `${audits.map(auditOf).join("\n")}\n${count(all)}\n`;
}

function auditOf(audit: Audit): string {
  const { file, server, environment, missing, findings } = audit;
  const where = server === null ? "" : ` on ${server}`;
  const open = findings.filter(({ accepted }) => accepted === null);
  const accepted = findings.filter((one) => one.accepted !== null);
  const lines = [
    `${file}${where}, judged as ${environment}`,
    ...missing.map((realm) => `  the server has no realm ${realm}, which is not judged`),
    ...byWeight(open).flatMap((one) => [...findingLines(one, file), `    fix: ${one.fix}`]),
    ...(accepted.length === 0 ? [] : ["  let stand:"]),
    ...byWeight(accepted).flatMap((one) => [...findingLines(one, file), `    ${acceptance(one)}`]),
  ];
  return `${lines.map(visible).join("\n")}\n`;
}

const byWeight = (findings: readonly LocatedFinding[]): LocatedFinding[] =>
  SEVERITIES.flatMap((severity) => findings.filter((one) => one.severity === severity));

function findingLines(one: LocatedFinding, file: string): string[] {
  const realm = one.realm === "" ? "" : ` ${one.realm}`;
  return [
    `  ${one.severity} ${one.rule}${realm} ${one.path}`,
    `    ${sourceText(one.source, file)}`,
    `    ${one.detail}`,
  ];
}

/** As `explain` says it; a value that only a server has is said to be there. */
function sourceText(source: Source, file: string): string {
  if (source.kind === "server") return `on ${source.server}, not as the spec has it`;
  if (source.kind === "preset") return presetText(source);
  const { line, column } = source.range.start;
  return `${file}:${line}:${column} ${source.path.join(".")}`;
}

function acceptance({ accepted }: LocatedFinding): string {
  if (accepted?.by === "vendor") return `by the vendor's text: ${accepted.reason}`;
  return `until ${accepted?.until}: ${accepted?.reason}`;
}

function count(findings: readonly LocatedFinding[]): string {
  const open = findings.filter(({ accepted }) => accepted === null);
  const parts = SEVERITIES.map((severity) => {
    return `${open.filter((one) => one.severity === severity).length} ${severity}`;
  });
  return `${open.length} open: ${parts.join(", ")}; ${findings.length - open.length} let stand`;
}
