// What a person may ask of a preview of an upgrade.

import type { TargetOptions } from "../stack/target.ts";

export const UPGRADE_FORMATS = ["text", "markdown", "json"] as const;

export interface UpgradeOptions extends TargetOptions {
  /** Version of Keycloak. */
  readonly from: string;
  readonly to: string;
  readonly format: (typeof UPGRADE_FORMATS)[number];
}
