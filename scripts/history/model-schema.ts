// What a file must hold to be taken for a model. Keys that the model gains later get a default here, so that
// older files stay readable.

import { z } from "zod";
import type { PartialModel } from "../../infra/model/canonical.ts";
import type { FederationModel, GroupModel } from "../../infra/model/federation.ts";
import type { BrokerFlowModel, IdentityProviderModel } from "../../infra/model/identity-provider.ts";
import type { ClientModel, RealmModel, UserProfile } from "../../infra/model/types.ts";

const text = z.string();
const optional = z.string().nullable();
const flag = z.boolean();
const number = z.number();
const texts = z.array(z.string());
const settings = z.record(z.string(), z.string());
const mappers = z.record(z.string(), z.strictObject({ type: text, config: settings }));
// What a server shows of a password; a password itself is no model's.
const shownSecret = z.union([
  z.strictObject({ kind: z.literal("hidden") }),
  z.strictObject({ kind: z.literal("vault"), name: text }),
]);

const profile = z.strictObject({
  unmanagedAttributes: z.enum(["DISABLED", "ENABLED", "ADMIN_VIEW", "ADMIN_EDIT"]),
  attributes: z.record(
    z.string(),
    z.strictObject({
      displayName: text,
      requiredFor: z.array(z.enum(["admin", "user"])),
      view: z.array(z.enum(["admin", "user"])),
      edit: z.array(z.enum(["admin", "user"])),
      multivalued: flag,
      group: optional,
      validations: z.record(z.string(), settings),
      annotations: settings,
    }),
  ),
  groups: z.record(z.string(), z.strictObject({ displayHeader: optional, displayDescription: optional })),
}) satisfies z.ZodType<UserProfile>;

const client = z.strictObject({
  clientId: text,
  name: optional,
  enabled: flag,
  access: z.enum(["public", "confidential"]),
  standardFlow: flag,
  implicitFlow: flag,
  directAccessGrants: flag,
  serviceAccount: flag,
  deviceAuthorizationGrant: flag,
  consentRequired: flag,
  fullScopeAllowed: flag,
  pkce: z.enum(["S256", "plain"]).nullable(),
  redirectUris: texts,
  webOrigins: texts,
  postLogoutRedirectUris: texts,
  rootUrl: optional,
  baseUrl: optional,
  adminUrl: optional,
  frontchannelLogout: flag,
  backchannelLogoutUrl: optional,
  idTokenAlgorithm: optional.default(null),
  userinfoAlgorithm: optional.default(null),
  defaultScopes: texts,
  optionalScopes: texts,
  mappers,
  flowOverrides: z.strictObject({ browser: optional, directGrant: optional }),
  roles: z.record(z.string(), z.strictObject({ description: optional, composites: texts })),
  serviceAccountRoles: z.record(z.string(), texts),
}) satisfies z.ZodType<ClientModel>;

const smtp = z.strictObject({
  host: text,
  port: number,
  from: text,
  fromDisplayName: optional,
  replyTo: optional,
  replyToDisplayName: optional,
  envelopeFrom: optional,
  starttls: flag,
  ssl: flag,
  auth: z
    .strictObject({
      username: text,
      password: shownSecret,
    })
    .nullable(),
});

const federation = z.strictObject({
  name: text,
  enabled: flag,
  priority: number,
  vendor: z.enum(["OTHER", "EDIRECTORY", "AD", "RHDS", "TIVOLI"]),
  connectionUrl: text,
  bind: z.strictObject({ dn: text, credential: shownSecret }).nullable(),
  usersDn: text,
  relativeCreateDn: optional,
  usernameAttribute: text,
  rdnAttribute: text,
  uuidAttribute: text,
  objectClasses: texts,
  filter: optional,
  searchScope: z.enum(["ONE_LEVEL", "SUBTREE"]),
  startTls: flag,
  useTruststore: z.enum(["ALWAYS", "ONLY_FOR_LDAPS", "NEVER"]),
  connectionPooling: flag,
  connectTimeout: number.nullable(),
  readTimeout: number.nullable(),
  pagination: flag,
  editMode: z.enum(["READ_ONLY", "WRITABLE", "UNSYNCED"]),
  writableUntil: optional,
  importEnabled: flag,
  syncRegistrations: flag,
  batchSize: number,
  fullSyncPeriod: number.nullable(),
  changedSyncPeriod: number.nullable(),
  cache: z.strictObject({
    policy: z.enum(["DEFAULT", "EVICT_DAILY", "EVICT_WEEKLY", "MAX_LIFESPAN", "NO_CACHE"]),
    evictionDay: number.nullable(),
    evictionHour: number.nullable(),
    evictionMinute: number.nullable(),
    maxLifespan: number.nullable(),
  }),
  trustEmail: flag,
  validatePasswordPolicy: flag,
  usePasswordModifyExtendedOp: flag,
  kerberos: flag,
  kerberosForPasswords: flag,
  kerberosPrincipalAttribute: optional,
  debug: flag,
  mappers,
}) satisfies z.ZodType<FederationModel>;

