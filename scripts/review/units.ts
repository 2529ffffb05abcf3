// The helpdesks of one side: each stack that names a spec, and each spec that no stack names.

import { posix } from "node:path";
import { Failure } from "../../infra/diagnostics/failure.ts";
import type { Unit } from "../../infra/review/sides.ts";
import { parseSource } from "../../infra/spec/source.ts";
import { readVariables } from "../../infra/stack-config.ts";
import { configOf, StackSettings } from "../stack/stack-file.ts";
import type { Tree, TreeFile } from "./tree.ts";

const STACK_FILE = /^stacks\/Pulumi\.([^/]+)\.ya?ml$/;
const SPEC_FILE = /^realms\/.+\.ya?ml$/;

/** The units of a side, and the texts that they stand in by path. */
export interface SideFiles {
  readonly units: readonly Unit[];
  readonly files: ReadonlyMap<string, TreeFile>;
}

/** Everything that a tree says about helpdesks. */
export async function readUnits(tree: Tree): Promise<SideFiles> {
  const stackPaths = [...tree.paths].filter((path) => STACK_FILE.test(path));
  const stackFiles = await tree.read(stackPaths);
  const stacks = [...stackFiles].flatMap(([path, file]) => {
    const settings = readStack(path, file);
    return settings === undefined ? [] : [settings];
  });
  const named = new Set(stacks.map(({ spec }) => spec));
  const alone = [...tree.paths].filter((path) => SPEC_FILE.test(path) && !named.has(path));
  const specFiles = await tree.read([...named, ...alone]);
  const specs = alone.map((path): Unit => ({ ...NO_STACK, kind: "spec", name: path, spec: path }));
  return {
    units: [...stacks, ...specs].map((unit) => ({ ...unit, specId: specFiles.get(unit.spec)?.id ?? null })),
    files: new Map([...stackFiles, ...specFiles]),
  };
}

const NO_STACK = {
  stackFile: null,
  variables: {},
  encrypted: {},
  keycloakUrl: null,
  fault: null,
  specId: null,
  stackId: null,
} as const;

/** The unit of a stack's file; undefined where it names no spec. */
function readStack(path: string, { id, text }: TreeFile): Unit | undefined {
  const name = STACK_FILE.exec(path)?.[1] ?? path;
  const unit = { ...NO_STACK, kind: "stack", name, spec: "", stackFile: path, stackId: id } as const;
  let config: Readonly<Record<string, unknown>>;
  try {
    config = configOf(parseSource(text, path));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { ...unit, fault: error.message };
  }
  const settings = new StackSettings(config);
  const spec = settings.get("deskrealm:spec");
  if (spec === undefined) return undefined;
  const url = settings.get("keycloak:url");
  const found = {
    ...unit,
    spec: posix.normalize(String(spec)),
    keycloakUrl: url === undefined ? null : String(url),
  };
  try {
    return { ...found, ...readBoth(config["deskrealm:variables"]) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { ...found, fault: error.message };
  }
}

/** Variables in clear and encrypted ones. One encrypted value does not hide the others. */
function readBoth(value: unknown): Pick<Unit, "variables" | "encrypted"> {
  const isCipher = (one: unknown): one is { readonly secure: unknown } =>
    typeof one === "object" && one !== null && Object.hasOwn(one, "secure");
  // `pulumi config set --secret deskrealm:variables '{…}'` encrypts the whole: not even names are known.
  if (isCipher(value))
    throw new Failure("configuration-missing", "deskrealm:variables is encrypted as a whole.");
  if (typeof value !== "object" || value === null)
    return {
      variables: readVariables(value === undefined ? undefined : JSON.stringify(value)),
      encrypted: {},
    };
  const all = Object.entries(value);
  const plain = Object.fromEntries(all.filter(([, one]) => !isCipher(one)));
  const ciphers = all.flatMap(([name, one]) => (isCipher(one) ? [[name, String(one.secure)]] : []));
  return {
    variables: readVariables(JSON.stringify(plain)),
    encrypted: Object.fromEntries(ciphers) as Record<string, string>,
  };
}
