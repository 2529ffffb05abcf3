// A parent that is going to be killed: starts a directory of the LDIF file that it is given, and says where.

import { EmbeddedDirectory } from "../../scripts/servers/directory/embedded-directory.ts";

const [file = "", folder = "", mode] = process.argv.slice(2);
const directory = await EmbeddedDirectory.start({
  ...{ file, shown: file, vendor: "openldap", containers: ["ou=people,dc=acme,dc=example"], folder },
  ...{ detached: mode === "detached", env: process.env },
});
console.log(directory.url);
setInterval(() => {}, 1_000_000);
