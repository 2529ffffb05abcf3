// What differences of the flows mean that a first login by a provider goes through.

import { quote, say, words } from "../phrase.ts";
import { type Effect, entries, first, type Row, second, setting } from "../rule.ts";

/** Also of a provider that changes to another flow. */
export const FLOW: Effect = ["opens", "high", "it decides whose account somebody from there gets"];

export const BROKER_FLOW_ROWS: readonly Row[] = [
  entries(
    "brokerFlows/*",
    "broker-flow",
    (subject) => say`the flow ${first(subject)}`,
    [
      (_, subject) => say`the flow ${first(subject)} is new`,
      ["behaviour", "low", "providers name it, and it says what a first login does"],
    ],
    [
      (_, subject) => say`the flow ${first(subject)} goes`,
      ["behaviour", "low", "no provider names it any more"],
    ],
  ),
  entries(
    "brokerFlows/*/steps/*",
    "broker-flow-step",
    (subject) => say`the step ${second(subject)} of the flow ${first(subject)}`,
    [(_, subject) => say`the flow ${first(subject)} gets the step ${second(subject)}`, FLOW],
    [(_, subject) => say`the flow ${first(subject)} loses the step ${second(subject)}`, FLOW],
  ),
  ...(["position", "requirement"] as const).map((field) =>
    setting(
      `brokerFlows/*/steps/*/${field}`,
      `broker-flow-${field}`,
      (subject) => say`the ${words(field)} of the step ${second(subject)} of the flow ${first(subject)}`,
      FLOW,
    ),
  ),
  setting(
    "brokerFlows/*/steps/*/config/*",
    "broker-flow-setting",
    (subject) =>
      say`the setting ${quote(subject.names[2] ?? "")} of the step ${second(subject)} of the flow ${first(subject)}`,
    FLOW,
  ),
];
