// What has to be set at a provider that a helpdesk talks to by itself, without Keycloak in between.
// Sources: as for the kinds' own steps; authentik's page 'Integrate with osTicket', the article 'Integrating OpenID
// Connect in OTOBO' (Azure AD), Deskpro's 'OpenID Connect setup' and EspoCRM's page on OpenID Connect (Auth0).

import type { IdentityProviderModel } from "../model/identity-provider.ts";
import type { Product } from "../model/types.ts";
import { action, namespace } from "./auth0.ts";
import type { Given } from "./types.ts";
import { bold, code, list, program } from "./words.ts";

/** The helpdesk as a client of the provider. */
export interface DirectClient {
  readonly product: Product;
  /** What people call the helpdesk. */
  readonly name: string;
  readonly provider: IdentityProviderModel;
  /** The helpdesk's own; none: not known yet. */
  readonly redirectUris: readonly string[];
  readonly logoutUris: readonly string[];
  readonly webOrigins: readonly string[];
  /** With `openid`. */
  readonly scopes: readonly string[];
  readonly authentication: "client_secret_basic" | "client_secret_post";
  /** Whether it sends a challenge (S256); `null`: its vendor does not say. */
  readonly pkce: boolean | null;
  /** Claims by which it knows first and last names. */
  readonly names: { readonly firstName: string; readonly lastName: string };
  readonly rolesClaim: string;
  /** What has a meaning in the helpdesk, for values of the claim; empty: it reads none. */
  readonly roles: readonly { readonly value: string; readonly role: string }[];
}

/** Steps in order, as Markdown paragraphs without secrets. */
export function directSteps(given: Given, kind: string, client: DirectClient): string[] {
  const own = { entra, auth0, authentik, keycloak }[kind] ?? oidc;
  return own(given, client);
}

type Steps = (given: Given, client: DirectClient) => string[];

const uris = (values: readonly string[], none: string): string => (values.length === 0 ? none : list(values));
const CALLBACK_LATER = "not known yet; the helpdesk's steps say where it shows";
const callbacks = ({ redirectUris }: DirectClient) => uris(redirectUris, CALLBACK_LATER);
const mapped = ({ roles }: DirectClient) =>
  roles.map(({ value, role }) => `${code(value)} for ${code(role)}`).join("; ");
const secretGoes = `goes where the spec's ${code("clientSecret")} points`;
const standardNames = ({ names }: DirectClient) =>
  names.firstName === "given_name" && names.lastName === "family_name";

const entra: Steps = (_, client) => [
  `In the Entra admin center, under ${bold("App registrations")}, make a registration for ${client.name}, for accounts in ` +
    `this directory only, with redirect URIs of the platform ${bold("Web")}: ${callbacks(client)}`,
  `${bold("Overview")}: the spec's ${code("tenant")} is the Directory (tenant) ID, its ${code("clientId")} the Application ` +
    `(client) ID (now ${code(client.provider.clientId)}).`,
  `${bold("Certificates & secrets")}: make a client secret; its value (not its ID) ${secretGoes}. It ends on the day that ` +
    "is chosen there, and logins with it.",
  `${bold("API permissions")}: Microsoft Graph, delegated: ${list(client.scopes)}. Grant admin consent, or each person is ` +
    "asked at the first login.",
  `${bold("Token configuration")}, optional claims of the ID token: ${code("email")}, ${code("given_name")} and ` +
    `${code("family_name")}. Accounts without a mailbox have no ${code("email")}.`,
  ...(client.roles.length === 0
    ? []
    : client.rolesClaim !== "groups"
      ? [
          `${bold("App roles")}: make them with these values, and assign people and groups to them in the enterprise application: ${mapped(client)}.`,
        ]
      : [
          `${bold("Token configuration")}, groups claim: choose ${bold("Groups assigned to the application")} and the Group ID ` +
            `for ID tokens, and assign the groups to the enterprise application. Groups are named by their object IDs: ` +
            `${mapped(client)}. With all groups, a person of more than 200 gets none in the token.`,
        ]),
  ...(client.logoutUris.length === 0
    ? []
    : [
        `${bold("Authentication")}: where people land after a logout is registered as a redirect URI, too: ${list(client.logoutUris)}`,
      ]),
];

