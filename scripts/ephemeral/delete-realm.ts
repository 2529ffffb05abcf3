// A test realm is deleted only after its mark was read anew: somebody may have extended it meanwhile.

import { type AdminClient, adminPath } from "../../infra/admin/client.ts";
import { AdminFailure } from "../../infra/admin/errors.ts";
import { waitFor } from "../servers/ready.ts";
import { type FoundMark, readMark } from "./marks.ts";

/** A server that deletes many realms at once takes its time for each. */
const DEADLINE_MILLISECONDS = 60_000;

/**
 * Deletes one realm, if its mark still is one that `isDue` means.
 *
 * @returns whether it is gone by this, or was already
 */
export async function deleteRealm(
  admin: AdminClient,
  realm: string,
  isDue: (found: FoundMark) => boolean,
): Promise<boolean> {
  const found = await oncePossible(() => readMark(admin, realm));
  if (found === undefined) return true;
  if (!isDue(found)) return false;
  await admin.delete(adminPath`/realms/${realm}`).catch(async (error: unknown) => {
    if (!(error instanceof AdminFailure) || !isOfTwo(error)) throw error;
    const isGone = async () => (await oncePossible(() => readMark(admin, realm))) === undefined;
    if (!(await waitFor(isGone, DEADLINE_MILLISECONDS))) throw error;
  });
  return true;
}

/** Of two who delete it at once, Keycloak tells one that it is gone, or ends in an error of its own. */
const isOfTwo = ({ status }: AdminFailure): boolean => [400, 404, 409].includes(status) || status >= 500;

/** Reads a realm that somebody may be deleting: Keycloak may answer 500 until it is gone. */
async function oncePossible<T>(read: () => Promise<T>): Promise<T> {
  const answer: { value?: T } = {};
  let failure: unknown;
  const isRead = async () => {
    try {
      answer.value = await read();
      return true;
    } catch (error) {
      if (!(error instanceof AdminFailure) || error.status !== 500) throw error;
      failure = error;
      return false;
    }
  };
  if (!(await waitFor(isRead, DEADLINE_MILLISECONDS))) throw failure;
  return answer.value as T;
}
