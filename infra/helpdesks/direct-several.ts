// Several helpdesks that talk to a provider of their realms by themselves: what each of them needs.

import { Failure } from "../diagnostics/failure.ts";
import { chooseProvider } from "../providers/choose.ts";
import { LAYOUTS, REALM_KEYS } from "../spec/layout.ts";
import type { RawSeveral } from "../spec/raw.ts";
import type { SeveralSpec, Spec } from "../spec/schema.ts";
import { alone } from "../spec/several.ts";
import { type DirectLogin, directLogin } from "./direct.ts";
import { expandSpec } from "./index.ts";
import { aboutOne, renderingOfSeveral } from "./several-rendering.ts";

/**
 * Both sides' settings for each helpdesk that lets people in by the provider's realm. One that cannot do without
 * Keycloak is left out, and a notice says so.
 *
 * @throws Failure as `directLogin` does; `direct-impossible` where none of them can do without Keycloak
 */
export function directLogins(spec: SeveralSpec, word: string): DirectLogin {
  const all = alone<Spec>(spec as unknown as RawSeveral);
  const used = REALM_KEYS.filter((key) => all.some(({ realms }) => realms.includes(key)));
  const { key: realm, alias } = chooseProvider(spec, used, word);
  const here = all
    .filter(({ realms }) => realms.includes(realm))
    .map((one) => ({ ...one, product: one.spec.helpdesk, expansion: expandSpec(one.spec) }));
  const able = here.flatMap((one) => {
    const { spec: own, expansion } = one;
    return expansion.direct === null
      ? []
      : [{ ...one, login: directLogin(own, expansion, `${realm}.${alias}`) }];
  });
  const unable = here.filter(({ expansion }) => expansion.direct === null);
  const [first] = able;
  if (first === undefined) {
    const names = [...new Set(unable.map(({ product }) => LAYOUTS[product].name))];
    throw new Failure(
      "direct-impossible",
      `${names.join(" and ")} cannot do without Keycloak: people are managed there.`,
      { hint: "leave out --direct; the provider lets people in through Keycloak" },
    );
  }
  const { provider, title, secret } = first.login;
  return {
    ...{ provider, title, secret },
    providerSteps: able.flatMap((one) => one.login.providerSteps.map((step) => aboutOne(one, step))),
    render: (clientSecret) => {
      const { files, steps, notices } = renderingOfSeveral(
        able.map(({ key, product, login }) => ({ key, product, ...login.render(clientSecret) })),
      );
      const left = unable.map((one) =>
        aboutOne(one, "it is left out, as it cannot do without Keycloak: it manages its people there."),
      );
      return { files, steps, notices: [...left, ...notices] };
    },
  };
}
