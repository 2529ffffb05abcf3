// The list `helpdesks:` as a mapping by key, so that edits find their place in it by name.

import { isMapping, type Plain } from "./edit.ts";

/** Key of the list, and of the mapping in its place. */
export const LIST = "helpdesks";

/** A spec as written, with the list as a mapping; one of one helpdesk as it is. */
export function keyed(spec: Plain): Plain {
  const list = spec[LIST];
  if (!Array.isArray(list)) return spec;
  const entries = list.filter(isMapping).map(({ key, ...one }) => [String(key ?? one["helpdesk"]), one]);
  return { ...spec, [LIST]: Object.fromEntries(entries) };
}

/** The inverse of `keyed`. */
export function asWritten(spec: Plain): Plain {
  const found = spec[LIST];
  if (!isMapping(found)) return spec;
  const list = Object.entries(found).map(([key, one]) => {
    const { helpdesk, ...rest } = one as Plain;
    return { helpdesk, ...(key === helpdesk ? {} : { key }), ...rest };
  });
  return { ...spec, [LIST]: list };
}
