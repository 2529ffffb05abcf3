// The spec's shape. The JSON Schema for editors comes from these same types.

import { z } from "zod";
import {
  attributeValue,
  baseUrl,
  clientId,
  duration,
  email,
  locale,
  origin,
  realmName,
  redirectUri,
  roleName,
  secret,
  text,
} from "./fields.ts";

const count = (minimum: number, maximum: number) => z.int().min(minimum).max(maximum);
const flag = (description: string) => z.boolean().optional().describe(description);

const profileRoles = z.array(z.enum(["admin", "user"])).optional();

const attribute = z.strictObject({
  displayName: text().optional().describe("Label in Keycloak's forms"),
  required: flag("Whether the attribute must be filled in"),
  view: profileRoles.describe("Who may read it: admin, user"),
  edit: profileRoles.describe("Who may change it: admin, user"),
  multivalued: flag("Whether a person can have several values"),
  maxLength: count(1, 2048).optional().describe("Longest value in characters (default 255)"),
});

const user = z.strictObject({
  firstName: text().optional(),
  lastName: text().optional(),
  email: email().optional(),
  emailVerified: flag(
    "Whether the address counts as verified (default true: an administrator vouches for it)",
  ),
  enabled: flag("false keeps the person and bars the login. People are never deleted"),
  roles: z.array(roleName()).optional().describe("Roles of the client otrs-app"),
  attributes: z
    .record(z.string(), z.union([attributeValue(), z.array(attributeValue()).min(1)]))
    .optional()
    .describe("Values of attributes; a list gives several"),
  temporaryPassword: secret({ vault: false })
    .optional()
    .describe("First password, by reference; Keycloak asks to change it"),
});

const uris = {
  redirectUris: z.array(redirectUri()).min(1).optional().describe("Exact callback addresses"),
  webOrigins: z.array(origin()).optional().describe("Origins whose pages may call Keycloak"),
  postLogoutRedirectUris: z
    .array(redirectUri())
    .min(1)
    .optional()
    .describe("Exact addresses after a logout; the first is written into the helpdesk's configuration"),
};

const clients = z.strictObject({
  app: z
    .strictObject({
      clientId: clientId().optional().describe("Default otrs-app"),
      name: text().optional(),
      access: z.enum(["public", "confidential"]).optional(),
      pkce: z.enum(["S256", "optional"]).optional().describe("S256 demands a challenge at each login"),
      ...uris,
    })
    .optional()
    .describe("Client of the helpdesk's pages, for people"),
  api: z
    .strictObject({
      clientId: clientId().optional().describe("Default otrs-api"),
      name: text().optional(),
      ...uris,
    })
    .optional()
    .describe("Client of the helpdesk's server, for user management"),
});

const bruteForce = z.union([
  z.boolean(),
  z.strictObject({
    permanentLockout: flag("Lock until an administrator unlocks"),
    maxLoginFailures: count(1, 1000).optional(),
    waitIncrement: duration().optional(),
    maxWait: duration().optional(),
    failureReset: duration().optional(),
    quickLoginCheckMilliSeconds: count(1, 60_000).optional(),
    quickLoginWait: duration().optional(),
  }),
]);

const smtp = z.strictObject({
  host: text(),
  port: count(1, 65_535).optional(),
  from: email(),
  fromDisplayName: text().optional(),
  replyTo: email().optional(),
  replyToDisplayName: text().optional(),
  envelopeFrom: email().optional(),
  starttls: flag("TLS after a start in clear"),
  ssl: flag("TLS from the first byte"),
  auth: z.strictObject({ username: text(), password: secret({ vault: true }) }).optional(),
});

/** What both realms can be told, each for itself or once under `shared`. */
const realmSettings = {
  displayName: text().optional(),
  displayNameHtml: text().optional(),
  frontendUrl: baseUrl().optional().describe("Fixed public URL of Keycloak for the realm"),
  sslRequired: z.enum(["external", "all", "none"]).optional(),
  passwordPolicy: text().optional().describe("Keycloak's policy language, for example length(12)"),
  login: z
    .strictObject({
      resetPassword: flag("'Forgot password' on the login page"),
      rememberMe: flag("'Remember me' on the login page"),
      verifyEmail: flag("Ask for a proof of the address at the first login"),
      withEmail: flag("Whether the address works as a user name"),
      editUsername: flag("Whether people may rename themselves"),
    })
    .optional(),
  themes: z
    .strictObject({
      login: text().optional(),
      account: text().optional(),
      admin: text().optional(),
      email: text().optional(),
    })
    .optional(),
  locales: z.strictObject({ supported: z.array(locale()).min(1), default: locale() }).optional(),
  smtp: smtp.optional(),
  tokens: z
    .strictObject({
      accessToken: duration().optional(),
      code: duration().optional(),
      login: duration().optional().describe("Time for the whole login"),
      loginAction: duration().optional().describe("Time for one step, such as changing a password"),
      userAction: duration().optional().describe("Validity of links that people ask for"),
      adminAction: duration().optional().describe("Validity of links that administrators send"),
      revokeRefreshToken: flag("A refresh token works once"),
      refreshTokenMaxReuse: count(0, 1000).optional(),
    })
    .optional(),
  sessions: z
    .strictObject({
      idle: duration().optional(),
      max: duration().optional(),
      idleRememberMe: duration().optional(),
      maxRememberMe: duration().optional(),
      clientIdle: duration().optional(),
      clientMax: duration().optional(),
      offlineIdle: duration().optional(),
      offlineMax: duration().optional().describe("Without it, an offline session has no maximum"),
    })
    .optional(),
  bruteForce: bruteForce.optional(),
};

const realm = z.strictObject({
  realm: realmName().optional(),
  ...realmSettings,
  loginRole: roleName().optional().describe("Role without which the helpdesk lets nobody in"),
  roles: z.array(roleName()).optional().describe("Further roles of otrs-app, spelt as in the helpdesk"),
  username: z
    .strictObject({ minLength: count(1, 255).optional(), maxLength: count(1, 255).optional() })
    .optional()
    .describe("Length of user names"),
  unmanagedAttributes: z.enum(["ENABLED", "ADMIN_EDIT", "ADMIN_VIEW", "DISABLED"]).optional(),
  attributes: z
    .record(z.string(), attribute.nullable())
    .optional()
    .describe("Attributes of people beyond Keycloak's own"),
  clients: clients.optional(),
  users: z.record(z.string(), user).optional().describe("People to create at first, by user name"),
});

/** The whole spec. */
export const specSchema = z.strictObject({
  helpdesk: z.literal("otrs").describe("Product"),
  url: baseUrl().describe("Public URL of the helpdesk, with its path"),
  backendUrl: baseUrl()
    .optional()
    .describe("URL on which the helpdesk's server reaches Keycloak, if not the public one"),
  config: z
    .strictObject({
      remoteCheck: flag("OTRS asks Keycloak about the token at each request"),
      roleSync: flag("OTRS takes an agent's roles from Keycloak at each login (default true)"),
    })
    .optional()
    .describe("Choices in the helpdesk's own configuration"),
  shared: z.strictObject(realmSettings).optional().describe("Settings of both realms; a realm's own win"),
  agents: realm.optional(),
  customers: realm.optional(),
});

/** A valid spec: durations in seconds, URLs without a slash at the end, secrets as references. */
export type Spec = z.infer<typeof specSchema>;
export type RealmSpec = z.infer<typeof realm>;
export type SharedSpec = NonNullable<Spec["shared"]>;
export type AttributeSpec = z.infer<typeof attribute>;
export type UserSpec = z.infer<typeof user>;
