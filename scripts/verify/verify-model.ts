// Whether the realms do what the model promises, tried from outside: real logins, real API calls.

import { AdminClient, adminPath } from "../../infra/admin/client.ts";
import type { Connection } from "../../infra/admin/connection.ts";
import type { HelpdeskLogin } from "../../infra/helpdesks/types.ts";
import { atTime } from "../../infra/model/at-time.ts";
import { ascending } from "../../infra/model/canonical.ts";
import { helpdeskOf, helpdesksOf, isSeveral, modelOfHelpdesk, partOf } from "../../infra/model/helpdesks.ts";
import type { Model, RealmKey, RealmModel } from "../../infra/model/types.ts";
import { fetchFor } from "../login/fetch.ts";
import { checkApi } from "./api-checks.ts";
import { type CheckResult, type Checks, Untrue } from "./check.ts";
import { checkDirectories } from "./directory-checks.ts";
import { checkPerson, type DirectoryPerson } from "./directory-person.ts";
import { checkChallenge, checkLogin, checkPassword } from "./login-checks.ts";
import { inOwnRealms, type OwnOptions } from "./own-realms.ts";
import { makeProbe, removeProbe, sweepProbes } from "./probe.ts";
import { checkRefusals } from "./refusal-checks.ts";
import { refuseWriting } from "./refuse-writing.ts";
import { readSecret } from "./secret.ts";
import { checkSession, withoutWildcard } from "./session-checks.ts";
import type { Subject } from "./subject.ts";
import { checkTokens } from "./token-checks.ts";

export interface VerifyOptions extends OwnOptions {
  /** How the helpdesk logs people in. */
  readonly logins: readonly HelpdeskLogin[];
  /** A person of a realm's directory who is to log in. */
  readonly people?: Readonly<Partial<Record<RealmKey, DirectoryPerson>>>;
}

/** What of the world it touches beyond the server. */
export interface VerifyContext {
  readonly now: () => Date;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes all checks, the realms side by side, and removes what it made. A check that fails stops only
 * those that need what it was to find out.
 *
 * @throws AdminFailure where the server cannot be read at all.
 */
export async function verifyModel(
  model: Model,
  connection: Connection,
  options: VerifyOptions,
  { now, signal }: VerifyContext,
): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  // One after the other: they share the realms, and a probe is of one helpdesk.
  for (const helpdesk of Object.keys(helpdesksOf(model))) {
    const own = modelOfHelpdesk(atTime(model, now()), helpdesk);
    const logins = options.logins
      .filter(({ client }) => helpdeskOf(model, client) === helpdesk)
      .map((login) => ({ ...login, client: partOf(login.client) }));
    const found = await inOwnRealms(own, connection, options, signal, (checks, admin, realm, key) => {
      const here = logins.filter((login) => login.realm === key);
      return verifyRealm(checks, admin, realm, here, options.people?.[key], { now, signal });
    });
    results.push(...(isSeveral(model) ? found.map((one) => ({ ...one, helpdesk })) : found));
  }
  return results;
}

async function verifyRealm(
  checks: Checks,
  admin: AdminClient,
  model: RealmModel,
  logins: readonly HelpdeskLogin[],
  person: DirectoryPerson | undefined,
  { now, signal }: VerifyContext,
): Promise<void> {
  const fetch = fetchFor(admin.connection, signal);
  const issuer = await checks.try("discovery", "the realm's discovery document names its issuer", () =>
    findIssuer(admin, model, fetch),
  );
  await checkDirectories(checks, admin, model);
  const made: string[] = [];
  try {
    const probe = await checks.try("probe", "a person who fills in the profile can be made", async () => {
      await refuseWriting(admin, model.realm);
      // Where a directory does not answer, Keycloak finds nobody at all, those of the realm included.
      await sweepProbes(admin, model.realm, now());
      return makeProbe(admin, model, now(), (id) => made.push(id));
    });
    if (probe === undefined || issuer === undefined) return;
    const about = { admin, fetch, model, issuer, probe };
    // Where one interface's address is known, another one's that is not has not been set up yet.
    const anyAddress = logins.every(({ redirectUri }) => redirectUri === null);
    const subjects = logins.map((login) => subjectOf(about, login, anyAddress));
    // Those that can log in come first: most checks hang on the first login.
    const [first, ...others] = (await Promise.all(subjects)).toSorted(
      (a, b) => Number(a.redirectUri === undefined) - Number(b.redirectUri === undefined),
    );
    if (first !== undefined) await checkAll(checks, first, person, signal);
    for (const subject of others) await checkTokens(checks, subject, await checkLogin(checks, subject));
  } finally {
    // Not with the caller's signal: an interrupted run cleans up, too.
    using cleaner = new AdminClient(admin.connection);
    for (const id of made) await removeProbe(cleaner, model.realm, id);
  }
}

async function subjectOf(
  about: Omit<Subject, "app" | "secret" | "redirectUri" | "login">,
  login: HelpdeskLogin,
  anyAddress: boolean,
): Promise<Subject> {
  const { model, admin } = about;
  const app = model.clients[login.client];
  if (app === undefined)
    throw new TypeError(`The model of realm ${model.realm} has no client ${login.client}.`);
  const registered = app.redirectUris.toSorted(ascending)[0];
  const fallback = anyAddress && registered !== undefined ? withoutWildcard(registered) : undefined;
  const redirectUri = login.redirectUri ?? fallback;
  return { ...about, login, app, redirectUri, secret: await readSecret(admin, model.realm, app) };
}

/** The login with all that hangs on it. */
async function checkAll(
  checks: Checks,
  subject: Subject,
  person: DirectoryPerson | undefined,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { model } = subject;
  const { api } = model.clients;
  const login = await checkLogin(checks, subject);
  await checkChallenge(checks, subject, login);
  const own = await checkTokens(checks, subject, login);
  await checkSession(checks, subject, login, own);
  await checkRefusals(checks, subject, login);
  if (person !== undefined) await checkPerson(checks, subject, model, person);
  if (api !== undefined) await checkApi(checks, subject, api, signal);
  await checkPassword(checks, subject, login);
}

async function findIssuer(
  admin: AdminClient,
  { realm, frontendUrl }: RealmModel,
  fetch: ReturnType<typeof fetchFor>,
): Promise<string> {
  // Keycloak publishes the document of a realm that is switched off, too.
  const { enabled } = await admin.get<{ enabled?: boolean }>(adminPath`/realms/${realm}`);
  if (enabled !== true) throw new Untrue("the realm is switched off", "switch it on with `up`");
  const { url } = admin.connection;
  const answer = await fetch(
    `${url}/realms/${encodeURIComponent(realm)}/.well-known/openid-configuration`,
    {},
  );
  if (answer.status !== 200)
    throw new Untrue(`it answers with ${answer.status}`, "check keycloak:url and keycloak:basePath");
  const { issuer } = (await answer.json()) as { issuer?: string };
  if (issuer === undefined) throw new Untrue("it names no issuer", "check keycloak:url: is that a Keycloak?");
  const base = frontendUrl?.replace(/\/+$/, "");
  if (base === undefined) return issuer;
  const wanted = `${base}/realms/${encodeURIComponent(realm)}`;
  if (issuer !== wanted)
    throw new Untrue(
      `the issuer is ${issuer}, and not ${wanted}`,
      "bring the realm's frontend URL up to the spec with `up`",
    );
  return issuer;
}
