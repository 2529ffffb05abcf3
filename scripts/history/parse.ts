// From a file's text to a snapshot, or to the reason against it.

import { z } from "zod";
import { modelSchema } from "./model-schema.ts";
import { KIND, type Snapshot, timeOf, VERSION } from "./snapshot.ts";

const shape = z.strictObject({
  kind: z.literal(KIND),
  version: z.literal(VERSION),
  time: z.string(),
  owner: z.string(),
  server: z.string(),
  spec: z.string(),
  model: modelSchema,
});

/** @param name - the file's name, which is the snapshot's id and `.json` */
export function parseSnapshot(
  name: string,
  text: string,
): { readonly snapshot: Snapshot } | { readonly fault: string } {
  const id = name.replace(/\.json$/, "");
  const time = timeOf(id);
  if (time === undefined || id === name) return { fault: "its name is not that of a snapshot" };
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return { fault: "it is not JSON" };
  }
  const { kind, version } = (data ?? {}) as { readonly kind?: unknown; readonly version?: unknown };
  if (kind !== KIND) return { fault: "it is not a snapshot" };
  if (typeof version === "number" && version > VERSION)
    return { fault: `a newer Deskrealm has written it (version ${version})` };
  const { success, data: read, error } = shape.safeParse(data);
  if (!success) return { fault: `it is damaged at ${error.issues[0]?.path.join("/") || "its top"}` };
  if (read.time !== time) return { fault: "its name and the time in it are not the same" };
  const { owner, server, spec, model } = read;
  return { snapshot: { id, owner, server, spec, model } };
}
