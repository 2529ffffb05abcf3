// How Keycloak says "none" and how it writes what is not a string.

/** Keycloak leaves out what is not set, or gives "" for it, and changes its mind between versions. */
export function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** Attributes and mail settings hold "true" and "false". */
export function flag(value: unknown): boolean {
  return value === true || value === "true";
}

/** A configuration map whose values come as strings, numbers, booleans or lists. */
export function strings(values: unknown): Record<string, string> {
  if (typeof values !== "object" || values === null) return {};
  const entries = Object.entries(values).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(
    entries.map(([key, value]) => [key, typeof value === "object" ? JSON.stringify(value) : String(value)]),
  );
}
