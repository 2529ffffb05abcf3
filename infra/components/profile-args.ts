// A realm's user profile as the arguments of the Keycloak plugin's RealmUserProfile.

import type { RealmUserProfileArgs } from "@pulumi/keycloak/realmUserProfile.js";
import type { ProfileAttribute, UserProfile } from "../model/types.ts";

/** The whole profile: one resource owns all of it. */
export function profileArgs(profile: UserProfile): Omit<RealmUserProfileArgs, "realmId"> {
  return {
    unmanagedAttributePolicy: profile.unmanagedAttributes,
    attributes: Object.entries(profile.attributes).map(([name, attribute]) => ({
      name,
      ...attributeArgs(attribute),
    })),
    groups: Object.entries(profile.groups).map(([name, group]) => ({
      name,
      displayHeader: group.displayHeader ?? "",
      displayDescription: group.displayDescription ?? "",
    })),
  };
}

function attributeArgs(attribute: ProfileAttribute) {
  return {
    displayName: attribute.displayName,
    multiValued: attribute.multivalued,
    ...(attribute.group === null ? {} : { group: attribute.group }),
    requiredForRoles: [...attribute.requiredFor],
    permissions: { views: [...attribute.view], edits: [...attribute.edit] },
    validators: Object.entries(attribute.validations).map(([name, config]) => ({
      name,
      config: { ...config },
    })),
    annotations: { ...attribute.annotations },
  };
}
