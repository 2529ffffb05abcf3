// What a helpdesk gives up that talks to a provider without Keycloak, and what its claims mean then.

import type { IdentityProviderModel } from "../model/identity-provider.ts";
import type { ChosenProvider } from "../providers/choose.ts";
import { isNested } from "../providers/claims.ts";
import { kindOfProvider } from "../spec/identity-providers.ts";
import type { Issuer } from "./issuer.ts";
import { codeList, codeSpan } from "./markdown.ts";
import type { DirectRenderer } from "./types.ts";

/**
 * One sentence each; they hold no secret.
 *
 * @param name - what people call the helpdesk
 */
export function directNotices(
  name: string,
  { alias, spec }: ChosenProvider,
  { claims, title }: Issuer,
  { reads }: DirectRenderer,
  provider: IdentityProviderModel,
): string[] {
  const kind = kindOfProvider(alias, spec.provider);
  const nested = Object.values({ ...spec.claims, roles: spec.rolesClaim }).filter(
    (claim): claim is string => claim !== undefined && isNested(claim),
  );
  const { email, firstName, lastName } = spec.claims ?? {};
  const named = [email, firstName, lastName].filter((claim) => claim !== undefined);
  return [
    `Everything that Keycloak does in between falls away: one set of people for several providers and the directory, linking ` +
      "of accounts, roles of Keycloak's client by group, its password policy, second factor and sessions, and its list of " +
      `events. ${name} knows only who comes by ${title}, and what this spec says of people and roles does not hold for them.`,
    `Give ${name} a client of its own at ${title}: ${codeSpan(provider.clientId)} is the one that the spec has for Keycloak, ` +
      "and with one secret for both, whoever has the helpdesk's files has Keycloak's client, too.",
    "The spec's `trustEmail`, `verifiedEmail`, `linking`, `syncMode` and `attributes` have no effect without Keycloak. " +
      `${name} asks for no \`email_verified\`: whoever may write an address at ${title} passes for its owner.`,
    ...(reads === "userinfo"
      ? []
      : [
          "ID tokens are signed with RS256. HS256 by the client's secret is left out, though a provider may offer it: who has the " +
            "secret could then write tokens.",
        ]),
    "A logout ends in the helpdesk, or at the provider by the address that the helpdesk has entered; nothing is told to other " +
      "applications, as Keycloak does.",
    ...(kind === "entra" ? entraNotices(claims.email, reads) : []),
    ...(reads === "standard names" && named.length > 0
      ? [
          `${name} reads \`email\`, \`given_name\` and \`family_name\` alone: ${codeList(named)} of the spec is not used.`,
        ]
      : []),
    ...(nested.length === 0
      ? []
      : [
          `${name} reads claims at the top only and does not find ${codeList(nested)}: let the provider bring it there.`,
        ]),
    ...(provider.issuer === null ? ["The provider has no issuer in the spec."] : []),
  ];
}

function entraNotices(email: string, reads: DirectRenderer["reads"]): string[] {
  if (reads === "userinfo")
    return [
      "Userinfo of Entra is Microsoft Graph's, which has `email` for accounts with a mailbox only, and neither groups nor " +
        "`preferred_username`.",
    ];
  return email === "preferred_username"
    ? [
        "Addresses are taken from `preferred_username`, the name that people sign in with, as accounts without a mailbox have no " +
          "`email`. Where it is not the address that mail comes from, write `claims: { email: email }` in the spec.",
      ]
    : [];
}
