// OTRS's `CustomerUser` backend: which attribute of the customers' realm is which of OTRS's fields.

import type { RealmModel } from "../model/types.ts";
import { perlString } from "./perl.ts";

interface Field {
  readonly attribute: string;
  readonly field: string;
  readonly label: string;
  readonly shown: 0 | 1;
  readonly required: 0 | 1;
  readonly type: "var" | "int";
  /** Written whatever the profile declares. */
  readonly always: boolean;
}

// The vendor's rows and flags. `customerid` is always there because OTRS cannot do without it, and
// unmanaged attributes let it exist undeclared; `enabled` is a property of every person.
const FIELDS: readonly Field[] = [
  field("title", "UserTitle", "Title or salutation"),
  field("firstName", "UserFirstname", "Firstname", { required: 1, always: true }),
  field("lastName", "UserLastname", "Lastname", { required: 1, always: true }),
  field("username", "UserLogin", "Username", { required: 1, always: true }),
  field("email", "UserEmail", "Email", { required: 1, always: true }),
  field("customerid", "UserCustomerID", "CustomerID", { shown: 0, required: 1, always: true }),
  field("second_customer_ids", "UserCustomerIDs", "CustomerIDs"),
  field("phone", "UserPhone", "Phone"),
  field("fax", "UserFax", "Fax"),
  field("mobile", "UserMobile", "Mobile"),
  field("street", "UserStreet", "Street"),
  field("zip", "UserZip", "Zip"),
  field("city", "UserCity", "City"),
  field("country", "UserCountry", "Country"),
  field("comment", "UserComment", "Comment"),
  field("enabled", "ValidID", "Valid", { shown: 0, type: "int", always: true }),
  field("userSMIMECertificate", "UserSMIMECertificate", "SMIMECertificate", { shown: 0, required: 1 }),
];

function field(attribute: string, name: string, label: string, flags: Partial<Field> = {}): Field {
  return { attribute, field: name, label, shown: 1, required: 0, type: "var", always: false, ...flags };
}

/** Declared attributes that OTRS has no field for: dynamic fields of the same names, in the model's order. */
export function dynamicFields(customers: RealmModel): string[] {
  const known = new Set(FIELDS.map(({ attribute }) => attribute));
  return Object.keys(customers.profile.attributes).filter((attribute) => !known.has(attribute));
}

/** The Perl statement that sets the backend. */
export function customerUserBackend(customers: RealmModel): string {
  const declared = (attribute: string) => Object.hasOwn(customers.profile.attributes, attribute);
  const rows = [
    ...FIELDS.filter((known) => known.always || declared(known.attribute)).map(fieldRow),
    ...dynamicFields(customers).map(dynamicFieldRow),
  ];
  return `$Self->{'CustomerUser'} = {
    Name => 'OIDC Backend',
    Module => 'Kernel::System::CustomerUser::OIDC',
    CustomerKey => 'username',
    # The attribute that the Map gives to UserCustomerID, whose value must equal OTRS's. The vendor's
    # sample has 'email' here, which would make every address a customer of its own.
    CustomerID => 'customerid',
    CustomerUserListFields => [ 'firstName', 'lastName', 'email' ],
    CustomerUserSearchFields => [ 'id', 'username', 'email' ],
    CustomerUserSearchListLimit => 250,
    CustomerUserPostMasterSearchFields => [ 'customerid' ],
    CustomerUserNameFields => [ 'firstName', 'lastName' ],
    CustomerUserNameFieldsJoin => ' ',
    CustomerUserExcludePrimaryCustomerID => 0,
    CacheTTL => 0,
    # Customers are kept in Keycloak only.
    ReadOnly => 1,
    # OTRS's field, label, attribute in Keycloak, shown, required, type, link, read-only, link's target and class
    Map => [
${rows.map((row) => `        ${row},\n`).join("")}    ],
};
`;
}

function fieldRow({ field: name, label, attribute, shown, required, type }: Field): string {
  const text = `Translatable(${perlString(label)})`;
  return `[ ${perlString(name)}, ${text}, ${perlString(attribute)}, ${shown}, ${required}, '${type}', '', 1, undef, undef ]`;
}

function dynamicFieldRow(attribute: string): string {
  const name = perlString(`DynamicField_${attribute}`);
  return `[ ${name}, undef, ${perlString(attribute)}, 0, 0, 'dynamic_field', undef, 0, undef, undef ]`;
}
