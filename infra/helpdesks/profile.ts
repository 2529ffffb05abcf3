// The user profile of a helpdesk's realm: Keycloak's own attributes, and those of the helpdesk and the spec.

import { type Explained, given, preset, type Sourced } from "../model/explained.ts";
import type {
  ProfileAttribute,
  ProfileRole,
  RealmKey,
  UnmanagedAttributes,
  UserProfile,
} from "../model/types.ts";
import type { AttributeSpec, RealmSpec } from "../spec/schema.ts";

export const BOTH: readonly ProfileRole[] = ["admin", "user"];
export const ONLY_ADMIN: readonly ProfileRole[] = ["admin"];

/** What is known of an attribute: label, and who may read and edit it where the spec is silent. */
export interface KnownAttribute {
  readonly label: string;
  readonly view: readonly ProfileRole[];
  readonly edit: readonly ProfileRole[];
  readonly reason: string;
  readonly maxLength?: string;
}

/** What a product brings to its realms' profile. */
export interface ProfilePreset {
  readonly unmanaged: Sourced<UnmanagedAttributes>;
  readonly known: ReadonlyMap<string, KnownAttribute>;
  /** Where the labels of the known attributes are from. */
  readonly labels: string;
  /** Attributes that are always there and must be filled in, with the reason. */
  readonly mandatory: Readonly<Record<string, string>>;
  /** Whether Keycloak's validators of names stay that refuse brackets and mixed scripts. */
  readonly strictNames: boolean;
  /** Longest user name where the spec does not say; `null`: Keycloak's own. */
  readonly longestUserName: Sourced<string> | null;
  /** Who may change an address; where it is not said, as Keycloak has it. */
  readonly emailEdit?: Sourced<readonly ProfileRole[]>;
  /** Longest address; where it is not said, as Keycloak has it. */
  readonly longestEmail?: Sourced<string>;
}

/** Keycloak's own profile, for a product that asks for nothing else. */
export const PLAIN_PROFILE: ProfilePreset = {
  unmanaged: preset("DISABLED", "keycloak", "Keycloak's default"),
  known: new Map(),
  labels: "",
  mandatory: {},
  strictNames: true,
  longestUserName: null,
};

const OTHER = "not in the vendor's list: administrators fill it in";

/** The explained profile of a realm. */
export function expandProfile(
  key: RealmKey,
  realm: RealmSpec,
  presets: ProfilePreset,
): Explained<UserProfile> {
  const mandatory = Object.fromEntries(Object.keys(presets.mandatory).map((name) => [name, null]));
  const declared = { ...mandatory, ...realm.attributes };
  return {
    unmanagedAttributes: given(realm.unmanagedAttributes, key, "unmanagedAttributes") ?? presets.unmanaged,
    attributes: {
      ...builtIn(key, realm, presets),
      ...Object.fromEntries(
        Object.entries(declared).map(([name, spec]) => [
          name,
          expandAttribute(key, name, spec ?? {}, presets),
        ]),
      ),
    },
    groups: {
      "user-metadata": {
        displayHeader: preset("User metadata", "keycloak", "Keycloak's default profile"),
        displayDescription: preset(
          "Attributes, which refer to user metadata",
          "keycloak",
          "Keycloak's default profile",
        ),
      },
    },
  };
}

function expandAttribute(
  key: RealmKey,
  name: string,
  spec: AttributeSpec,
  { known: all, labels, mandatory }: ProfilePreset,
): Explained<ProfileAttribute> {
  const listed = all.get(name);
  const known = listed ?? { label: name, view: BOTH, edit: ONLY_ADMIN, reason: OTHER };
  const at = [key, "attributes", name] as const;
  const reason = Object.hasOwn(mandatory, name) ? mandatory[name] : undefined;
  const roles = (list: readonly ProfileRole[]) => BOTH.filter((role) => list.includes(role));
  return {
    displayName:
      given(spec.displayName, ...at, "displayName") ??
      (listed === undefined
        ? preset(name, "deskrealm", "the attribute's own name")
        : preset(known.label, "vendor", labels)),
    requiredFor:
      given(spec.required === undefined ? undefined : spec.required ? BOTH : [], ...at, "required") ??
      (reason !== undefined
        ? preset(BOTH, "vendor", reason)
        : preset<readonly ProfileRole[]>([], "vendor", "not among the required attributes")),
    view:
      given(spec.view === undefined ? undefined : roles(spec.view), ...at, "view") ??
      preset(known.view, "deskrealm", known.reason),
    edit:
      given(spec.edit === undefined ? undefined : roles(spec.edit), ...at, "edit") ??
      preset(known.edit, "deskrealm", known.reason),
    multivalued:
      given(spec.multivalued, ...at, "multivalued") ?? preset(false, "keycloak", "Keycloak's default"),
    group: preset(null, "keycloak", "Keycloak's default"),
    validations: {
      length: {
        max:
          given(spec.maxLength === undefined ? undefined : String(spec.maxLength), ...at, "maxLength") ??
          preset(known.maxLength ?? "255", "deskrealm", "as Keycloak's own attributes have it"),
      },
    },
    annotations: {},
  };
}

type Validations = Explained<ProfileAttribute["validations"]>;

/** Keycloak's own four attributes, the same in 26.2 to 26.7. */
function builtIn(
  key: RealmKey,
  realm: RealmSpec,
  { strictNames, longestUserName, emailEdit, longestEmail }: ProfilePreset,
): Record<string, Explained<ProfileAttribute>> {
  const own = <T>(value: T): Sourced<T> => preset(value, "keycloak", "Keycloak's default profile");
  const length = (max: Sourced<string>, min?: Sourced<string>) => ({
    length: min === undefined ? { max } : { min, max },
  });
  const bound = (name: "minLength" | "maxLength", fallback: string) => {
    const value = realm.username?.[name];
    return given(value === undefined ? undefined : String(value), key, "username", name) ?? own(fallback);
  };
  const attribute = (name: string, requiredFor: readonly ProfileRole[], validations: Validations) => ({
    displayName: own(`\${${name}}`),
    requiredFor: own(requiredFor),
    view: own(BOTH),
    edit: own(BOTH),
    multivalued: own(false),
    group: own(null),
    validations,
    annotations: {},
  });
  const longest =
    realm.username?.maxLength === undefined && longestUserName !== null
      ? longestUserName
      : bound("maxLength", "255");
  const name = strictNames
    ? { ...length(own("255")), "person-name-prohibited-characters": {} }
    : length(own("255"));
  return {
    username: attribute("username", [], {
      ...length(longest, bound("minLength", "3")),
      "username-prohibited-characters": {},
      ...(strictNames ? { "up-username-not-idn-homograph": {} } : {}),
    }),
    email: {
      ...attribute("email", ["user"], { email: {}, ...length(longestEmail ?? own("255")) }),
      ...(emailEdit === undefined ? {} : { edit: emailEdit }),
    },
    firstName: attribute("firstName", ["user"], name),
    lastName: attribute("lastName", ["user"], name),
  };
}
