// What a run has on this machine: its servers, and the folder with what it has kept.

import { stopDirectories } from "../servers/directory/for-realms.ts";
import { stopEmbedded } from "./embedded.ts";
import { directoriesFolder, removeFolder } from "./folder.ts";

/** Ends its directories and its own Keycloak, and takes the folder away. */
export async function removeRun(folder: string): Promise<void> {
  await stopEmbedded(folder);
  await stopDirectories(directoriesFolder(folder));
  await removeFolder(folder);
}
