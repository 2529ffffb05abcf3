// Choices in EspoCRM's own configuration that its realm shows: for a difference, the key under `config`.

import type { PartialModel } from "../model/canonical.ts";
import type { Difference } from "../model/diff.ts";
import type { Edit } from "./edit.ts";

/** The edit that says the difference by a choice; undefined where no choice does. */
export function proposeForEspocrm({ segments, to }: Difference, { realms }: PartialModel): Edit | undefined {
  const live = realms.agents;
  const app = live?.clients["app"];
  if (live === undefined || app === undefined) return undefined;
  const config = (key: string, value: unknown): Edit => ({ path: ["config", key], value });
  switch (segments.join("/")) {
    case "agents/clients/app/pkce":
      return to === "S256" ? config("version", "10") : undefined;
    case "agents/clients/app/backchannelLogoutUrl": {
      // Where the address is for administrators alone, it is what people are known by.
      const isAddress = live.profile.attributes["email"]?.edit.includes("user") === false;
      return to === null ? config("usernameClaim", isAddress ? "email" : "preferred_username") : undefined;
    }
    case "agents/profile/attributes/username/validations/length/max":
    case "agents/profile/attributes/email/validations/length/max":
      // Without back-channel logout it is another claim than `sub` that becomes the user name.
      return app.backchannelLogoutUrl === null ? config("usernameLength", Number(to)) : undefined;
    default:
      return undefined;
  }
}
