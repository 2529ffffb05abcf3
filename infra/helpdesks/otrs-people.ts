// What OTRS calls people's attributes, and which of them it asks for. Sources: the vendor's tutorial
// "Keycloak" (sample Map, "Customer User Attributes"), and the tables `users` and `customer_user` of OTRS.

import type { RealmKey } from "../model/types.ts";
import type { HelpdeskPeople } from "../people/types.ts";

const COLUMNS: HelpdeskPeople["columns"] = {
  login: "username",
  UserLogin: "username",
  UserEmail: "email",
  UserFirstname: "firstName",
  UserLastname: "lastName",
  UserCustomerID: "customerid",
  UserCustomerIDs: "second_customer_ids",
  UserTitle: "title",
  UserPhone: "phone",
  UserFax: "fax",
  UserMobile: "mobile",
  UserStreet: "street",
  UserZip: "zip",
  UserCity: "city",
  UserCountry: "country",
  comments: "comment",
  UserComment: "comment",
  UserSMIMECertificate: "userSMIMECertificate",
};

/** `first_name` and `customer_id` need no entry: case, blanks and underscores do not count. */
const OTHER_COLUMNS = [
  ...["id", "UserID", "pw", "UserPassword", "valid_id", "ValidID", "enabled"],
  ...["create_time", "create_by", "change_time", "change_by"],
];

const REQUIRED: Readonly<Record<RealmKey, readonly string[]>> = {
  agents: [],
  customers: ["username", "email", "firstName", "lastName", "customerid"],
  people: [],
};

export function otrsPeople(key: RealmKey): HelpdeskPeople {
  return { name: "OTRS", columns: COLUMNS, otherColumns: OTHER_COLUMNS, required: REQUIRED[key] };
}
