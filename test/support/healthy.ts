// What is found of a stack that nothing has to be healed in.

import type { Healing } from "../../scripts/heal/find-healing.ts";

export const HEALTHY: Healing = {
  locks: [],
  cut: false,
  pending: 0,
  loose: false,
  renamed: false,
  gone: [],
  unknown: [],
};
