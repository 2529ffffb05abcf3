// The sample model with what tests of renderings vary.

import assert from "node:assert/strict";
import type { OtrsModel } from "../../infra/helpdesks/otrs-model.ts";
import type { RenderFacts, Rendering } from "../../infra/helpdesks/types.ts";
import type { ClientModel, ProfileAttribute, RealmModel } from "../../infra/model/types.ts";
import { sampleModel } from "./sample-model.ts";

export interface RealmSketch {
  readonly realm: string;
  readonly app?: Partial<ClientModel>;
  readonly api?: Partial<ClientModel>;
  readonly roles: readonly string[];
  /** Beyond Keycloak's own four. */
  readonly attributes?: readonly string[];
  readonly settings?: Partial<RealmModel>;
}

const URL = "https://otrs.acme.example";

/** The layout of both realms, without people. */
export function otrsModel(agents: RealmSketch, customers: RealmSketch): OtrsModel {
  const sample = sampleModel();
  return {
    ...sample,
    url: URL,
    realms: {
      agents: realm(sample.realms.agents, agents),
      customers: realm(sample.realms.customers, customers),
    },
  };
}

export const SMALL_AGENTS: RealmSketch = { realm: "otrs-agents", roles: ["Agent", "Admin"] };
export const SMALL_CUSTOMERS: RealmSketch = {
  realm: "otrs-customer-users",
  roles: ["Customer User"],
  attributes: ["customerid", "phone", "city", "contract"],
};

export const SMALL_FACTS: RenderFacts = {
  keycloakUrl: "https://keycloak.acme.example",
  backendUrl: null,
  clientSecrets: { agents: { api: "agents-secret-5Yw0" }, customers: { api: "customers-secret-9Kd3" } },
};

/** What breaks a careless literal of Perl, Markdown or a shell. */
export const NASTY = "O'Brien \\ $x @y Ünï | `z` \\\\' }; die; #";
export const SMALL = otrsModel(SMALL_AGENTS, SMALL_CUSTOMERS);
/** Nasty names everywhere, and every attribute that OTRS knows. */
export const FULL = otrsModel(
  {
    realm: `agents ${NASTY}`,
    roles: [`gate ${NASTY}`, `second ${NASTY}`],
    app: { clientId: `app ${NASTY}` },
    api: { clientId: `api ${NASTY}` },
    attributes: ["phone"],
  },
  {
    realm: `customers ${NASTY}`,
    roles: [`customer ${NASTY}`, "VIP"],
    app: { clientId: `capp ${NASTY}`, access: "confidential" },
    api: { clientId: `capi ${NASTY}` },
    attributes: [
      ...["customerid", "second_customer_ids", "title", "phone", "fax", "mobile", "street", "zip", "city"],
      ...["country", "comment", "userSMIMECertificate", "Vertrag", NASTY, "constructor"],
    ],
  },
);
export const FULL_FACTS: RenderFacts = {
  keycloakUrl: `https://keycloak.example/${NASTY}`,
  backendUrl: `http://keycloak.internal:8080/${NASTY}`,
  clientSecrets: { agents: { api: `s1 ${NASTY}` }, customers: { api: `s2 ${NASTY}\r\n\t\u2028end` } },
};
export const ALL_ON = { enableRemoteCheck: true, disableUserRolesSync: true };

export function fileText(rendering: Rendering, name: string): string {
  const file = rendering.files.find((candidate) => candidate.name === name);
  assert.ok(file, `no file ${name}`);
  return file.text;
}

export const configText = (rendering: Rendering) => fileText(rendering, "Config.pm");

function realm(base: RealmModel, sketch: RealmSketch): RealmModel {
  const { app, api } = base.clients;
  const { username } = base.profile.attributes;
  if (app === undefined || api === undefined || username === undefined) throw new Error("not an OTRS layout");
  const declared = ["username", "email", "firstName", "lastName", ...(sketch.attributes ?? [])];
  const attributes: Record<string, ProfileAttribute> = Object.fromEntries(
    declared.map((name) => [name, { ...username, displayName: name }]),
  );
  const urls = { redirectUris: [`${URL}/*`], postLogoutRedirectUris: [URL] };
  const roles = Object.fromEntries(sketch.roles.map((name) => [name, { description: null, composites: [] }]));
  return {
    ...base,
    realm: sketch.realm,
    profile: { ...base.profile, attributes },
    clients: { app: { ...app, ...urls, roles, ...sketch.app }, api: { ...api, ...sketch.api } },
    users: {},
    ...sketch.settings,
  };
}
