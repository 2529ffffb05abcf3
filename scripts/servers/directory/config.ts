// The configuration of an embedded directory: one account that reads everything but passwords, and nobody else.

import { join } from "node:path";
import { BIND_DN, type EphemeralDirectory } from "../../../infra/ephemeral/directory.ts";
import { activeDirectorySchema } from "./active-directory.ts";
import { configHead, hashed, type Slapd } from "./slapd.ts";

/** The first names the kind of database; others bring ways of hashing and the attribute memberOf. */
const MODULES = ["back_mdb", "memberof", "pw-sha2", "argon2"];
const MAX_SIZE = 268_435_456;

/** Text of a slapd.conf. The password stands in it hashed. */
export function directoryConfig(
  slapd: Slapd,
  folder: string,
  base: string,
  vendor: EphemeralDirectory["vendor"],
  password: string,
): string {
  const lines = [
    ...configHead(slapd, MODULES),
    ...(vendor === "active-directory" ? activeDirectorySchema() : []),
    // Keycloak asks for pages, and wants all of them.
    "sizelimit unlimited",
    ...["database mdb", `suffix ${quoted(base)}`, `directory ${quoted(join(folder, "data"))}`],
    // Nothing of it outlives the tests, so nothing waits for a disk.
    ...[`maxsize ${MAX_SIZE}`, "dbnosync"],
    "index objectClass,uid,mail,entryUUID,member eq",
    "access to attrs=userPassword by anonymous auth by * none",
    `access to * by dn.exact=${quoted(BIND_DN)} read by * none`,
    // The account is no entry: it belongs to a database of its own that holds nothing.
    ...["database ldif", `suffix ${quoted(BIND_DN.replace(/^[^,]+,/, ""))}`, `directory ${quoted(folder)}`],
    ...[`rootdn ${quoted(BIND_DN)}`, `rootpw ${hashed(password)}`],
  ];
  return `${lines.join("\n")}\n`;
}

const quoted = (text: string): string => `"${text.replace(/["\\]/g, "\\$&")}"`;
