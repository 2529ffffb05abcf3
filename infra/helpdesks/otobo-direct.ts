// OTOBO with a provider that it talks to without Keycloak.
// Sources: as for otobo-notices.ts.

import type { Spec } from "../spec/schema.ts";
import type { Issuer } from "./issuer.ts";
import { codeList, codeSpan } from "./markdown.ts";
import { otoboFile } from "./otobo-config.ts";
import { otoboUid, otoboUidClaim } from "./otobo-settings.ts";
import { CACHE_STEP, CONFIG_STEP } from "./otobo-steps.ts";
import { interfacesOf } from "./standard.ts";
import type { DirectRenderer } from "./types.ts";

export const otoboDirect = (spec: Spec): DirectRenderer => ({
  reads: "ID token",
  authentication: "client_secret_basic",
  render: (_, { key, issuer }) => {
    const interfaces = interfacesOf(key, spec).toSorted();
    // Without a role that says who is one, everybody at the provider would become an agent.
    const makesAgents = issuer.roles.entries.length > 0;
    const agents = interfaces.includes("agents");
    return {
      files: [
        otoboFile(
          interfaces.map((at) => ({ at, key, issuer, makesAgents })),
          spec,
        ),
      ],
      steps: [
        ...(agents ? roleSteps(issuer) : []),
        CONFIG_STEP,
        CACHE_STEP,
        ...(agents ? [agentStep(issuer, spec)] : []),
        ...(interfaces.includes("customers")
          ? [
              `Create customer users in OTOBO before they log in, with the claim ${codeSpan(otoboUidClaim(spec, issuer))} as ` +
                "login: OTOBO 11.0 makes none.",
            ]
          : []),
      ],
      notices: [
        ...uidNotices(issuer, spec),
        ...(agents ? roleNotices(issuer) : []),
        ...clientNotices(issuer),
      ],
    };
  },
});

const namesOf = ({ roles }: Issuer) => [...new Set(roles.entries.map(({ role }) => role))];

function roleSteps(issuer: Issuer): string[] {
  if (issuer.roles.entries.length === 0) return [];
  return [
    `In OTOBO, create the roles ${codeList(namesOf(issuer))} and give each its groups: OTOBO makes no role itself.`,
  ];
}

function agentStep(issuer: Issuer, spec: Spec): string {
  const uid = codeSpan(otoboUidClaim(spec, issuer));
  const admin =
    "OTOBO's own login page, and with it the password of `root@localhost`, is out of reach afterwards, so see to an " +
    "administrator first.";
  return issuer.roles.entries.length === 0
    ? `Create every agent in OTOBO beforehand, with the claim ${uid} as login: OTOBO is told to make none. ${admin}`
    : `Agents are made at their first login, with the claim ${uid} as login; one whom OTOBO has already must have that ` +
        `login. ${admin}`;
}

function uidNotices(issuer: Issuer, spec: Spec): string[] {
  const { claims } = issuer;
  const mapped = [claims.email, claims.firstName, claims.lastName];
  return [
    otoboUid(spec) === "sub"
      ? "`UID` is `sub`: logins in OTOBO are the provider's subjects, which say nothing to people and never change."
      : `\`UID\` is ${codeSpan(otoboUidClaim(spec, issuer))}: who gets another one is another person in OTOBO, and who gets ` +
        "somebody's is that person. `config.usernameClaim: sub` takes the provider's subject.",
    ...(new Set(mapped).size < mapped.length
      ? [
          "`UserMap` has one field for each claim, and two of the spec's `claims` are the same: the last of address, first and " +
            "last name has it.",
        ]
      : []),
    "OTOBO reads people's data from the ID token alone: the provider has to put address and names there.",
  ];
}

function roleNotices({ roles, title }: Issuer): string[] {
  if (roles.entries.length === 0)
    return [
      `The provider has no \`roles\` in the spec: \`UserMap\` and \`RoleMap\` are left out, or everybody at ${title} would ` +
        "become an agent at the first login.",
    ];
  const values = roles.entries.map(({ value }) => value);
  const twice = values.filter((value, index) => values.indexOf(value) < index);
  return [
    `\`RoleMap\` reads the claim ${codeSpan(roles.claim)}: OTOBO turns away whoever has none of its values, and takes away all ` +
      "roles that the token does not name.",
    ...(twice.length === 0
      ? []
      : [`OTOBO gives one role for one value, the last in the spec: ${codeList(twice)} has several there.`]),
  ];
}

function clientNotices({ clientId }: Issuer): string[] {
  return /^[\w.~-]+$/.test(clientId)
    ? []
    : [
        `${codeSpan(clientId)}: OTOBO puts the client's id into addresses as it is, so one of other characters than letters, ` +
          "digits, `.`, `_`, `~` and `-` may not arrive.",
      ];
}
