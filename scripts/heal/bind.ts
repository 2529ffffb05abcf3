// What Pulumi's import leaves out of a state: that a realm takes all that is in it along when it is deleted, that
// realms, directories and people are protected, the user profile, and those of a realm's settings that the plugin reads
// only where it has them already. The next `up` would record the first two, but a `destroy` before it would delete
// people one by one; without the last one it would write the realm once more.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DIRECTORIES_ATTRIBUTE,
  directoryNames,
  OWNER_ATTRIBUTE,
  PEOPLE_ATTRIBUTE,
} from "../../infra/model/mark.ts";
import type { Model } from "../../infra/model/types.ts";
import { runOnStack, succeedOnStack } from "../stack/pulumi.ts";
import { FEDERATION_TYPE, PROFILE_TYPE, REALM_TYPE, USER_TYPE } from "./entries.ts";
import type { Patient } from "./find-healing.ts";

/** As a state has it. */
export interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  readonly id?: string | undefined;
  readonly parent?: string | undefined;
  readonly provider?: string | undefined;
  readonly deletedWith?: string;
  readonly protect?: boolean;
  readonly inputs?: object;
  readonly outputs?: object;
  readonly dependencies?: readonly string[];
}

interface Export {
  readonly deployment: { readonly resources?: readonly Resource[] };
}

/**
 * Binds what an import left loose in the stack's state, and does nothing where nothing is loose.
 *
 * @throws Failure `pulumi-failed`
 */
export async function bindToRealms({
  workspace,
  stack,
  model,
  signal,
}: Pick<Patient, "workspace" | "stack" | "model" | "signal">): Promise<void> {
  // Secrets stay encrypted on the way.
  const { stdout } = await runOnStack(workspace, stack, ["stack", "export"], signal);
  const whole = JSON.parse(stdout) as Export;
  const loose = bound(whole.deployment.resources ?? []);
  if (loose === undefined) return;
  const resources = loose.map((one) => (one.type === REALM_TYPE ? readable(one, model) : one));
  const folder = await mkdtemp(join(tmpdir(), "deskrealm-state-"));
  try {
    const file = join(folder, "state.json");
    await writeFile(file, JSON.stringify({ ...whole, deployment: { ...whole.deployment, resources } }), {
      mode: 0o600,
    });
    const what = `The state of the stack ${stack} could not be completed`;
    await succeedOnStack(workspace, stack, ["stack", "import", "--file", file], { signal, what });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const PROTECTED: ReadonlySet<string> = new Set([REALM_TYPE, USER_TYPE, FEDERATION_TYPE]);

/** The resources with what is missing; undefined where nothing is. */
export function bound<R extends Resource>(resources: readonly R[]): (R | Resource)[] | undefined {
  const realms = resources.filter(({ type, parent }) => type === REALM_TYPE && parent !== undefined);
  const realmOf = new Map(realms.map(({ parent = "", urn }) => [parent, urn]));
  const changed = resources.map((one) => {
    const realm = one.custom && one.type !== REALM_TYPE ? realmOf.get(one.parent ?? "") : undefined;
    return realm === undefined || one.deletedWith ? one : { ...one, deletedWith: realm };
  });
  const profiles = realms.map(profileIn).filter(({ urn }) => !resources.some((one) => one.urn === urn));
  if (profiles.length === 0 && changed.every((one, index) => one === resources[index])) return undefined;
  const guarded = changed.map((one) => (PROTECTED.has(one.type) ? { ...one, protect: true } : one));
  // A resource comes after those that it needs: what holds realms, the realms, and what is in them.
  const isFirst = ({ custom, type }: Resource) => !custom || type.startsWith("pulumi:providers:");
  const isRealm = ({ type }: Resource) => type === REALM_TYPE;
  return [
    ...guarded.filter(isFirst),
    ...guarded.filter(isRealm),
    ...profiles,
    ...guarded.filter((one) => !isFirst(one) && !isRealm(one)),
  ];
}

/** With names for the settings that a refresh then fills in; where it is left out, the next `up` sets them. */
function readable<R extends Resource>(realm: R, { realms }: Pick<Model, "realms">): R {
  const model = Object.values(realms).find((one) => one.realm === realm.id);
  if (model === undefined) return realm;
  const names = [OWNER_ATTRIBUTE, PEOPLE_ATTRIBUTE, ...(model.frontendUrl === null ? [] : ["frontendUrl"])];
  if (directoryNames(model) !== "{}") names.push(DIRECTORIES_ATTRIBUTE);
  const attributes = Object.fromEntries(names.map((name) => [name, ""]));
  const defenses = model.bruteForce.enabled ? { securityDefenses: { bruteForceDetection: {} } } : {};
  const named = (settings: object = {}) => ({ ...settings, attributes, ...defenses });
  const outputs: Record<string, unknown> = named(realm.outputs);
  // What the plugin's bridge checks the outputs against; it says itself to remove this where they are edited.
  delete outputs["__pulumi_raw_state_delta"];
  return { ...realm, inputs: named(realm.inputs), outputs };
}

/** The realm's user profile, which the plugin cannot import and can read; a refresh fills it in. */
function profileIn(realm: Resource): Resource {
  const inputs = { realmId: realm.id };
  return {
    urn: realm.urn.replace(REALM_TYPE, PROFILE_TYPE).replace(/realm$/, "profile"),
    type: PROFILE_TYPE,
    custom: true,
    id: realm.id,
    inputs,
    outputs: inputs,
    parent: realm.parent,
    provider: realm.provider,
    dependencies: [realm.urn],
    deletedWith: realm.urn,
  };
}
