// How a preset's value says where it came from.

import type { Origin } from "../../infra/model/explained.ts";

type Preset = Extract<Origin, { kind: "preset" }>;

const SOURCES: Readonly<Record<Preset["source"], string>> = {
  vendor: "the vendor's text",
  keycloak: "Keycloak",
  deskrealm: "Deskrealm",
  inferred: "inferred",
};

export const presetText = ({ source, reason }: Preset): string => `preset (${SOURCES[source]}): ${reason}`;
