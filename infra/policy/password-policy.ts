// Keycloak's policy language, `length(12) and notUsername(undefined)`, taken apart.

/** Policy name to what stands in its parentheses; `null`: no policy at all. */
export function passwordPolicy(text: string | null): ReadonlyMap<string, string> | null {
  if (text === null || text.trim() === "") return null;
  const parts = text.split(/\s+and\s+/).map((part) => /^(\w+)(?:\((.*)\))?$/s.exec(part.trim()));
  return new Map(parts.flatMap((match) => (match?.[1] === undefined ? [] : [[match[1], match[2] ?? ""]])));
}
