// What the checks of one realm stand on.

import type { AdminClient } from "../../infra/admin/client.ts";
import type { ClientModel, RealmModel } from "../../infra/model/types.ts";
import type { Fetch } from "../login/fetch.ts";
import type { Probe } from "./probe.ts";

export interface Subject {
  readonly admin: AdminClient;
  readonly fetch: Fetch;
  readonly model: RealmModel;
  /** By which people log in. */
  readonly app: ClientModel;
  /** Of a confidential client. */
  readonly secret: string | undefined;
  readonly issuer: string;
  readonly redirectUri: string;
  readonly probe: Probe;
  /** Role that the helpdesk lets people in by. */
  readonly gateRole: string;
}
