// Resources for what the Keycloak plugin cannot do, run by Pulumi's dynamic provider.

import * as pulumi from "@pulumi/pulumi";

/** Resources that `provider.ts` implements. */
export type Kind = "BuiltInClientRoles" | "ServiceAccountRoles";

/**
 * What the state keeps of the implementation: code that loads it at run time. A serialised closure would
 * change with every release and then show an update in every stack. The dynamic provider runs in the
 * folder of the program's `main`, or in the project's; the compiled package has JavaScript under dist/.
 */
export function providerText(kind: Kind): string {
  return `exports.handler = () => {
  const { existsSync } = require("node:fs");
  const { resolve } = require("node:path");
  const { pathToFileURL } = require("node:url");
  const file = [
    "components/dynamic/provider.ts",
    "infra/components/dynamic/provider.ts",
    "../dist/infra/components/dynamic/provider.js",
    "dist/infra/components/dynamic/provider.js",
  ].map((name) => resolve(name)).find((name) => existsSync(name));
  if (file === undefined) throw new Error("Deskrealm's infra folder is not where the program runs: " + process.cwd());
  let configured;
  const use = (method) => async (...args) => (await configured)[method](...args);
  return {
    configure: async (request) => {
      configured = import(pathToFileURL(file).href).then((module) => module.open("${kind}", request.config));
      await configured;
    },
    diff: use("diff"),
    create: use("create"),
    read: use("read"),
    update: use("update"),
    delete: use("delete"),
  };
};
`;
}

/** A resource of the given kind. Its type's token is public API, as its logical name is. */
export class DynamicResource extends pulumi.CustomResource {
  constructor(kind: Kind, name: string, inputs: pulumi.Inputs, options: pulumi.CustomResourceOptions) {
    super(
      `pulumi-nodejs:dynamic/deskrealm:${kind}`,
      name,
      { ...inputs, __provider: providerText(kind) },
      options,
    );
  }
}
