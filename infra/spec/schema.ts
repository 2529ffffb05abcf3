// The spec's shape. The JSON Schema for editors comes from these same types.

import { z } from "zod";
import { MODEL_RULE_CODES } from "../policy/codes.ts";
import { ephemeral, ephemeralOfSeveral } from "./ephemeral.ts";
import {
  baseUrl,
  clientId,
  day,
  duration,
  email,
  helpdeskKey,
  locale,
  origin,
  realmName,
  redirectUri,
  roleName,
  secret,
  text,
} from "./fields.ts";
import { identityProviders, identityProvidersOfSeveral } from "./identity-providers.ts";
import { PRODUCTS, REALM_KEYS } from "./layout.ts";
import { ldap } from "./ldap.ts";
import { user, userOfSeveral } from "./user.ts";

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
      clientId: clientId().optional().describe("Default otrs-app, or the product's name"),
      name: text().optional().describe("Name in the console"),
      access: z
        .enum(["public", "confidential"])
        .optional()
        .describe("OTRS: public (default) has no secret; it has no place for one"),
      pkce: z.enum(["S256", "optional"]).optional().describe("OTRS: S256 demands a challenge at each login"),
      ...uris,
    })
    .optional()
    .describe("Client of the helpdesk's pages, for people"),
  api: z
    .strictObject({
      clientId: clientId().optional().describe("Default otrs-api"),
      name: text().optional().describe("Name in the console"),
      ...uris,
    })
    .optional()
    .describe("OTRS: client of the helpdesk's server, for user management"),
});

const bruteForce = z.union([
  z.boolean(),
  z.strictObject({
    permanentLockout: flag("Lock until an administrator unlocks"),
    maxLoginFailures: count(1, 1000).optional().describe("Failures before the account waits (default 30)"),
    waitIncrement: duration().optional().describe("Wait after that many failures (default 1m)"),
    maxWait: duration().optional().describe("Longest wait (default 15m)"),
    failureReset: duration().optional().describe("After this time failures are forgotten (default 12h)"),
    quickLoginCheckMilliSeconds: count(1, 60_000)
      .optional()
      .describe("Two failures within this time are a machine (default 1000)"),
    quickLoginWait: duration().optional().describe("Wait after that (default 1m)"),
  }),
]);

const smtp = z.strictObject({
  host: text().describe("Mail server"),
  port: count(1, 65_535).optional().describe("Default 465 with ssl, 587 with starttls, else 25"),
  from: email().describe("Address of the sender"),
  fromDisplayName: text().optional().describe("Name of the sender"),
  replyTo: email().optional().describe("Address for answers"),
  replyToDisplayName: text().optional().describe("Name for answers"),
  envelopeFrom: email().optional().describe("Address for bounces"),
  starttls: flag("TLS after a start in clear"),
  ssl: flag("TLS from the first byte"),
  auth: z
    .strictObject({
      username: text().describe("Account at the mail server"),
      password: secret({ vault: true }).describe(
        "By reference: ${secret:NAME}, ${env:NAME} or ${vault.NAME}",
      ),
    })
    .optional()
    .describe("Login at the mail server"),
});

