// A login for OTRS's superuser.

import { place } from "../../places.ts";
import { rule, weight } from "../../rule.ts";

export const superuserLogin = rule({
  code: "superuser-login",
  severity: weight("low"),
  summary: "Login for OTRS's superuser",
  reason:
    "OTRS's access control lists do not hold root@localhost, and nobody can tell who worked by that name. Its vendor asks for agents of one's own for daily work.",
  references: [
    {
      text: 'OTRS, administration manual, "Users, Groups & Roles: Agents"',
      url: "https://doc.otrs.com/doc/manual/admin/8.0/en/content/users-groups-roles/agents.html",
    },
  ],
  check: ({ realms: { agents } }) =>
    agents?.users["root@localhost"]?.enabled === true
      ? [
          place(
            ["agents", "users", "root@localhost", "enabled"],
            "The person root@localhost, whom OTRS's access control lists do not hold, can log in.",
            "set enabled to false for root@localhost once other agents can log in",
          ),
        ]
      : [],
});
