// The realms of an OTRS: always two, since no OTRS does with one.

import type { RealmModel, SingleModel } from "../model/types.ts";

export type OtrsKey = "agents" | "customers";

export interface OtrsModel extends SingleModel {
  readonly realms: Readonly<Record<OtrsKey, RealmModel>>;
}
