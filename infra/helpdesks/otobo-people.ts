// What OTOBO calls people's attributes, and which of them it asks for. Sources: the tables `users` and
// `customer_user` of OTOBO, and its code: UserAdd takes nobody without name and address.

import type { RealmKey } from "../model/types.ts";
import type { HelpdeskPeople } from "../people/types.ts";

const COLUMNS: HelpdeskPeople["columns"] = {
  login: "username",
  UserLogin: "username",
  UserEmail: "email",
  UserFirstname: "firstName",
  UserLastname: "lastName",
};

/** `first_name` needs no entry: case, blanks and underscores do not count. */
const OTHER_COLUMNS = [
  ...["id", "UserID", "pw", "UserPassword", "valid_id", "ValidID", "title", "UserTitle", "comments"],
  ...["create_time", "create_by", "change_time", "change_by", "customer_id", "UserCustomerID"],
  ...["phone", "fax", "mobile", "street", "zip", "city", "country"],
];

export const otoboPeople = (_: RealmKey): Omit<HelpdeskPeople, "name"> => ({
  columns: COLUMNS,
  otherColumns: OTHER_COLUMNS,
  required: ["email", "firstName", "lastName"],
});
