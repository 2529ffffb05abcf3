// Findings for programs: one JSON document, written as they come.

import type { View } from "./types.ts";

/** `version` rises when a program that reads this would have to change. */
export function jsonView(): View {
  let first = true;
  return {
    start: (source, realm) =>
      `{"version":1,"source":${JSON.stringify(source)},"realm":${JSON.stringify(realm)},"findings":[`,
    finding: (finding) => {
      const separator = first ? "\n" : ",\n";
      first = false;
      return separator + JSON.stringify(finding);
    },
    end: ({ people, concerned, findings }) =>
      `\n],"people":${people},"concerned":${concerned},"count":${findings}}\n`,
  };
}