/** What both realms can be told, each for itself or once under `shared`. */
const realmSettings = {
  displayName: text().optional().describe("Name of the realm for people"),
  displayNameHtml: text().optional().describe("Heading of the login page, as HTML"),
  frontendUrl: baseUrl().optional().describe("Fixed public URL of Keycloak for the realm"),
  sslRequired: z
    .enum(["external", "all", "none"])
    .optional()
    .describe("Who needs TLS: external addresses (default), all, none"),
  passwordPolicy: text().optional().describe("Keycloak's policy language, for example length(12)"),
  login: z
    .strictObject({
      resetPassword: flag("'Forgot password' on the login page"),
      rememberMe: flag("'Remember me' on the login page"),
      verifyEmail: flag("Ask for a proof of the address at the first login"),
      withEmail: flag("Whether the address works as a user name"),
      editUsername: flag("Whether people may rename themselves"),
    })
    .optional()
    .describe("What the login page offers"),
  themes: z
    .strictObject({
      login: text().optional().describe("Theme of the login pages"),
      account: text().optional().describe("Theme of the account pages"),
      admin: text().optional().describe("Theme of the console"),
      email: text().optional().describe("Theme of mails"),
    })
    .optional()
    .describe("Names of themes; without one, the server's own"),
  locales: z
    .strictObject({
      supported: z.array(locale()).min(1).describe("Language tags, such as de or pt-BR"),
      default: locale().describe("One of the supported"),
    })
    .optional()
    .describe("Languages of the login pages"),
  smtp: smtp.optional().describe("Mail server for passwords that were forgotten and the like"),
  tokens: z
    .strictObject({
      accessToken: duration().optional().describe("Lifetime of access tokens (default 5m)"),
      code: duration().optional().describe("Time in which the helpdesk redeems a code (default 1m)"),
      login: duration().optional().describe("Time for the whole login"),
      loginAction: duration().optional().describe("Time for one step, such as changing a password"),
      userAction: duration().optional().describe("Validity of links that people ask for"),
      adminAction: duration().optional().describe("Validity of links that administrators send"),
      revokeRefreshToken: flag("A refresh token works once"),
      refreshTokenMaxReuse: count(0, 1000)
        .optional()
        .describe("How often a refresh token may be used again (default 0)"),
    })
    .optional()
    .describe("Lifetimes of tokens and codes"),
  sessions: z
    .strictObject({
      idle: duration().optional().describe("A session ends when idle for so long (default 30m)"),
      max: duration().optional().describe("A session ends after so long (default 10h)"),
      idleRememberMe: duration().optional().describe("The same with 'remember me'"),
      maxRememberMe: duration().optional().describe("The same with 'remember me'"),
      clientIdle: duration().optional().describe("A client's session, if shorter"),
      clientMax: duration().optional().describe("A client's session, if shorter"),
      offlineIdle: duration()
        .optional()
        .describe("An offline session ends when idle for so long (default 30d)"),
      offlineMax: duration().optional().describe("Without it, an offline session has no maximum"),
    })
    .optional()
    .describe("Lifetimes of sessions"),
  bruteForce: bruteForce
    .optional()
    .describe("Waits after failed logins: true (default), false, or the details"),
};

const realm = z.strictObject({
  realm: realmName().optional().describe("Name of the realm"),
  ...realmSettings,
  loginRole: roleName().optional().describe("OTRS: role without which the helpdesk lets nobody in"),
  roles: z
    .array(roleName())
    .optional()
    .describe("Roles that the helpdesk reads, spelt as there; EspoCRM: its teams"),
  username: z
    .strictObject({
      minLength: count(1, 255).optional().describe("Default 3"),
      maxLength: count(1, 255).optional().describe("Default 255"),
    })
    .optional()
    .describe("Length of user names"),
  unmanagedAttributes: z
    .enum(["ENABLED", "ADMIN_EDIT", "ADMIN_VIEW", "DISABLED"])
    .optional()
    .describe("Attributes that the profile does not declare (default: OTRS ENABLED, else DISABLED)"),
  attributes: z
    .record(z.string(), attribute.nullable())
    .optional()
    .describe("Attributes of people beyond Keycloak's own"),
  clients: clients.optional().describe("The helpdesk's clients"),
  users: z.record(z.string(), user).optional().describe("People to create at first, by user name"),
  ldap: ldap.optional().describe("Directory that people come from"),
  identityProviders: identityProviders.optional().describe("Providers that people may log in by, by alias"),
});

const exception = z.strictObject({
  rule: z.enum(MODEL_RULE_CODES).describe("Code of the rule, as deskrealm audit names it"),
  realm: z.enum(REALM_KEYS).optional().describe("Only in this realm; else in all"),
  value: text()
    .optional()
    .describe("Only this entry of a list, such as one redirect URI, or this person, attribute or client"),
  reason: text().describe("Why it is let stand, for whoever reads the audit"),
  until: day().describe("Last day on which it holds, such as 2027-01-31"),
});

const policy = z.strictObject({
  environment: z
    .enum(["production", "staging", "development"])
    .optional()
    .describe("Where findings weigh less than in production (default)"),
  exceptions: z.array(exception).optional().describe("What the audit finds and lets stand until a day"),
});

