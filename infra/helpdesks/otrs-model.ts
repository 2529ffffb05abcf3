// The realms of an OTRS: always two, since no OTRS does with one.

import type { Model, RealmModel } from "../model/types.ts";

export type OtrsKey = "agents" | "customers";

export interface OtrsModel extends Model {
  readonly realms: Readonly<Record<OtrsKey, RealmModel>>;
}
