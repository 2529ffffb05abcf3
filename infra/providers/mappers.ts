// What of a provider's tokens becomes a person's: names, address, attributes, and roles by groups.

import { type Explained, given, preset, type Sourced } from "../model/explained.ts";
import type { MapperModel } from "../model/types.ts";
import { claimPath } from "./claims.ts";
import type { Linking } from "./flows.ts";
import type { Given, ProviderKind } from "./types.ts";

type Mappers = Record<string, Explained<MapperModel>>;
type Config = Record<string, Sourced<string>>;

const keycloak = <T>(value: T, reason: string): Sourced<T> => preset(value, "keycloak", reason);
const inherit = keycloak("INHERIT", "as the provider's own sync mode says");

const mapper = (type: string, reason: string, config: Config): Explained<MapperModel> => ({
  type: keycloak(type, reason),
  config,
});

/**
 * All mappers of a provider.
 *
 * @param clientId - id of the client whose roles people get
 */
export function expandMappers(
  all: Given,
  kind: ProviderKind,
  linking: Linking,
  clientId: Sourced<string>,
): Mappers {
  return {
    ...claimMappers(all, kind),
    ...usernameMapper(all, kind, linking),
    ...attributeMappers(all),
    ...roleMappers(all, kind, clientId),
  };
}

/** Claims that Keycloak reads by itself need no mapper. */
const STANDARD = { email: "email", firstName: "given_name", lastName: "family_name" } as const;
const TITLES = { email: "email", firstName: "first name", lastName: "last name" } as const;

function claimMappers(all: Given, kind: ProviderKind): Mappers {
  const defaults = kind.claims(all);
  const entries = (["email", "firstName", "lastName"] as const).flatMap((name) => {
    const said = given(all.spec.claims?.[name], ...all.at, "claims", name);
    const own = defaults[name];
    const claim = said ?? (own === undefined ? undefined : preset(own.claim, "vendor", own.reason));
    if (claim === undefined || claim.value === STANDARD[name]) return [];
    return [[TITLES[name], attribute(name, claim)] as const];
  });
  return Object.fromEntries(entries);
}

function attribute(name: string, claim: Sourced<string>): Explained<MapperModel> {
  return mapper("oidc-user-attribute-idp-mapper", "Keycloak's mapper of claims", {
    syncMode: inherit,
    claim: mapped(claim),
    "user.attribute": keycloak(name, "the person's own"),
  });
}

const mapped = ({ value, origin }: Sourced<string>): Sourced<string> => withOrigin(claimPath(value), origin);

function withOrigin(value: string, origin: Sourced<string>["origin"]): Sourced<string> {
  return origin.kind === "spec"
    ? (given(value, ...origin.path) as Sourced<string>)
    : preset(value, origin.source, origin.reason);
}

function usernameMapper(all: Given, kind: ProviderKind, linking: Linking): Mappers {
  const { claims } = all.spec;
  const email = claims?.email ?? kind.claims(all).email?.claim ?? "email";
  const template = (claim: string) => `\${CLAIM.${claimPath(claim)}}`;
  const name =
    given(claims?.username && template(claims.username), ...all.at, "claims", "username") ??
    (linking === "automatic"
      ? preset(
          template(email),
          "deskrealm",
          "accounts are linked by user names, too: by any other name the provider could name somebody else's",
        )
      : undefined);
  if (name === undefined) return {};
  return {
    "user name": mapper("oidc-username-idp-mapper", "Keycloak's mapper of user names", {
      syncMode: preset(
        "IMPORT",
        "deskrealm",
        "a linked account keeps its name, by which the helpdesk knows it",
      ),
      template: name,
      target: keycloak("LOCAL", "the person's own name in this realm"),
    }),
  };
}

function attributeMappers({ spec, at }: Given): Mappers {
  return Object.fromEntries(
    Object.entries(spec.attributes ?? {}).map(([name, claim]) => [
      `attribute ${name}`,
      attribute(name, given(claim, ...at, "attributes", name) as Sourced<string>),
    ]),
  );
}

function roleMappers(all: Given, kind: ProviderKind, clientId: Sourced<string>): Mappers {
  const { spec, at } = all;
  const own = kind.rolesClaim(all);
  const claim = given(spec.rolesClaim, ...at, "rolesClaim") ?? preset(own.claim, "vendor", own.reason);
  const entries = Object.entries(spec.roles ?? {}).flatMap(([role, values]) =>
    [...new Set([values].flat())].map((value) => {
      const said = (text: string) => given(text, ...at, "roles", role) as Sourced<string>;
      const config = {
        syncMode: inherit,
        claim: mapped(claim),
        "claim.value": said(value),
        role: said(`${clientId.value}.${role}`),
      };
      const found = mapper("oidc-role-idp-mapper", "Keycloak's mapper of a claim's value to a role", config);
      return [roleMapperName(role, value), found] as const;
    }),
  );
  return Object.fromEntries(entries);
}

export const roleMapperName = (role: string, value: string): string => `role ${role} by ${value}`;
