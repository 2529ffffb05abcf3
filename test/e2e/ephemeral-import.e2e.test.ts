// Test realms come by an import, a stack's by Pulumi: what Keycloak tells of both is the same.

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { test } from "node:test";
import { ephemeralAttributes, OWNER_ATTRIBUTE } from "../../infra/model/mark.ts";
import { realmNames } from "../../infra/model/realm-names.ts";
import { apply } from "../../scripts/ephemeral/apply.ts";
import { loadDerived, NOWHERE } from "../../scripts/ephemeral/derive.ts";
import { removeDirectly } from "../support/apply-directly.ts";
import { derive, load } from "../support/derived-spec.ts";
import { expectCode } from "../support/project.ts";
import { changesBetween, collect, type Snapshot, snapshot } from "../support/realm-snapshot.ts";
import { prefixed } from "../support/sample-specs.ts";
import { type ServedProject, useProject } from "../support/use-project.ts";
import { keycloakVersionsUnderTest } from "../support/versions.ts";

/** All that a spec can say, and something of each helpdesk. */
const EVERY_KEY = ["test/samples/good/every-key.yaml", "test/samples/good/every-key-several.yaml"];
const NASTY = "test/samples/good/nasty-names.yaml";
const HELPDESKS = ["otrs", "otobo", "osticket", "deskpro", "espocrm"].map((name) => `realms/${name}.yaml`);
/** Besides, on each version one. */
const DEFAULT = "26.4.0";

const NAME = "same";
const MARK = { name: NAME, for: "ada", until: "2030-01-01T00:00:00Z" };

for (const version of keycloakVersionsUnderTest) {
  const specs = version === DEFAULT ? [...EVERY_KEY, NASTY, ...HELPDESKS] : EVERY_KEY.slice(0, 1);
  test(`Keycloak ${version}: an import makes what pulumi up makes, of ${specs.length} specs`, async () => {
    await using project = await useProject({ version });
    for (const spec of specs) {
      const text = await readFile(join(import.meta.dirname, "../..", spec), "utf8");
      const { imported, updated } = await bothWays(text, basename(spec, ".yaml"), project);
      assert.ok(imported.size > 1000, `${imported.size} values of ${spec}`);
      assert.deepEqual(changesBetween(updated, imported), [], spec);
    }
  });
}

/** The spec's test realms by an import, and again by Pulumi. */
async function bothWays(
  text: string,
  stack: string,
  project: ServedProject,
): Promise<{ imported: Snapshot; updated: Snapshot }> {
  const { admin } = project;
  const { model: whole } = load(text);
  const url = `https://${NAME}.preview.example`;
  const urls = "helpdesks" in whole ? Object.keys(whole.helpdesks).map((key) => `${key}=${url}/${key}`) : url;
  const spec = derive(text, { name: NAME, url: urls, keycloakUrl: project.url });
  const variables = Object.fromEntries(spec.directories.map((one) => [one.urlVariable, NOWHERE]));
  const secrets = Object.fromEntries(spec.directories.map((one) => [one.passwordSecret, "Bind-Passw0rd!"]));
  const derived = loadDerived(spec, stack, { variables, secrets });
  const { model } = derived.loaded;
  const all = async () => {
    const realms = await Promise.all(realmNames(model).map((realm) => snapshot(admin, realm)));
    await removeDirectly(admin, model);
    return new Map(realms.flatMap((one) => [...one].flatMap(comparable)));
  };

  const folder = await mkdtemp(join(tmpdir(), "deskrealm-import-test-"));
  await apply({ mark: MARK, folder, derived, isNew: true, admin });
  await rm(folder, { recursive: true });
  const imported = await all();

  const file = await project.write(`specs/${stack}.yaml`, JSON.stringify(derived.data));
  await project.initStack(stack, file, {
    plain: prefixed("deskrealm:variables", variables),
    secret: prefixed("deskrealm:secrets", secrets),
  });
  expectCode(await project.pulumi(["up", "--yes", "--skip-preview", "--stack", stack]), 0);
  return { imported, updated: await all() };
}

/** What each realm has for itself: ids, secrets, keys, passwords, times, and whose it is. */
const OWN_KEYS = new Set([
  ...["id", "_id", "internalId", "containerId", "secret", "createdTimestamp", "createdDate"],
  ...["client.secret.creation.time", OWNER_ATTRIBUTE, ...Object.keys(ephemeralAttributes(MARK))],
]);
const OWN_PARTS = [
  ...["org.keycloak.keys.KeyProvider", "credentials"],
  // Keycloak's own, of the same names twice.
  "org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy",
];

/** What Pulumi's plugin writes out, and Keycloak takes as a matter of course where it is not said. */
const AS_A_MATTER_OF_COURSE: Readonly<Record<string, string | readonly string[]>> = {
  "backchannel.logout.revoke.offline.tokens": "false",
  "backchannel.logout.session.required": "true",
  "client_credentials.use_refresh_token": "false",
  "display.on.consent.screen": "false",
  "dpop.bound.access.tokens": "false",
  "exclude.issuer.from.auth.response": "false",
  "exclude.session.state.from.auth.response": "false",
  "oauth2.jwt.authorization.grant.enabled": "false",
  "standard.token.exchange.enabled": "false",
  "use.refresh.tokens": "true",
  defaultSignatureAlgorithm: "RS256",
  // A header that browsers have forgotten, and Keycloak's own default no longer has.
  xXSSProtection: "1; mode=block",
  clientSessionIdleTimeout: "0",
  clientSessionMaxLifespan: "0",
  evictionDay: ["-1"],
  evictionHour: ["-1"],
  evictionMinute: ["-1"],
};

const UUID = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/;

/** A value in a form in which two realms can be compared; nothing where there is nothing to compare. */
function comparable([path, value]: readonly [string, string]): readonly (readonly [string, string])[] {
  const words = path.split(" ");
  const key = words.at(-1) ?? "";
  if (OWN_KEYS.has(key) || OWN_PARTS.some((part) => words.includes(part))) return [];
  if (value === '""' || value === JSON.stringify(AS_A_MATTER_OF_COURSE[key])) return [];
  const where = path.replace(UUID, "ID");
  if (key !== "kc.user.profile.config") return [[where, value]];
  const [config = ""] = JSON.parse(value) as string[];
  const leaves = new Map<string, string>();
  collect(leaves, [where], JSON.parse(config));
  return [...leaves];
}
