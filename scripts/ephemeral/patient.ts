// Many runs may be at work on one server: then each of its answers takes long.

import type { Connection } from "../../infra/admin/connection.ts";

const PATIENCE_SECONDS = 300;

/** The same connection with a deadline for such times. */
export const patient = (connection: Connection): Connection => ({
  ...connection,
  timeoutSeconds: Math.max(connection.timeoutSeconds, PATIENCE_SECONDS),
});
