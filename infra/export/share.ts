// What both realms of a spec say alike goes to `shared`, once.

import { type Edit, edited, isMapping, own, type Plain, without } from "./edit.ts";
import { MAIL_SECRET } from "./propose.ts";
import { SHAREABLE } from "./settings.ts";

const REALMS = ["agents", "customers"] as const;

/** The same spec, shorter where both realms say the same. */
export function shared(spec: Plain): Plain {
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
  return withOwnSecrets(edited(rest, edits));
}

/** Two mail servers have two passwords. */
function withOwnSecrets(spec: Plain): Plain {
  const path = (key: string) => [key, "smtp", "auth", "password"];
  const word = `\${secret:${MAIL_SECRET}}`;
  const keys = REALMS.filter((key) => at(spec, path(key)) === word);
  if (keys.length < 2) return spec;
  return edited(
    spec,
    keys.map((key) => ({ path: path(key), value: `\${secret:${key}-${MAIL_SECRET}}` })),
  );
}

function at(spec: Plain, path: readonly string[]): unknown {
  return path.reduce<unknown>((node, key) => (isMapping(node) ? own(node, key) : undefined), spec);
}
