// Durations as the Keycloak plugin takes them.

/** The plugin takes durations as Go writes them, and compares them as text: `5m0s`, `720h0m0s`. */
export function goDuration(seconds: number): string {
  const [hours, minutes, rest] = [
    Math.floor(seconds / 3600),
    Math.floor((seconds % 3600) / 60),
    seconds % 60,
  ];
  if (hours > 0) return `${hours}h${minutes}m${rest}s`;
  return minutes > 0 ? `${minutes}m${rest}s` : `${rest}s`;
}
