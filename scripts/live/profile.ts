// The user profile, from Keycloak's configuration to the model's.

import type {
  UserProfileAttribute,
  UserProfileConfig,
} from "@keycloak/keycloak-admin-client/lib/defs/userProfileMetadata.js";
import type {
  ProfileAttribute,
  ProfileRole,
  UnmanagedAttributes,
  UserProfile,
} from "../../infra/model/types.ts";
import { strings, text } from "./values.ts";

export function readProfile(config: UserProfileConfig): UserProfile {
  return {
    // Keycloak leaves the policy out where it is off.
    unmanagedAttributes: (text(config.unmanagedAttributePolicy) ?? "DISABLED") as UnmanagedAttributes,
    attributes: Object.fromEntries((config.attributes ?? []).map((one) => [one.name ?? "", attribute(one)])),
    groups: Object.fromEntries(
      (config.groups ?? []).map((one) => [
        one.name ?? "",
        { displayHeader: text(one.displayHeader), displayDescription: text(one.displayDescription) },
      ]),
    ),
  };
}

function attribute(one: UserProfileAttribute): ProfileAttribute {
  return {
    displayName: one.displayName ?? "",
    requiredFor: required(one.required),
    // Without permissions nobody has any.
    view: roles(one.permissions?.view),
    edit: roles(one.permissions?.edit),
    multivalued: one.multivalued ?? false,
    group: text(one.group),
    validations: Object.fromEntries(
      Object.entries(one.validations ?? {}).map(([id, config]) => [id, strings(config)]),
    ),
    annotations: strings(one.annotations),
  };
}

const EVERYBODY: readonly ProfileRole[] = ["admin", "user"];

/** `{}` means everybody, as does one that names both roles; scopes narrow it, and are not in the model. */
function required(value: UserProfileAttribute["required"] | null): readonly ProfileRole[] {
  if (value === undefined || value === null) return [];
  const named = roles(value.roles);
  return named.length === 0 ? EVERYBODY : named;
}

function roles(names: readonly string[] | undefined): readonly ProfileRole[] {
  return EVERYBODY.filter((role) => names?.includes(role));
}
