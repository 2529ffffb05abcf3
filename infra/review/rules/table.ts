// Every row, and the way from a difference to its row.

import type { Difference } from "../../model/diff.ts";
import type { Row } from "../rule.ts";
import { ATTACHMENT_ROWS } from "./attachments.ts";
import { CLIENT_ROWS } from "./clients.ts";
import { CONNECTION_ROWS } from "./federation-connection.ts";
import { FEDERATION_MAPPER_ROWS } from "./federation-mappers.ts";
import { WRITING_ROWS } from "./federation-writing.ts";
import { FEDERATION_ROWS } from "./federations.ts";
import { GROUP_ROWS } from "./groups.ts";
import { HELPDESK_ROWS } from "./helpdesk.ts";
import { LIFETIME_ROWS } from "./lifetimes.ts";
import { LOGIN_ROWS } from "./login.ts";
import { MAIL_ROWS } from "./mail.ts";
import { PEOPLE_ROWS } from "./people.ts";
import { PROFILE_ROWS } from "./profile.ts";
import { PROVIDER_ROWS } from "./providers.ts";
import { REALM_ROWS } from "./realm.ts";

export const ROWS: readonly Row[] = [
  ...HELPDESK_ROWS,
  ...REALM_ROWS,
  ...LOGIN_ROWS,
  ...LIFETIME_ROWS,
  ...MAIL_ROWS,
  ...PROFILE_ROWS,
  ...CLIENT_ROWS,
  ...ATTACHMENT_ROWS,
  ...FEDERATION_ROWS,
  ...CONNECTION_ROWS,
  ...WRITING_ROWS,
  ...FEDERATION_MAPPER_ROWS,
  ...GROUP_ROWS,
  ...PROVIDER_ROWS,
  ...PEOPLE_ROWS,
];

const PATTERNS = ROWS.map((row) => ({
  row,
  parts: row.pattern === "" ? [] : row.pattern.split("/"),
  ofHelpdesk: HELPDESK_ROWS.includes(row),
}));

/** The row of a difference with what its stars stand for; undefined where the model has grown past the table. */
export function rowOf({
  segments,
  realm,
}: Difference): { readonly row: Row; readonly names: readonly string[] } | undefined {
  const path = realm === "" ? segments : segments.slice(1);
  const found = PATTERNS.find(
    ({ parts, ofHelpdesk }) =>
      ofHelpdesk === (realm === "") &&
      parts.length === path.length &&
      parts.every((part, index) => part === "*" || part === path[index]),
  );
  if (found === undefined) return undefined;
  return { row: found.row, names: path.filter((_, index) => found.parts[index] === "*") };
}