/** Choices on the helpdesk's side. `rules-product.ts` says which product has which. */
const config = z.strictObject({
  remoteCheck: flag("OTRS asks Keycloak about the token at each request"),
  roleSync: flag("OTRS takes an agent's roles from Keycloak at each login (default true)"),
  discoveryTtl: duration()
    .optional()
    .describe("OTOBO: how long it keeps what Keycloak says of itself (default 30m)"),
  logIdToken: flag("OTOBO writes each ID token into its log: for a search for errors only"),
  agentsAppId: count(1, 1_000_000_000)
    .optional()
    .describe("Deskpro: APP_ID of the agents' app, known once it is installed there"),
  usersAppId: count(1, 1_000_000_000)
    .optional()
    .describe("Deskpro: APP_ID of the users' app, known once it is installed there"),
  version: z
    .enum(["7.3", "8", "9", "10"])
    .optional()
    .describe("EspoCRM: from 10 on it sends a challenge (PKCE)"),
  createUsers: flag("EspoCRM makes a user at the first login (default false)"),
  syncUsers: flag("EspoCRM takes name, address and phone number from Keycloak at each login (default false)"),
  usernameClaim: z
    .enum(["sub", "preferred_username", "email"])
    .optional()
    .describe("EspoCRM, OTOBO: claim that is the user name there (default: EspoCRM sub, OTOBO email)"),
  usernameLength: count(50, 255)
    .optional()
    .describe("EspoCRM: length that its field userName was made (default 50)"),
  allowFallback: flag("EspoCRM lets regular users log in with its own passwords, too (default false)"),
  allowAdminUser: flag("EspoCRM lets its administrators log in by Keycloak (default false)"),
});

/** The whole spec. */
export const specSchema = z.strictObject({
  helpdesk: z.enum(PRODUCTS).describe("Product"),
  url: baseUrl().describe("Public URL of the helpdesk, with its path"),
  backendUrl: baseUrl()
    .optional()
    .describe("OTRS: URL on which the helpdesk's server reaches Keycloak, if not the public one"),
  interfaces: z
    .array(z.enum(["agents", "customers"]))
    .min(1)
    .optional()
    .describe("Which of the helpdesk's two interfaces log in by Keycloak (default both)"),
  config: config.optional().describe("Choices in the helpdesk's own configuration"),
  policy: policy.optional().describe("How deskrealm audit judges the realms"),
  shared: z.strictObject(realmSettings).optional().describe("Settings of all realms; a realm's own win"),
  agents: realm.optional().describe("The agents' realm, by default otrs-agents or the like"),
  customers: realm
    .optional()
    .describe("The customer users' realm, by default otrs-customer-users or the like"),
  people: realm
    .optional()
    .describe("One realm for agents and customers, in the place of two; not for OTRS and EspoCRM"),
  ephemeral: ephemeral.optional().describe("Who is there in test realms, and in no others"),
});

const { loginRole, roles, clients: _, ...ofAll } = realm.shape;
const ofHelpdesk = z
  .strictObject({ loginRole, roles, clients: clients.optional().describe("The helpdesk's clients there") })
  .optional();

/** The realm's own where several helpdesks share it. */
const sharedRealm = z.strictObject({
  ...ofAll,
  users: z.record(z.string(), userOfSeveral).optional().describe("People to create at first, by user name"),
  identityProviders: identityProvidersOfSeveral
    .optional()
    .describe("Providers that people may log in by, by alias"),
});

const single = specSchema.shape;

/** A spec of several helpdesks for the same people. */
export const severalSchema = z.strictObject({
  helpdesks: z
    .array(
      z.strictObject({
        helpdesk: single.helpdesk,
        url: single.url,
        key: helpdeskKey().optional().describe("Name of the helpdesk in this spec (default: the product's)"),
        backendUrl: single.backendUrl,
        interfaces: single.interfaces,
        config: single.config,
        agents: ofHelpdesk.describe("What is this helpdesk's in the agents' realm"),
        customers: ofHelpdesk.describe("What is this helpdesk's in the customers' realm"),
        people: ofHelpdesk.describe("What is this helpdesk's in the realm for everybody"),
      }),
    )
    .min(1)
    .describe("Several helpdesks for the same people, in the place of helpdesk and url"),
  policy: single.policy,
  shared: single.shared,
  agents: sharedRealm.optional().describe("The agents' realm (default helpdesk-agents)"),
  customers: sharedRealm.optional().describe("The customers' realm (default helpdesk-customers)"),
  people: sharedRealm.optional().describe("One realm for agents and customers, in the place of two"),
  ephemeral: ephemeralOfSeveral.optional().describe("Who is there in test realms, and in no others"),
});

/** For what asks by a place alone what stands there. */
export const anySpecSchema = z.union([specSchema, severalSchema]);

/** A valid spec: durations in seconds, URLs without a slash at the end, secrets as references. */
export type Spec = z.infer<typeof specSchema>;
export type SeveralSpec = z.infer<typeof severalSchema>;
export type RealmSpec = z.infer<typeof realm>;
export type PolicySpec = z.infer<typeof policy>;
export type SharedSpec = NonNullable<Spec["shared"]>;
export type AttributeSpec = z.infer<typeof attribute>;
