// Deskpro's side of the realms: what is entered into the form of each of its apps, and what is left to do.

import type { RealmKey, RealmModel, SingleModel } from "../model/types.ts";
import type { Spec } from "../spec/schema.ts";
import { type App, appIdOf, callbacksOf, PEOPLE } from "./deskpro-callbacks.ts";
import { deskproNotices, deskproSteps } from "./deskpro-steps.ts";
import { type Issuer, keycloakIssuer } from "./issuer.ts";
import { codeSpan, markdownTable } from "./markdown.ts";
import { interfacesOf } from "./standard.ts";
import type { RenderedFile, RenderFacts, Rendering } from "./types.ts";

/**
 * Renders what is entered in Deskpro; pure. `Deskpro.md` holds the secrets, nothing else does.
 *
 * @throws Failure `secret-missing` where the facts lack the secret of a client.
 */
export function renderDeskpro(model: SingleModel, spec: Spec, facts: RenderFacts): Rendering {
  const apps = appsOf(model, spec);
  const doors = apps.map((app) => ({ ...app, issuer: keycloakIssuer(app.key, app.realm, facts) }));
  return {
    files: [deskproFile(doors, model.url)],
    steps: deskproSteps(apps, model.url),
    notices: deskproNotices(apps, model),
  };
}

/** An app with who lets people in there. */
export interface DeskproDoor extends App {
  readonly issuer: Issuer;
}

export function deskproFile(doors: readonly DeskproDoor[], url: string): RenderedFile {
  const text = `# OpenID Connect in Deskpro

This text holds secrets.

${doors.map((door) => form(door, url)).join("\n")}`;
  return { name: "Deskpro.md", text, secret: true };
}

/** Agents before users. */
export function appsOf({ realms }: SingleModel, spec: Spec): App[] {
  const found = (Object.entries(realms) as [RealmKey, RealmModel][]).flatMap(([key, realm]) =>
    interfacesOf(key, spec).map((at) => ({ at, key, realm, id: appIdOf(spec, at) })),
  );
  return found.toSorted((a, b) => a.at.localeCompare(b.at));
}

function form({ at, realm, id, issuer }: DeskproDoor, url: string): string {
  const app = realm.clients["app"];
  const callbacks = id === undefined ? [] : callbacksOf(url, at, id);
  const rows = (values: Readonly<Record<string, string>>) => Object.entries(values);
  return `## App for ${PEOPLE[at]}

${markdownTable(
  ["Field in Deskpro", "Value"],
  rows({
    "Single Sign On Identity": codeSpan(`${issuer.slug}-${PEOPLE[at]}`),
    "Login Button Text": codeSpan(issuer.button),
    "Provider URL": codeSpan(issuer.issuer),
    "Client ID": codeSpan(issuer.clientId),
    "Client Secret": codeSpan(issuer.clientSecret),
  }),
)}
${issuer.title} has, and Deskpro's form shows or implies:

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
