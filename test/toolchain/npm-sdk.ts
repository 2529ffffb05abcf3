// Reads what npm's @pulumi/keycloak offers out of its files: tokens, properties, nested types.

import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

/** Sorted names of properties. */
export interface Shape {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

export interface Sdk {
  readonly version: string;
  /** The provider's settings. */
  readonly provider: readonly string[];
  readonly resources: ReadonlyMap<string, Shape>;
  readonly functions: ReadonlyMap<string, Shape>;
  /** Nested types by `module/Name`. */
  readonly types: ReadonlyMap<string, readonly string[]>;
}

export async function readNpmSdk(): Promise<Sdk> {
  const root = dirname(fileURLToPath(import.meta.resolve("@pulumi/keycloak/package.json")));
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { version: string };
  const resources = new Map<string, Shape>();
  const functions = new Map<string, Shape>();
  for (const folder of ["", "authentication", "ldap", "oidc", "openid", "saml"]) {
    for (const name of await readdir(join(root, folder))) {
      if (!name.endsWith(".js")) continue;
      const code = await readFile(join(root, folder, name), "utf8");
      const declarations = declared(await readFile(join(root, folder, name.replace(/js$/, "d.ts")), "utf8"));
      const resource = /static __pulumiType = '([^']+)'/.exec(code)?.[1];
      const invoked = /runtime\.invoke\("([^"]+)"/.exec(code)?.[1];
      const title = (resource ?? invoked)?.split(":").at(-1) ?? "";
      if (resource !== undefined && title !== "keycloak") {
        const [inputs = [], outputs = []] = [declarations.get(`${title}Args`), declarations.get(title)];
        resources.set(resource, { inputs, outputs });
      }
      if (invoked !== undefined) {
        const upper = title[0]?.toUpperCase() + title.slice(1);
        const inputs = declarations.get(`${upper}Args`) ?? [];
        functions.set(invoked, { inputs, outputs: declarations.get(`${upper}Result`) ?? [] });
      }
    }
  }
  const declarationsOf = async (...path: string[]) => declared(await readFile(join(root, ...path), "utf8"));
  const provider = (await declarationsOf("provider.d.ts")).get("ProviderArgs") ?? [];
  return { version, provider, resources, functions, types: await declarationsOf("types", "output.d.ts") };
}

/** Interfaces and classes of a declaration file with their properties; namespaces become `module/Name`. */
function declared(text: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const visit = (node: ts.Node, prefix: string): void => {
    if (ts.isModuleDeclaration(node)) {
      node.body?.forEachChild((child) => visit(child, `${node.name.text}/`));
    } else if (ts.isInterfaceDeclaration(node) || (ts.isClassDeclaration(node) && node.name !== undefined)) {
      const members = [...node.members].filter(
        (member) =>
          ts.isPropertySignature(member) || (ts.isPropertyDeclaration(member) && isInstance(member)),
      );
      const names = members.flatMap(({ name }) =>
        name !== undefined && ts.isIdentifier(name) ? [name.text] : [],
      );
      found.set(`${prefix}${node.name?.text}`, names.filter((name) => name !== "id").sort());
    }
  };
  ts.createSourceFile("file.d.ts", text, ts.ScriptTarget.Latest).forEachChild((node) => visit(node, ""));
  return found;
}

function isInstance(member: ts.PropertyDeclaration): boolean {
  const kinds = member.modifiers?.map(({ kind }) => kind) ?? [];
  return !kinds.includes(ts.SyntaxKind.StaticKeyword) && !kinds.includes(ts.SyntaxKind.PrivateKeyword);
}
