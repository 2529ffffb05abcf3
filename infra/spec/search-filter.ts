// Search filters as RFC 4515 writes them: whether a text is one, and how a value stands in one.

const ITEM = /\(([^()=<>~:*\\&|!]*(?::[^()=]*)?)(=|~=|>=|<=|:=)((?:[^()\\\0]|\\[0-9A-Fa-f]{2})*)\)/y;
const ATTRIBUTE =
  /^(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)(?:;[A-Za-z0-9-]+)*(?::dn)?(?::[A-Za-z0-9.-]+)?$|^(?::dn)?:[A-Za-z0-9.-]+$/;

/** What is wrong with a filter; undefined where nothing is. */
export function filterFlaw(text: string): string | undefined {
  const end = readFilter(text, 0, 0);
  if (typeof end === "string") return end;
  return end === text.length ? undefined : `something follows the filter at character ${end + 1}`;
}

const DEEPEST = 30;

/** Where the filter that begins at the place ends, or what is wrong with it. */
function readFilter(text: string, start: number, depth: number): number | string {
  if (depth > DEEPEST) return `it nests more than ${DEEPEST} deep`;
  if (text[start] !== "(") return `an opening parenthesis is missing at character ${start + 1}`;
  const operator = text[start + 1] ?? "";
  if ("&|!".includes(operator) && operator !== "") return readList(text, start, depth);
  ITEM.lastIndex = start;
  const item = ITEM.exec(text);
  const attribute = item?.[1]?.replace(/:$/, "") ?? "";
  if (item === null || !ATTRIBUTE.test(attribute))
    return `no comparison such as (uid=ada) stands at character ${start + 1}`;
  return start + item[0].length;
}

function readList(text: string, start: number, depth: number): number | string {
  let at = start + 2;
  let parts = 0;
  for (; text[at] === "("; parts++) {
    const end = readFilter(text, at, depth + 1);
    if (typeof end === "string") return end;
    at = end;
  }
  if (text[at] !== ")") return `a closing parenthesis is missing at character ${at + 1}`;
  if (parts === 0 || (text[start + 1] === "!" && parts > 1))
    return `${text[start + 1]} has ${parts === 0 ? "nothing" : "more than one filter"} behind it at character ${start + 1}`;
  return at + 1;
}

/** The value as it stands in a filter. */
export const escapeInFilter = (value: string): string =>
  value.replace(/[\\*()\0]/g, (character) => `\\${character.charCodeAt(0).toString(16).padStart(2, "0")}`);
