// What is left to do for Deskpro, which needs two rounds: an app's callback is known only once it is there.

import type { SingleModel } from "../model/types.ts";
import { APP_ID_KEYS, type App, callbacksOf, PEOPLE } from "./deskpro-callbacks.ts";
import { codeList, codeSpan } from "./markdown.ts";
import { shellBlock } from "./shell.ts";

const MENUS = { agents: "Admin > Agents > Auth & SSO", customers: "Admin > CRM > User Auth & SSO" } as const;

export const HTTPS_STEP =
  "See that Deskpro's own URL begins with `https://` (Admin > Setup > Settings): with 'Force HTTPS' alone no login works.";

export const appStep = ({ at, id }: App): string =>
  `In Deskpro, under ${MENUS[at]}, ${id === undefined ? "add" : "open"} the app 'OpenID Connect ` +
  `Authentication' for ${PEOPLE[at]}, and enter what \`Deskpro.md\` says under 'App for ${PEOPLE[at]}'. ` +
  "Leave it without automatic login (SSO disabled, with the button) for now.";

/** The step on automatic login, which waits until the button works. */
export const automaticStep = (title: string): string =>
  "Log in by the button in a private window, and only then let Deskpro do it automatically: whoever is not in " +
  `${title} is locked out from then on.`;

/** The steps as Markdown paragraphs. They hold no secret. */
export function deskproSteps(apps: readonly App[], url: string): string[] {
  const waiting = apps.filter(({ id }) => id === undefined);
  return [
    HTTPS_STEP,
    ...apps.map(appStep),
    ...waiting.map(waitingStep),
    ...(waiting.length === 0
      ? []
      : [
          `Then bring Keycloak up to it, and see it again:\n\n${shellBlock(again("up", "verify", "render"))}`,
        ]),
    ...apps.filter(({ id }) => id !== undefined).map((app) => callbackStep(app, url)),
    automaticStep("Keycloak"),
    "Do not delete people in Keycloak: disable them (`enabled: false`), and in Deskpro, which does not hear of it.",
  ];
}

const again = (...commands: readonly string[]) =>
  commands.map((command) => `npx deskrealm ${command} SPEC --stack NAME`);

/** What to write where, once the app is there. */
function waitingStep({ at }: App): string {
  return (
    `Until Keycloak knows the APP_ID of the app for ${PEOPLE[at]}, none of them can log in by it. The number is in ` +
    "the app's Callback URL, and in the address of its page, once it is installed (Manage > Configuration Settings): " +
    `write it into the spec as \`config: { ${APP_ID_KEYS[at]}: NUMBER }\`.`
  );
}

function callbackStep({ at, key, id = 0, realm }: App, url: string): string {
  const registered = realm.clients["app"]?.redirectUris ?? [];
  const own = callbacksOf(url, at, id).filter((uri) => registered.includes(uri));
  return (
    `Compare the Callback URL that the app for ${PEOPLE[at]} shows with what Keycloak lets through, ` +
    `${codeList(own.length === 0 ? registered : own)}. If it is another one, write all that are needed into the spec, ` +
    `under \`${key}.clients.app.redirectUris\`.`
  );
}

/** One sentence each; they hold no secret. */
export function deskproNotices(apps: readonly App[], model: SingleModel): string[] {
  const realms = [...new Set(apps.map(({ realm }) => realm))];
  const agents = apps.find(({ at }) => at === "agents");
  const missing = apps.flatMap(({ at, id, realm }) => {
    const uris = id === undefined ? [] : callbacksOf(model.url, at, id);
    const app = realm.clients["app"];
    return uris.some((uri) => app?.redirectUris.includes(uri)) ? [] : uris.slice(0, 1);
  });
  return [
    "The vendor names no claims, no scopes and no algorithms: that Deskpro asks for `openid profile email`, reads " +
      "`email`, `given_name` and `family_name`, and takes RS256, is inferred. Keycloak gives them in the ID token and " +
      "in userinfo.",
    "Whether Deskpro sends a PKCE challenge is not stated either, so none is demanded.",
    "That Deskpro knows people by their address is inferred from its account of what it keeps; so only " +
      "administrators may change addresses in Keycloak.",
    "For the vendor the provider is Auth0, whose URL has no path; Keycloak's has the realm in it.",
    ...(agents?.id === undefined
      ? []
      : [
          "The vendor's guides name two callbacks for agents, an older one below `/agent` and one below `/api/v2` for " +
            "Deskpro Horizon: Keycloak lets both through.",
        ]),
    ...(agents !== undefined && realms.length === 1 && apps.length === 2
      ? [
          `Agents and users share realm ${codeSpan(realms[0]?.realm ?? "")}: give no agents' rights to whoever logs in ` +
            "to the agents' app (its option Auto Agent), or each user of the realm becomes an agent.",
        ]
      : []),
    ...missing.map(
      (uri) => `The client does not let ${codeSpan(uri)} through, the app's callback by the vendor's text.`,
    ),
  ];
}
