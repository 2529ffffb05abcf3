// What both realms of a spec say alike goes to `shared`, once.

import type { PartialModel } from "../model/canonical.ts";
import type { RealmKey, SecretReference } from "../model/types.ts";
import { type Edit, edited, isMapping, own, type Plain, without } from "./edit.ts";
import { MAIL_SECRET } from "./propose.ts";
import { BIND_SECRET } from "./propose-directory.ts";
import { providerSecret } from "./propose-provider.ts";
import { SHAREABLE } from "./settings.ts";

const REALMS = ["agents", "customers"] as const;

/**
 * The same spec, shorter where both realms say the same.
 *
 * @param live - what it was read from: its hidden secrets may be two
 */
export function shared(spec: Plain, live: PartialModel): Plain {
  const common = SHAREABLE.filter((path) => {
    const [agents, customers] = REALMS.map((key) => at(spec, [key, ...path]));
    return agents !== undefined && JSON.stringify(agents) === JSON.stringify(customers);
  });
  const edits = common.map(
    (path): Edit => ({ path: ["shared", ...path], value: at(spec, ["agents", ...path]) }),
  );
  const rest = common
    .flatMap((path) => REALMS.map((key) => [key, ...path]))
    .reduce((less, path) => without(less, path), spec);
  return withOwnSecrets(edited(rest, edits), live);
}

/** Two mail servers have two passwords, and so have two accounts at directories. */
function withOwnSecrets(spec: Plain, { realms }: PartialModel): Plain {
  const isOneAccount = ["url", "bind"].every((key) => {
    const [agents, customers] = REALMS.map((realm) => JSON.stringify(at(spec, [realm, "ldap", key])));
    return agents === customers;
  });
  const isHidden = (secret: SecretReference | undefined) => secret?.kind === "hidden";
  const mails = REALMS.filter((key) => isHidden(realms[key]?.smtp?.auth?.password));
  const accounts = REALMS.filter((key) => isHidden(realms[key]?.federations["ldap"]?.bind?.credential));
  const providers = Object.keys(realms.agents?.identityProviders ?? {});
  const mail = providers.reduce(
    (less, alias) => apart(less, REALMS, ["identityProviders", alias, "clientSecret"], providerSecret(alias)),
    apart(spec, mails, ["smtp", "auth", "password"], MAIL_SECRET),
  );
  return isOneAccount ? mail : apart(mail, accounts, ["ldap", "bind", "password"], BIND_SECRET);
}

/** With a secret for each of the realms, where both refer to the one. */
function apart(spec: Plain, realms: readonly RealmKey[], below: readonly string[], name: string): Plain {
  const keys = realms.filter((key) => at(spec, [key, ...below]) === `\${secret:${name}}`);
  if (keys.length < 2) return spec;
  return edited(
    spec,
    keys.map((key) => ({ path: [key, ...below], value: `\${secret:${key}-${name}}` })),
  );
}

function at(spec: Plain, path: readonly string[]): unknown {
  return path.reduce<unknown>((node, key) => (isMapping(node) ? own(node, key) : undefined), spec);
}
