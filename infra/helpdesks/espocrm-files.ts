// EspoCRM's settings as files: its configuration, and the form of its administration.
// Source: EspoCRM's code (Core/Utils/Config.php): files of overrides win over what the form writes, and keys
// of an internal one are kept from administrators.

import type { Spec } from "../spec/schema.ts";
import { ESPOCRM_LABELS, type EspocrmSettings, espocrmRedirectUri, INTERNAL } from "./espocrm-settings.ts";
import type { Issuer, IssuerRoles } from "./issuer.ts";
import { codeSpan, markdownTable } from "./markdown.ts";
import { type PhpValue, phpArrayFile } from "./php.ts";
import type { RenderedFile } from "./types.ts";

/** @param where - for whom the form is, as Markdown */
export function espocrmFiles(
  issuer: Issuer,
  spec: Spec,
  settings: EspocrmSettings,
  where: string,
): RenderedFile[] {
  const { [INTERNAL]: secret = "", ...open } = settings;
  return [
    {
      name: "config-override.php",
      text: phpArrayFile("For EspoCRM's data/config-override.php. Teams are set on the form.", open),
      secret: false,
    },
    {
      name: "config-internal-override.php",
      text: phpArrayFile("For EspoCRM's data/config-internal-override.php. This file holds a secret.", {
        [INTERNAL]: secret,
      }),
      secret: true,
    },
    { name: "espocrm.md", text: formText(issuer, spec, settings, where), secret: true },
  ];
}

function formText({ roles }: Issuer, spec: Spec, settings: EspocrmSettings, where: string): string {
  const rows = Object.entries(settings).map(([key, value]) => [
    ESPOCRM_LABELS[key] ?? codeSpan(key),
    codeSpan(shown(value)),
  ]);
  return `# EspoCRM: the form for ${where}

This file holds a client secret. Delete it once it is entered.

Administration > Authentication

${markdownTable(["Field", "Value"], [...rows, ...(roles.entries.length > 0 ? [["OIDC Sync Teams", codeSpan("yes")]] : [])])}
The field OIDC Authorization Redirect URI shows ${codeSpan(espocrmRedirectUri(spec))}: where it shows another, put Site URL right
under Administration > Settings. OIDC UserInfo Endpoint stays empty: the ID token holds all.
${teamsText(roles)}`;
}

const shown = (value: PhpValue): string =>
  typeof value === "boolean" ? (value ? "yes" : "no") : typeof value === "string" ? value : value.join(", ");

function teamsText({ entries }: IssuerRoles): string {
  if (entries.length === 0) return "";
  return `
## OIDC Teams

Pick each team that EspoCRM has, and write beside it what stands here into the column Group:

${markdownTable(
  ["Team (as it is called there)", "Group"],
  entries.map(({ role, value }) => [codeSpan(role), codeSpan(value)]),
)}`;
}
