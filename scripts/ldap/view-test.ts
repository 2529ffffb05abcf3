// What `ldap test` found, for people and for programs.

import { visible } from "../../infra/diagnostics/visible.ts";
import { jsonText } from "../views/json.ts";
import type { Server } from "./examine.ts";
import type { LdapFinding } from "./finding.ts";
import type { DirectoryResult } from "./test-directory.ts";

/** What was found good, then the findings, each with what to do, and a line that sums up. */
export function testText(results: readonly DirectoryResult[]): string {
  const lines = results.flatMap(({ realm, directory, servers, people, keycloak, findings }) => [
    `realm ${realm}, directory ${directory}`,
    ...servers.map((server) => `  ok       ${reached(server)}`),
    ...(people === null ? [] : [`  ok       ${people} people match`]),
    ...(keycloak?.connection === "ok" ? ["  ok       Keycloak connects"] : []),
    ...(keycloak?.authentication === "ok" ? ["  ok       Keycloak logs in"] : []),
    ...findings.flatMap(findingLines),
  ]);
  return `${[...lines, summary(results)].map(visible).join("\n")}\n`;
}

/** `version` rises when a program that reads this would have to change. */
export function testJson(results: readonly DirectoryResult[]): string {
  return jsonText({ version: 1, ok: !hasErrors(results), directories: results });
}

export function hasErrors(results: readonly DirectoryResult[]): boolean {
  return results.some(({ findings }) => findings.some(({ severity }) => severity === "error"));
}

export function hasWarnings(results: readonly DirectoryResult[]): boolean {
  return results.some(({ findings }) => findings.some(({ severity }) => severity === "warning"));
}

function reached({ url, certificate }: Server): string {
  if (certificate === undefined) return `${url}, without TLS`;
  const { subject, names, issuer, validTo } = certificate;
  return `${url}: ${subject} for ${names.join(", ")}, signed by ${issuer}, until ${validTo.slice(0, 10)}`;
}

export function findingLines({ severity, code, detail, fix }: LdapFinding): string[] {
  const [first = "", ...rest] = fix === "" ? [] : fix.split("\n");
  return [
    `  ${severity.padEnd(7)}  ${code}: ${detail}`,
    ...(fix === "" ? [] : [`           hint: ${first}`, ...rest.map((line) => `                 ${line}`)]),
  ];
}

function summary(results: readonly DirectoryResult[]): string {
  const all = results.flatMap(({ findings }) => findings);
  const count = (severity: LdapFinding["severity"]) => all.filter((one) => one.severity === severity).length;
  const [errors, warnings] = [count("error"), count("warning")];
  if (errors + warnings === 0) return "Everybody whom the spec means can come.";
  return `${errors} ${errors === 1 ? "error" : "errors"}, ${warnings} ${warnings === 1 ? "warning" : "warnings"}.`;
}