const group = z.strictObject({
  clientRoles: z.record(z.string(), texts),
}) satisfies z.ZodType<GroupModel>;

const identityProvider = z.strictObject({
  providerId: text,
  displayName: optional,
  enabled: flag,
  hidden: flag,
  linkOnly: flag,
  storeToken: flag,
  trustEmail: flag,
  syncMode: text,
  firstLoginFlow: optional,
  postLoginFlow: optional,
  issuer: optional,
  authorizationUrl: text,
  tokenUrl: text,
  userInfoUrl: optional,
  logoutUrl: optional,
  backchannelLogout: flag,
  validateSignature: flag,
  jwksUrl: optional,
  clientId: text,
  clientAuthentication: text,
  clientSecret: shownSecret,
  scopes: texts,
  pkce: z.enum(["S256", "plain"]).nullable(),
  settings,
  mappers,
}) satisfies z.ZodType<IdentityProviderModel>;

const brokerFlow = z.strictObject({
  steps: z.record(z.string(), z.strictObject({ position: number, requirement: text, config: settings })),
}) satisfies z.ZodType<BrokerFlowModel>;

const realm = z.strictObject({
  realm: text,
  enabled: flag,
  displayName: optional,
  displayNameHtml: optional,
  frontendUrl: optional,
  sslRequired: z.enum(["external", "all", "none"]),
  passwordPolicy: optional,
  login: z.strictObject({
    registrationAllowed: flag,
    registrationEmailAsUsername: flag,
    editUsernameAllowed: flag,
    resetPasswordAllowed: flag,
    rememberMe: flag,
    verifyEmail: flag,
    loginWithEmailAllowed: flag,
    duplicateEmailsAllowed: flag,
    userManagedAccess: flag,
  }),
  themes: z.strictObject({ login: optional, account: optional, admin: optional, email: optional }),
  locales: z.strictObject({ supported: texts, default: text }).nullable(),
  smtp: smtp.nullable(),
  tokens: z.strictObject({
    accessTokenLifespan: number,
    accessCodeLifespan: number,
    accessCodeLifespanLogin: number,
    accessCodeLifespanUserAction: number,
    actionTokenGeneratedByUserLifespan: number,
    actionTokenGeneratedByAdminLifespan: number,
    revokeRefreshToken: flag,
    refreshTokenMaxReuse: number,
  }),
  sessions: z.strictObject({
    ssoSessionIdleTimeout: number,
    ssoSessionMaxLifespan: number,
    ssoSessionIdleTimeoutRememberMe: number,
    ssoSessionMaxLifespanRememberMe: number,
    clientSessionIdleTimeout: number,
    clientSessionMaxLifespan: number,
    offlineSessionIdleTimeout: number,
    offlineSessionMaxLifespanEnabled: flag,
    offlineSessionMaxLifespan: number,
  }),
  bruteForce: z.strictObject({
    enabled: flag,
    permanentLockout: flag,
    maxLoginFailures: number,
    waitIncrementSeconds: number,
    quickLoginCheckMilliSeconds: number,
    minimumQuickLoginWaitSeconds: number,
    maxFailureWaitSeconds: number,
    failureResetTimeSeconds: number,
  }),
  flows: z.strictObject({
    browser: text,
    registration: text,
    directGrant: text,
    resetCredentials: text,
    clientAuthentication: text,
    firstBrokerLogin: text,
  }),
  defaultRoles: texts,
  profile,
  clients: z.record(z.string(), client),
  builtInClientRoles: z.record(z.string(), texts),
  federations: z.record(z.string(), federation).default({}),
  groups: z.record(z.string(), group).default({}),
  identityProviders: z.record(z.string(), identityProvider).default({}),
  brokerFlows: z.record(z.string(), brokerFlow).default({}),
  // Nobody is kept in a snapshot.
  users: z.strictObject({}),
}) satisfies z.ZodType<RealmModel>;

/** The model of realms that were on a server, without people. */
export const modelSchema = z
  .strictObject({
    key: text,
    product: text.optional(),
    url: text.optional(),
    helpdesks: z.record(z.string(), z.strictObject({ product: text, url: text })).optional(),
    realms: z.partialRecord(z.enum(["agents", "customers", "people"]), realm),
  })
  .refine(({ product, url, helpdesks }) => {
    const single = product !== undefined && url !== undefined;
    return single !== (helpdesks !== undefined);
  }) satisfies z.ZodType<PartialModel>;
