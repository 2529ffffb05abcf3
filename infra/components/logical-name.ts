// Logical names: paths in the model made of spec keys. They are public API, held by a golden list.

/** Joins the parts of a logical name. A part holds no value that a variable of the spec could change. */
export const logicalName = (...parts: string[]): string => parts.join("/");

/** Names that a resource had before, as Pulumi takes them. */
export type Aliases = (name: string) => readonly { readonly name: string }[];

/** Options that make it the same resource under the new name; none where it had no other. */
export function aliased(aliases: Aliases, name: string): { aliases?: { name: string }[] } {
  const former = aliases(name);
  return former.length === 0 ? {} : { aliases: [...former] };
}
