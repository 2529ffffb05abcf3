// What mail rules have in common.

import { isLoopback } from "../loopback.ts";
import type { Smtp } from "../model/types.ts";

/** Whether mail goes over the network without TLS. */
export const isInClear = ({ host, starttls, ssl }: Smtp): boolean =>
  !starttls && !ssl && !isLoopback(`smtp://${host}`);
