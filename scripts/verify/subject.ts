// What the checks of one realm stand on.

import type { AdminClient } from "../../infra/admin/client.ts";
import type { HelpdeskLogin } from "../../infra/helpdesks/types.ts";
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
  /** `undefined`: no address of the helpdesk is registered yet. */
  readonly redirectUri: string | undefined;
  readonly probe: Probe;
  /** How the helpdesk does it. */
  readonly login: HelpdeskLogin;
}
