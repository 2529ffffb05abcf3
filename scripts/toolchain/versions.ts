// Versions of the tools that run the Pulumi program, and where they come from. One place decides.

/** The CLI: what range from PATH is taken, what is downloaded, what is built from source. */
export const cli = {
  atLeast: "3.200.0",
  below: "4.0.0",
  downloaded: "3.270.0",
  built: "3.256.0",
} as const;

/** The language host is a part of the downloaded CLI; built from source it is the last published one. */
export const languageHost = { built: "3.68.0" } as const;

/**
 * The same as npm's @pulumi/keycloak: SDK and plugin belong together. The revision is raised when the sources
 * in toolchain/keycloak-plugin change, so that what was built before is built again.
 */
export const keycloakPlugin = { version: "6.13.0", revision: 2 } as const;

/** -1, 0 or 1 as `a` is older than, the same as or newer than `b`; what follows the numbers is left out. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)];
  for (let i = 0; i < 3; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}

export function isFittingCli(version: string): boolean {
  return compareVersions(version, cli.atLeast) >= 0 && compareVersions(version, cli.below) < 0;
}

function numbers(version: string): number[] {
  return (/\d+(\.\d+)*/.exec(version)?.[0] ?? "0").split(".").map(Number);
}
