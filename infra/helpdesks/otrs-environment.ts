// The settings once more, by the purpose of the vendor's environment variables. Their names are blank
// in the vendor's text, so none stands here.

import { codeSpan, markdownTable } from "./markdown.ts";
import type { OtrsSettings } from "./otrs-settings.ts";

interface Variable {
  readonly purpose: string;
  /** Key in Config.pm, below the interface's prefix; an array names an entry of a hash. */
  readonly key: string | readonly [string, string];
  /** The vendor's, as Markdown. */
  readonly default: string;
  readonly mandatory: boolean;
  readonly secret?: true;
}

const NONE = "none";

const AGENTS: readonly Variable[] = [
  ...shared("AuthModule::OIDC", "Keycloak::API::Credentials::User", {
    realm: "Keycloak realm of the agents",
    role: "Role that marks a person as an agent",
    roleKey: "AgentRole",
  }),
  {
    purpose: "Do not sync agents' roles at login",
    key: "AuthSyncModule::OIDC::DisableUserRolesSync",
    default: NONE,
    mandatory: false,
  },
  synced("User map: first name", "UserFirstname", "`given_name`"),
  synced("User map: last name", "UserLastname", "`family_name`"),
  synced("User map: email", "UserEmail", "blank in the vendor's text"),
];

const CUSTOMERS: readonly Variable[] = shared(
  "Customer::AuthModule::OIDC",
  "Keycloak::API::Credentials::CustomerUser",
  {
    realm: "Keycloak realm of the customer users",
    role: "Role that marks a person as a customer",
    roleKey: "CustomerUserRole",
  },
);

/** The whole of `environment.md`; it holds no secret. */
export function environmentText(agents: OtrsSettings, customers: OtrsSettings): string {
  return `# OTRS's environment variables for Keycloak

OTRS takes these values from environment variables as well as from Config.pm. The names of the variables
are blank in the text that this was made from: look them up in OTRS's manual by their purpose. The
\`CustomerUser\` backend with its Map has no variable in the vendor's tables and stays in Config.pm.

## Agents

${table(AGENTS, agents)}
## Customer users

${table(CUSTOMERS, customers)}`;
}

function shared(
  prefix: string,
  api: string,
  text: { readonly realm: string; readonly role: string; readonly roleKey: string },
): Variable[] {
  const row = (purpose: string, key: string, mandatory: boolean, fallback = NONE): Variable => ({
    purpose,
    key,
    default: fallback,
    mandatory,
  });
  return [
    row("Keycloak's URL", `${prefix}::Authority`, true),
    row("URL for OTRS's own calls to Keycloak (back end)", `${prefix}::BackendAuthority`, false),
    row(text.realm, `${prefix}::Realm`, true),
    row("Client id for handling tokens", `${prefix}::ClientID`, true),
    row(text.role, `${prefix}::${text.roleKey}`, true),
    row("Client id with access to the endpoints", `${api}::ClientID`, true),
    { ...row("Secret of that client", `${api}::ClientSecret`, true), secret: true },
    row(
      "URL to redirect to after login (as the vendor words it)",
      `${prefix}::PostLogoutRedirectURL`,
      false,
      "FQDN",
    ),
    row("Check the token remotely at every request", `${prefix}::Token::EnableRemoteCheck`, false),
  ];
}

function synced(purpose: string, entry: string, fallback: string): Variable {
  return { purpose, key: ["AuthSyncModule::OIDC::UserSyncMap", entry], default: fallback, mandatory: false };
}

function table(variables: readonly Variable[], settings: OtrsSettings): string {
  return markdownTable(
    ["Purpose", "Value", "Vendor's default", "Mandatory", "Key in Config.pm"],
    variables.map((variable) => [
      variable.purpose,
      valueText(variable, settings),
      variable.default,
      variable.mandatory ? "yes" : "no",
      codeSpan(typeof variable.key === "string" ? variable.key : variable.key.join(" / ")),
    ]),
  );
}

function valueText({ key, secret }: Variable, settings: OtrsSettings): string {
  if (secret) return "see Config.pm";
  const [name, entry] = typeof key === "string" ? [key, undefined] : key;
  const setting = settings[name];
  const value = typeof setting === "object" ? setting[entry ?? ""] : setting;
  // The vendor says what 1 does and is silent on 0.
  if (value === undefined || value === false) return "leave unset";
  return codeSpan(value === true ? "1" : value);
}
