// The attributes of people that OTRS knows, and what of Keycloak's own profile its vendor takes out.
// Source: the vendor's Keycloak tutorial, "Customer User Attributes" and the sample Map.

import { preset } from "../model/explained.ts";
import type { ProfileRole, RealmKey } from "../model/types.ts";
import { LAYOUTS } from "../spec/layout.ts";
import { BOTH, type KnownAttribute, ONLY_ADMIN, type ProfilePreset } from "./profile.ts";

const contact = (label: string): KnownAttribute => ({
  label,
  view: BOTH,
  edit: BOTH,
  reason: "people keep their own contact data up to date",
});
const administrative = (
  label: string,
  reason: string,
  view: readonly ProfileRole[] = BOTH,
): KnownAttribute => ({
  label,
  view,
  edit: ONLY_ADMIN,
  reason,
});

const KNOWN = new Map<string, KnownAttribute>(
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
    comment: administrative("Comment", "it is a note of the helpdesk about the person", ONLY_ADMIN),
    userSMIMECertificate: {
      ...administrative("SMIMECertificate", "mail to the person is encrypted with it"),
      maxLength: "2048",
    },
  }),
);

/** The preset of a realm's profile. */
export function otrsProfile(key: RealmKey): ProfilePreset {
  return {
    unmanaged: preset(
      LAYOUTS.otrs.unmanagedAttributes,
      "vendor",
      "the tutorial enables Unmanaged Attributes in the realm's settings",
    ),
    known: KNOWN,
    labels: "label in the sample Map",
    mandatory: key === "customers" ? { customerid: "customerid is required and must equal OTRS's own" } : {},
    strictNames: false,
    longestUserName: null,
  };
}
