// Logins that a person confirms for another device.

import { eachClient } from "../../places.ts";
import { rfc8628 } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

export const deviceGrant = rule({
  code: "device-grant",
  severity: weight("medium"),
  summary: "Device authorization grant",
  reason:
    "A stranger starts a login and sends a person the code to confirm it. Who does is logged in on the stranger's device. A helpdesk in a browser has no use for it.",
  references: [rfc8628("5.4")],
  check: eachClient(
    "deviceAuthorizationGrant",
    ({ deviceAuthorizationGrant }) => deviceAuthorizationGrant,
    "takes logins that are confirmed on another device",
    "turn the device authorization grant off, as the spec has it: deskrealm up",
  ),
});
