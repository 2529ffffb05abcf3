// What separates a CSV file's fields, where nobody says it.

const CANDIDATES = [",", ";", "\t", "|"];

/** What the first row has most of, outside of quotes; a comma where there is nothing. */
export function detectDelimiter(text: string): string {
  const [row = ""] = text.replace(/"(?:[^"]|"")*"/g, "").split(/[\r\n]/, 1);
  const counts = CANDIDATES.map((one) => row.split(one).length);
  return CANDIDATES[counts.indexOf(Math.max(...counts))] ?? ",";
}
