// What three trials say of an upgrade, in words: the heaviest first, the same in many realms once.

import { describeDifference } from "../../infra/model/describe.ts";
import { diffModels } from "../../infra/model/diff.ts";
import { checkFindings } from "./check-findings.ts";
import { rawChanges } from "./raw-changes.ts";
import { rawSentence } from "./raw-sentence.ts";
import type { Trial } from "./trial.ts";

/**
 * `breaks`: what the spec promises no longer holds. `look`: a person should decide. `note`: Keycloak has
 * changed, and nothing that the spec speaks of.
 */
export type Weight = (typeof WEIGHTS)[number];
export const WEIGHTS = ["breaks", "look", "note"] as const;

/** Realms that lived through the upgrade, realms that are made on the newer version, or both alike. */
export type Where = "upgraded" | "new" | "both";

export interface UpgradeFinding {
  readonly weight: Weight;
  readonly where: Where;
  /** Names of the realms; empty where the sentence names its realm, or speaks of all. */
  readonly realms: readonly string[];
  /** A sentence without a full stop. */
  readonly text: string;
}

/** Before `where` is known to be both. */
export type Found = Omit<UpgradeFinding, "where">;

export interface TriedVersions {
  readonly before: Trial;
  readonly fresh: Trial;
  readonly upgraded: Trial;
  /** The version that the helpdesk's vendor supports. */
  /** `null`: the vendor names no version. */
  readonly supported: string | null;
}

/** Everything that the upgrade changes, the heaviest first. */
export function upgradeFindings({ before, fresh, upgraded, supported }: TriedVersions): UpgradeFinding[] {
  const all = [
    ...vendorFindings(before.version, upgraded.version, supported),
    ...inBoth(trialFindings(before, upgraded, "upgraded"), trialFindings(before, fresh, "new")),
  ];
  return WEIGHTS.flatMap((weight) => all.filter((one) => one.weight === weight));
}

function vendorFindings(from: string, to: string, supported: string | null): UpgradeFinding[] {
  if (supported === null || to === supported) return [];
  const text = `the helpdesk's vendor supports Keycloak ${supported}, and not ${to}`;
  return [{ weight: from === supported ? "look" : "note", where: "both", realms: [], text }];
}

function trialFindings(before: Trial, after: Trial, where: "upgraded" | "new"): Found[] {
  // What is not there because `up` was refused is said once, by the refusal.
  if (where === "new" && after.refused !== null) return refusals(after, where);
  return [
    ...refusals(after, where),
    ...modelFindings(before, after),
    ...checkFindings(before, after),
    ...plannedFindings(before, after, where),
    ...rawFindings(before, after, where),
  ];
}

function refusals({ refused, version }: Trial, where: "upgraded" | "new"): Found[] {
  if (refused === null) return [];
  const what = where === "new" ? "cannot be applied" : "can no longer be previewed";
  return [{ weight: "breaks", realms: [], text: `the spec ${what} on ${version}: ${refused}` }];
}

function modelFindings(before: Trial, after: Trial): Found[] {
  const sides = {
    from: { model: before.live, label: `on ${before.version}` },
    to: { model: after.live, label: `on ${after.version}` },
  };
  return diffModels(before.live, after.live).map((one) => {
    return { weight: "breaks", realms: [], text: describeDifference(one, sides) };
  });
}

/** A change that the older version shows, too, is none of the upgrade's. */
function plannedFindings(before: Trial, after: Trial, where: "upgraded" | "new"): Found[] {
  const known = new Set(before.changes.map(({ name }) => name));
  return after.changes
    .filter(({ name }) => !known.has(name))
    .map(({ operation, name, properties }) => {
      const what = properties.length === 0 ? "" : ` (${properties.join(", ")})`;
      const text =
        where === "new"
          ? `up never comes to rest on ${after.version}: again and again it would ${operation} ${name}${what}`
          : `the next up would ${operation} ${name}${what}`;
      return { weight: where === "new" ? "breaks" : "look", realms: [], text };
    });
}

/** What is new in an upgraded realm can do no harm that the checks do not see; what is gone or other, can. */
function rawFindings(before: Trial, after: Trial, where: "upgraded" | "new"): Found[] {
  return rawChanges(before.raw, after.raw).map((change) => ({
    weight: where === "upgraded" && change.kind !== "added" ? "look" : "note",
    realms: change.realms,
    text: rawSentence(change, before.version, after.version),
  }));
}

/** The same sentence about both is one finding, with the greater weight. */
function inBoth(upgraded: readonly Found[], fresh: readonly Found[]): UpgradeFinding[] {
  const key = ({ realms, text }: Found) => JSON.stringify([realms, text]);
  const there = new Map(fresh.map((one) => [key(one), one]));
  const here = new Set(upgraded.map(key));
  return [
    ...upgraded.map((one): UpgradeFinding => {
      const twin = there.get(key(one));
      if (twin === undefined) return { ...one, where: "upgraded" };
      return { ...one, weight: heavier(one.weight, twin.weight), where: "both" };
    }),
    ...fresh.filter((one) => !here.has(key(one))).map((one): UpgradeFinding => ({ ...one, where: "new" })),
  ];
}

const heavier = (a: Weight, b: Weight): Weight => (WEIGHTS.indexOf(a) <= WEIGHTS.indexOf(b) ? a : b);
