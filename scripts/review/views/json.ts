// A review for programs: everything that is in it.

import { plain } from "../../../infra/review/phrase.ts";
import type { Group, Review } from "../../../infra/review/types.ts";
import { jsonText } from "../../views/json.ts";
import { headline, riskCounts } from "./words.ts";

/** `version` rises when a program that reads this would have to change. */
export function reviewJson(review: Review): string {
  const { helpdesks, changed, groups, unknowns, live } = review;
  const summary = { helpdesks, changed, changes: groups.length, risks: riskCounts(review) };
  const document = { version: 1, summary, groups: groups.map(groupJson), unknowns, ...(live && { live }) };
  return jsonText(document);
}

function groupJson(group: Group) {
  const { code, about, severity, risk, reason, refused = false, realms, note, members } = group;
  return {
    code,
    about,
    severity,
    risk,
    refused,
    text: plain(headline(group)),
    reason,
    realms,
    note,
    members: members.map(({ sentence, ...member }) => ({ ...member, text: plain(sentence) })),
  };
}
