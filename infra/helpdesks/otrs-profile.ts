// The user profile of OTRS's realms: Keycloak's own less two validators, and the helpdesk's attributes.
// Source of the attributes: the vendor's Keycloak tutorial, "Customer User Attributes" and the sample Map.

import { type Explained, given, preset, type Sourced } from "../model/explained.ts";
import type { ProfileAttribute, ProfileRole, RealmKey, UserProfile } from "../model/types.ts";
import type { AttributeSpec, RealmSpec } from "../spec/schema.ts";

const BOTH: readonly ProfileRole[] = ["admin", "user"];
const ADMIN: readonly ProfileRole[] = ["admin"];

/** What is known of the vendor's attributes: label, and who may read and edit where the spec is silent. */
interface Known {
  readonly label: string;
  readonly view: readonly ProfileRole[];
  readonly edit: readonly ProfileRole[];
  readonly reason: string;
}

const contact = (label: string): Known => ({
  label,
  view: BOTH,
  edit: BOTH,
  reason: "people keep their own contact data up to date",
});
const administrative = (label: string, reason: string, view: readonly ProfileRole[] = BOTH): Known => ({
  label,
  view,
  edit: ADMIN,
  reason,
});

const KNOWN = new Map<string, Known>(
  Object.entries({
    customerid: administrative("CustomerID", "it says whose tickets a person sees"),
    second_customer_ids: administrative("CustomerIDs", "they say whose tickets a person sees"),
    title: contact("Title or salutation"),
    phone: contact("Phone"),
    fax: contact("Fax"),
    mobile: contact("Mobile"),
    street: contact("Street"),
    zip: contact("Zip"),
    city: contact("City"),
    country: contact("Country"),
    comment: administrative("Comment", "it is a note of the helpdesk about the person", ADMIN),
    userSMIMECertificate: administrative("SMIMECertificate", "mail to the person is encrypted with it"),
  }),
);

const OTHER = "not in the vendor's list: administrators fill it in";

/** The explained profile of a realm. */
export function expandProfile(key: RealmKey, realm: RealmSpec): Explained<UserProfile> {
  const declared = { ...(key === "customers" ? { customerid: null } : {}), ...realm.attributes };
  return {
    unmanagedAttributes:
      given(realm.unmanagedAttributes, key, "unmanagedAttributes") ??
      preset("ENABLED", "vendor", "the tutorial enables Unmanaged Attributes in the realm's settings"),
    attributes: {
      ...builtIn(key, realm),
      ...Object.fromEntries(
        Object.entries(declared).map(([name, spec]) => [name, expandAttribute(key, name, spec ?? {})]),
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

function expandAttribute(key: RealmKey, name: string, spec: AttributeSpec): Explained<ProfileAttribute> {
  const listed = KNOWN.get(name);
  const known = listed ?? administrative(name, OTHER);
  const at = [key, "attributes", name] as const;
  const mandatory = key === "customers" && name === "customerid";
  const roles = (list: readonly ProfileRole[]) => BOTH.filter((role) => list.includes(role));
  return {
    displayName:
      given(spec.displayName, ...at, "displayName") ??
      (listed === undefined
        ? preset(name, "deskrealm", "the attribute's own name")
        : preset(known.label, "vendor", "label in the sample Map")),
    requiredFor:
      given(spec.required === undefined ? undefined : spec.required ? BOTH : [], ...at, "required") ??
      (mandatory
        ? preset(BOTH, "vendor", "customerid is required and must equal OTRS's own")
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
          preset(
            name === "userSMIMECertificate" ? "2048" : "255",
            "deskrealm",
            "as Keycloak's own attributes have it",
          ),
      },
    },
    annotations: {},
  };
}

type Validations = Explained<ProfileAttribute["validations"]>;

/** Keycloak's own four attributes, the same in 26.2 to 26.7, less the validators that the vendor deletes. */
function builtIn(key: RealmKey, realm: RealmSpec): Record<string, Explained<ProfileAttribute>> {
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
  return {
    username: attribute("username", [], {
      ...length(bound("maxLength", "255"), bound("minLength", "3")),
      "username-prohibited-characters": {},
    }),
    email: attribute("email", ["user"], { email: {}, ...length(own("255")) }),
    firstName: attribute("firstName", ["user"], length(own("255"))),
    lastName: attribute("lastName", ["user"], length(own("255"))),
  };
}
