// The end of the time in which Keycloak writes to a directory, as the day that a policy knows.

/** Day in UTC, `YYYY-MM-DD`: through it the window is taken for open. */
export const dayOf = (instant: string): string => new Date(instant).toISOString().slice(0, 10);
