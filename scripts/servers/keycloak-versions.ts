// The Keycloaks that can be embedded, each pinned by its zip's SHA-256.

import { Failure } from "../../infra/diagnostics/failure.ts";
import { suggest } from "../../infra/diagnostics/suggest.ts";

/** What OTRS's vendor supports. */
export const defaultKeycloakVersion = "26.4.0";

const zips: Readonly<Record<string, string>> = {
  "26.2.0": "fa259a82e9e6f2f7263ffc992b77e296d6a0d94c7b31c8da796a445720b4c40c",
  "26.4.0": "1b6a11a2726ac8a8dc9c91d5fafe989a75ce4f1622d7f7b45c21d5bc16629c0a",
  "26.4.7": "dd9834c023460be856f731423d86228c23b5d002194a2064642bec0cc6573eaa",
  "26.5.6": "490189d9dff05272432d51f71a069462eeca97f2920a694d539a1e6c26a5a347",
  "26.7.0": "e63bd0167199c0092b8a4d22cc137e6b7a70e0089070f6f7799b1be504b69a8a",
  "26.7.3": "27a6535553c3cdcd083872ba40629efafb3475e3b758e0c6f691395561dd0f1f",
  "26.7.4": "a286e98b4296d4e75ee88d8527c7cd463b307caa022f088c9f22cffccc741fa1",
};

export const keycloakVersions: readonly string[] = Object.keys(zips);

/**
 * SHA-256 of the version's zip, in hex.
 * @throws Failure `keycloak-unknown-version`
 */
export function keycloakChecksum(version: string): string {
  const checksum = zips[version];
  if (checksum !== undefined) return checksum;
  throw new Failure("keycloak-unknown-version", `Keycloak ${version} is not among the pinned versions`, {
    hint: `${didYouMean(version)}choose one of ${keycloakVersions.join(", ")}`,
  });
}

function didYouMean(version: string): string {
  const nearest = suggest(version, keycloakVersions);
  return nearest === undefined ? "" : `did you mean ${nearest}? `;
}
