// What Pulumi's preview says beyond the models: what it changes without a sentence, what it would replace or
// delete, and what it would leave as it is.

import { diffModels } from "../model/diff.ts";
import type { Told } from "./helpdesk-changes.ts";
import { type Phrase, quotes, say, words } from "./phrase.ts";
import { nearestPlace } from "./places.ts";
import type { Operation, PreviewStep } from "./preview.ts";
import { covers, resourcesOf } from "./resources.ts";
import { type Effect, verdict } from "./rule.ts";
import type { Pair, Side } from "./sides.ts";
import type { Verdict } from "./types.ts";

/** Changes that only Pulumi knows of; none where it was not asked. */
export function aboutPreview({ before, after, live }: Pair): Told[] {
  const steps = live?.steps ?? null;
  if (steps === null || after?.expanded === undefined) return [];
  const { model } = after.expanded;
  const differences = diffModels(before?.expanded?.model ?? { ...model, realms: {} }, model);
  const places = differences.map((one) => resourcesOf(model.key, one));
  const isTold = ({ name }: PreviewStep) => places.some((paths) => paths.some((path) => covers(path, name)));
  const realms = steps.filter((one) => kindOf(one.type) === "Realm" && isSerious(one));
  // What goes with a realm that goes is no news of its own, but for people.
  const goesAlong = (step: PreviewStep) =>
    realms.some(({ name }) => name !== step.name && step.name.startsWith(name.replace(/realm$/, "")));
  const beyond = steps.filter((one) => (goesAlong(one) ? one.isProtected : isSerious(one) || !isTold(one)));
  const left = places.filter(
    (paths) => paths.length > 0 && !steps.some(({ name }) => paths.some((path) => covers(path, name))),
  );
  const names = new Set(left.map(([first = ""]) => first.replace(/\/$/, "")));
  return [
    ...beyond.map((step) => told(`pulumi-${step.operation}`, about(step), after)),
    ...[...names].map((name) => told("pulumi-leaves", leaves(name), after)),
  ];
}

function told(code: string, found: Verdict, { expanded }: Side): Told {
  const at = expanded === undefined ? null : nearestPlace(expanded, []);
  return { ...found, code, about: "pulumi", path: "", realm: null, from: null, to: null, at, note: null };
}

const VERBS: Readonly<Record<Operation, string>> = {
  create: "creates it",
  update: "updates it",
  replace: "deletes it and creates it anew",
  delete: "deletes it",
};

/** Whether a sentence about what differs would not say enough. */
function isSerious({ operation, type, isProtected }: PreviewStep): boolean {
  const kind = kindOf(type);
  if (operation !== "replace" && operation !== "delete") return false;
  if (isProtected || kind === "Realm" || kind === "User" || kind === "UserFederation") return true;
  return kind === "Client" && operation === "replace";
}

function about({ operation, name, type, properties, isProtected, isRefused }: PreviewStep): Verdict {
  const kind = kindOf(type);
  const shown: Phrase = properties.length === 0 ? words("") : say` (${quotes(properties)})`;
  const refusal = words(isRefused ? ": refused by up" : "");
  const sentence = say`Pulumi also changes ${name}: ${words(VERBS[operation])}${shown}${refusal}`;
  const found = verdict(sentence, effectOf(operation, kind, isProtected));
  return isRefused ? { ...found, refused: true } : found;
}

/** `keycloak:index/realm:Realm` -> `Realm`. */
const kindOf = (type: string): string => type.split(":").at(-1) ?? "";

function effectOf(operation: Operation, kind: string, isProtected: boolean): Effect {
  if (operation === "create" || operation === "update")
    return ["behaviour", "low", "the specs and the server's realms do not differ there"];
  if (kind === "Realm") return ["loses", "high", "a realm takes all of its people along"];
  if (kind === "User") return ["loses", "high", "the helpdesk keeps references to its people"];
  if (kind === "UserFederation") return ["loses", "high", "everyone imported from the directory goes along"];
  if (isProtected) return ["loses", "high", "it is protected, as what it holds does not come back"];
  if (kind === "Client")
    return ["locks-out", "high", "whoever logs in by the client, or has its secret, is refused"];
  if (kind === "IdentityProvider")
    return ["loses", "high", "whoever logs in by it alone is locked out, and is no longer linked"];
  if (kind === "Role") return ["locks-out", "medium", "whoever has the role loses it"];
  return ["behaviour", "medium", "what was set there goes"];
}

function leaves(name: string): Verdict {
  const sentence = say`Pulumi would do nothing about ${name}: it stays as it is on the server`;
  return verdict(sentence, ["behaviour", "medium", "what differs there, as told here, is not put right"]);
}
