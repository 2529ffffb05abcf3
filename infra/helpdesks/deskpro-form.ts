// Deskpro's side of the realms: what is entered into the form of each of its apps, and what is left to do.

import type { Model, RealmKey, RealmModel } from "../model/types.ts";
import type { Spec } from "../spec/schema.ts";
import { appSecret, issuerOf } from "./client-secret.ts";
import { type App, appIdOf, callbacksOf, PEOPLE } from "./deskpro-callbacks.ts";
import { deskproNotices, deskproSteps } from "./deskpro-steps.ts";
import { codeSpan, markdownTable } from "./markdown.ts";
import { interfacesOf } from "./standard.ts";
import type { RenderFacts, Rendering } from "./types.ts";

/**
 * Renders what is entered in Deskpro; pure. `Deskpro.md` holds the secrets, nothing else does.
 *
 * @throws Failure `secret-missing` where the facts lack the secret of a client.
 */
export function renderDeskpro(model: Model, spec: Spec, facts: RenderFacts): Rendering {
  const apps = appsOf(model, spec);
  const text = `# OpenID Connect in Deskpro

This text holds secrets.

${apps.map((app) => form(app, model, facts)).join("\n")}`;
  return {
    files: [{ name: "Deskpro.md", text, secret: true }],
    steps: deskproSteps(apps, model.url),
    notices: deskproNotices(apps, model),
  };
}

/** Agents before users. */
function appsOf({ realms }: Model, spec: Spec): App[] {
  const found = (Object.entries(realms) as [RealmKey, RealmModel][]).flatMap(([key, realm]) =>
    interfacesOf(key, spec).map((at) => ({ at, key, realm, id: appIdOf(spec, at) })),
  );
  return found.toSorted((a, b) => a.at.localeCompare(b.at));
}

function form({ at, key, realm, id }: App, { url }: Model, facts: RenderFacts): string {
  const app = realm.clients["app"];
  const callbacks = id === undefined ? [] : callbacksOf(url, at, id);
  const rows = (values: Readonly<Record<string, string>>) => Object.entries(values);
  return `## App for ${PEOPLE[at]}

${markdownTable(
  ["Field in Deskpro", "Value"],
  rows({
    "Single Sign On Identity": codeSpan(`keycloak-${PEOPLE[at]}`),
    "Login Button Text": codeSpan(realm.displayName ?? "Keycloak"),
    "Provider URL": codeSpan(issuerOf(realm, facts)),
    "Client ID": codeSpan(app?.clientId ?? ""),
    "Client Secret": codeSpan(appSecret(key, realm, facts)),
  }),
)}
Keycloak has, and Deskpro's form shows or implies:

${markdownTable(
  ["In the vendor's words", "Value"],
  [
    ["APP_ID", id === undefined ? "not known yet" : codeSpan(String(id))],
    ...callbacks.map((uri) => ["Allowed Callback URL", codeSpan(uri)]),
    ...(app?.postLogoutRedirectUris ?? []).map((uri) => ["Allowed Logout URL", codeSpan(uri)]),
    ...(app?.webOrigins ?? []).map((origin) => ["Allowed Web Origin", codeSpan(origin)]),
  ],
)}`;
}
