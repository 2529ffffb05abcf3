// What changes in one helpdesk from one side to the other.

import { ascending } from "../model/canonical.ts";
import { type Difference, diffModels } from "../model/diff.ts";
import { withoutSecrets } from "../model/without-secrets.ts";
import type { Path } from "../spec/source.ts";
import { type Classified, classify } from "./classify.ts";
import { compareFindings } from "./findings.ts";
import { generalise } from "./general.ts";
import { aboutCompany, aboutHelpdesk, aboutSpecs, type Told } from "./helpdesk-changes.ts";
import { bothInCompany, companyKey } from "./in-company.ts";
import { nearestPlace, placeOf } from "./places.ts";
import { aboutPreview } from "./pulumi-changes.ts";
import { aboutRefusals, isNotOurs } from "./refusals.ts";
import type { ExpandedSide, Pair, Side } from "./sides.ts";
import type { Change, Place } from "./types.ts";

/** Every change of a helpdesk, in the order of the model. */
export function compareSides(found: Pair): Change[] {
  const pair = bothInCompany(found);
  const { before, after } = pair;
  // A stranger's realm is shown to nobody.
  const told = isNotOurs(pair)
    ? aboutRefusals(pair)
    : [...aboutCompany(after, companyKey(found)), ...allOf(pair)];
  const helpdesk = (after ?? before)?.unit.name ?? "";
  return told.map((one) => ({ ...one, helpdesk, general: generalise(one.sentence, pair) }));
}

function allOf(pair: Pair): Told[] {
  const { before, after } = pair;
  return [
    ...aboutRefusals(pair),
    ...aboutHelpdesk(pair),
    ...aboutSpecs(pair),
    ...(before?.expanded && after?.expanded
      ? compareModels(before, after, before.expanded, after.expanded)
      : []),
    ...aboutPreview(pair),
    ...compareFindings(pair),
  ];
}

function compareModels(before: Side, after: Side, from: ExpandedSide, to: ExpandedSide): Told[] {
  const differences = diffModels(from.model, to.model).map(withoutSecrets);
  const variables = differing(before, after);
  return classify(differences, from, to).map((one) => {
    const { difference, code, ...verdict } = one;
    const places = {
      from: difference.kind === "added" ? null : placeOf(from, spot(difference, difference.from), variables),
      to: difference.kind === "removed" ? null : placeOf(to, spot(difference, difference.to), variables),
    };
    return {
      ...verdict,
      ...places,
      code,
      about: "model",
      path: difference.path,
      realm: realmOf(difference, to, from),
      at: pointer(places, one, from, to),
      note: null,
    };
  });
}

/** Variables that have another value on the other side, or are known on one only. */
function differing({ unit: before }: Side, { unit: after }: Side): string[] {
  const value = (unit: Side["unit"], name: string) => unit.variables[name] ?? unit.encrypted[name];
  const names = [before, after].flatMap((unit) => [
    ...Object.keys(unit.variables),
    ...Object.keys(unit.encrypted),
  ]);
  return [...new Set(names)].filter((name) => value(before, name) !== value(after, name)).sort(ascending);
}

const spot = ({ segments }: Difference, entry: unknown) => ({ segments, entry });

function realmOf({ segments, realm }: Difference, to: ExpandedSide, from: ExpandedSide): Change["realm"] {
  if (realm === "") return null;
  const [key = ""] = segments;
  const realms = [to, from].map(({ model }) => model.realms[key as keyof typeof model.realms]);
  return { key, name: realms.find((one) => one !== undefined)?.realm ?? realm };
}

/** The line to look at: the new one, else where the old one would stand now, else the old one. */
function pointer(
  places: { readonly from: Place | null; readonly to: Place | null },
  { difference }: Classified,
  from: ExpandedSide,
  to: ExpandedSide,
): Change["at"] {
  if (places.to?.kind === "line") return places.to;
  const path = specPath(from, difference);
  if (path !== undefined) return nearestPlace(to, path);
  return places.from?.kind === "line" ? places.from : nearestPlace(to, []);
}

function specPath({ origins }: ExpandedSide, { segments }: Difference): Path | undefined {
  const path = ["realms", ...segments].join("/");
  const start = `${path}/`;
  const own = origins.get(path) ?? [...origins].find(([key]) => key.startsWith(start))?.[1];
  return own?.kind === "spec" ? own.path : undefined;
}