const auth0: Steps = (given, client) => [
  `In Auth0, under ${bold("Applications")}, make a ${bold("Regular Web Application")} for ${client.name}. Its domain, client ` +
    `ID and client secret are the spec's ${code("domain")}, ${code("clientId")} (now ${code(client.provider.clientId)}) and ` +
    `what ${code("clientSecret")} points to.`,
  `${bold("Allowed Callback URLs")}: ${callbacks(client)}`,
  `${bold("Allowed Logout URLs")}: ${uris(client.logoutUris, "none")}`,
  `${bold("Allowed Web Origins")} and ${bold("Allowed Origins (CORS)")}: ${uris(client.webOrigins, "none")}`,
  `${bold("Credentials")}: Authentication Method ` +
    `${client.authentication === "client_secret_basic" ? "Client Secret (Basic)" : "Client Secret (Post)"}. Under advanced ` +
    `settings, ${bold("OAuth")}: JSON Web Token Signature Algorithm RS256, OIDC Conformant on.`,
  ...(client.logoutUris.length === 0
    ? []
    : [
        `Under ${bold("Tenant Settings")}, advanced: ${bold("RP-Initiated Logout End Session Endpoint Discovery")} on.`,
      ]),
  ...(client.roles.length === 0 && standardNames(client)
    ? []
    : [
        `Under ${bold("Actions")}, add a custom Action to the trigger post-login, which brings names and roles as claims with a ` +
          `namespace:${program("js", action(namespace(given), client.rolesClaim))}`,
      ]),
  ...(standardNames(client)
    ? [
        `People need ${code("given_name")} and ${code("family_name")} in their profiles, which people of Auth0's own database ` +
          "do not have by themselves; no Action can set claims of these names.",
      ]
    : []),
  ...(client.roles.length === 0
    ? []
    : [`Under ${bold("User Management")}, make the roles and give them to people: ${mapped(client)}.`]),
  "Close sign-ups (or demand a verified address): the helpdesk believes whatever address a person has signed up with.",
];

const authentik: Steps = ({ spec }, client) => [
  `In authentik's admin interface, make an ${bold("OAuth2/OpenID Provider")} for ${client.name}, of the client type ` +
    `${bold("Confidential")}, and an application with it whose slug is ${code(spec.slug ?? "")}.`,
  `${bold("Redirect URIs")}, strict: ${uris([...client.redirectUris, ...client.logoutUris], CALLBACK_LATER)}`,
  `Client ID and secret are the spec's ${code("clientId")} (now ${code(client.provider.clientId)}) and what ` +
    `${code("clientSecret")} points to.`,
  `${bold("Signing Key")}: choose one of RSA. Without it authentik signs with HS256.`,
  subjectMode(client.product),
  `${bold("Issuer mode")}: each provider has a different issuer, based on the application slug.`,
  `${bold("Scopes")}: ${list(client.scopes)}. ${code("profile")} brings ${code("groups")} along.`,
  `The default scope has the full name as ${code("given_name")} and no ${code("family_name")}: add a scope mapping for ` +
    `${code("profile")} in the place of the default one that has both` +
    (client.names.lastName === "family_name"
      ? `, as ${client.name} asks for ${code("family_name")}.`
      : `, and write ${code("claims: { lastName: family_name }")} in the spec, or the full name is the last name (${code(client.names.lastName)}).`),
  ...(client.roles.length === 0 ? [] : [`Groups of exactly these names: ${mapped(client)}.`]),
];

function subjectMode(product: Product): string {
  const name = bold("Subject mode");
  if (product === "osticket")
    return (
      `${name}: Based on the User's Email, as authentik's page on osTicket has it. A changed email is then another person, so never set it for a provider by which Keycloak logs people in. ` +
      "For osTicket it is one whatever is chosen here, as its plugin reads the address and never the subject: who gets " +
      "another one becomes another end user there, and who gets that of an agent becomes that agent."
    );
  return (
    `${name}: Based on the User's hashed ID, as it is by default. With the email as the subject, whoever gets another ` +
    "address is another person."
  );
}

const keycloak: Steps = ({ spec }, client) => [
  `In the realm ${code(spec.realm ?? "")} of ${code(spec.url ?? "")}, make the client ${code(client.provider.clientId)} for ` +
    `${client.name}: OpenID Connect, client authentication on, standard flow alone.`,
  `${bold("Valid redirect URIs")}: ${callbacks(client)}`,
  `${bold("Valid post logout redirect URIs")}: ${uris(client.logoutUris, "none")}`,
  `${bold("Web origins")}: ${uris(client.webOrigins, "none")}`,
  `Under ${bold("Advanced")}, PKCE method: ${code(client.pkce === true ? "S256" : "none")}.`,
  `${bold("Credentials")}: the client secret ${secretGoes}.`,
  ...(client.roles.length === 0
    ? []
    : [
        `In the client's own scope add a ${bold("Group Membership")} mapper: claim ${code(client.rolesClaim)}, full group path ` +
          `off, in the ID token on. Groups: ${mapped(client)}.`,
      ]),
  "People need email, first and last name there.",
];

const oidc: Steps = ({ spec }, client) => [
  `Register a confidential client ${code(client.provider.clientId)} for ${client.name} at ${code(spec.issuer ?? "")}, for the ` +
    `authorization code flow by ${code(client.authentication)}, with the redirect URIs ${callbacks(client)}`,
  ...(client.logoutUris.length === 0 ? [] : [`Post-logout redirect URIs: ${list(client.logoutUris)}`]),
  `It signs ID tokens with RS256, lets the client ask for ${list(client.scopes)}` +
    `${client.pkce === true ? "" : ", and demands no PKCE challenge"}.`,
  `ID token and userinfo have ${list(["email", client.names.firstName, client.names.lastName])}.`,
  ...(client.roles.length === 0 ? [] : [`The claim ${code(client.rolesClaim)} lists: ${mapped(client)}.`]),
];
