// A place of a model as one text.

/** Parts of a path joined by slashes; `~1` stands for a slash in a name, as in a JSON pointer. */
export const pathOf = (segments: readonly string[]): string =>
  segments.map((one) => one.replaceAll("~", "~0").replaceAll("/", "~1")).join("/");
