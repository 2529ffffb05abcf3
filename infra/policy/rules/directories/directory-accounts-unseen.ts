// Accounts that Active Directory has disabled, and Keycloak does not know of it.

import { directoriesOf, place } from "../../places.ts";
import { adminGuide } from "../../references.ts";
import { rule, weight } from "../../rule.ts";

const KIND = "msad-user-account-control-mapper";
const ALWAYS = "always.read.enabled.value.from.ldap";

export const directoryAccountsUnseen = rule({
  code: "directory-accounts-unseen",
  severity: weight("medium"),
  summary: "Disabled accounts of Active Directory that stay enabled",
  reason:
    "Whoever is disabled in the directory keeps sessions and tokens, and counts as one of the helpdesk's people, until the next full sync, or for ever where nothing maps the account's state.",
  references: [adminGuide("Using external storage: LDAP mappers")],
  check: (model) =>
    directoriesOf(model).flatMap(({ at, directory: { vendor, name, mappers } }) => {
      if (vendor !== "AD") return [];
      const found = Object.entries(mappers).find(([, { type }]) => type === KIND);
      if (found === undefined) {
        const detail = `The directory ${name} has no mapper for the state of accounts.`;
        return [place([...at, "mappers"], detail, `let Deskrealm make the mapper (${KIND}): deskrealm up`)];
      }
      const [mapper, { config }] = found;
      const detail = `The directory ${name} says that an account is disabled only when it is synchronised.`;
      return config[ALWAYS] === "true"
        ? []
        : [place([...at, "mappers", mapper, "config", ALWAYS], detail, `set ${ALWAYS} to true`)];
    }),
});
