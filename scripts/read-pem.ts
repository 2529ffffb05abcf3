// An authority's certificate from a file of the person's.

import { readFile } from "node:fs/promises";
import { Failure } from "../infra/diagnostics/failure.ts";

/** @throws Failure `authority-unreadable` */
export async function readPem(path: string): Promise<string> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text?.includes("-----BEGIN CERTIFICATE-----")) return text;
  const what = text === undefined ? "cannot be read" : "holds no certificate in PEM";
  throw new Failure("authority-unreadable", `${path} ${what}.`, {
    hint: "name a PEM file; the path in a spec begins at the spec's folder",
  });
}
