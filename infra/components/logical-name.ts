// Logical names: paths in the model made of spec keys. They are public API, held by a golden list.

/** Joins the parts of a logical name. A part holds no value that a variable of the spec could change. */
export const logicalName = (...parts: string[]): string => parts.join("/");
