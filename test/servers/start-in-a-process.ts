// A parent that is going to be killed: starts servers side by side, says of each when it is launched and when it
// is ready, and starts one more process that will outlive it.

import { spawn } from "node:child_process";
import { Keycloak } from "../../scripts/servers/keycloak.ts";
import type { ProcessIdentity } from "../../scripts/toolchain/process-identity.ts";

export type Told =
  | { readonly launched: ProcessIdentity }
  | { readonly ready: string; readonly url: string }
  | { readonly outlives: number };

const tell = (told: Told) => console.log(JSON.stringify(told));

const outliving = spawn("sleep", ["600"], { stdio: "ignore", detached: true });
if (outliving.pid !== undefined) tell({ outlives: outliving.pid });

await Promise.all(
  Array.from({ length: Number(process.argv[2]) }, async () => {
    const keycloak = await Keycloak.start({
      env: process.env,
      onLaunch: async (launched) => tell({ launched }),
    });
    tell({ ready: keycloak.folder, url: keycloak.url });
  }),
);
setInterval(() => {}, 1_000_000);
