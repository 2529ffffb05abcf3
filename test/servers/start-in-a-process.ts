// A parent that is going to be killed: starts a server and says which process it is.

import { Keycloak } from "../../scripts/servers/keycloak.ts";

const keycloak = await Keycloak.start({ env: process.env });
console.log((await keycloak.process())?.pid);
setInterval(() => {}, 1_000_000);
