// What is left to do on OTRS's side, in the order in which it is done.

import type { RealmModel } from "../model/types.ts";
import { codeList, codeSpan } from "./markdown.ts";
import { dynamicFields } from "./otrs-customer-user.ts";
import type { OtrsKey, OtrsModel } from "./otrs-model.ts";
import { backend, gateRole, type OtrsRenderOptions, otrsClient } from "./otrs-settings.ts";
import { shellBlock, shellWord } from "./shell.ts";
import type { RenderFacts } from "./types.ts";

/** The steps as Markdown paragraphs. They hold no secret. */
export function otrsSteps(model: OtrsModel, facts: RenderFacts, options: OtrsRenderOptions): string[] {
  const { agents, customers } = model.realms;
  return [
    // First of all, because the vendor wants it done before OTRS is told of Keycloak.
    "Only for an OTRS that has people already: bring them into Keycloak first, as `deskrealm render SPEC " +
      "--migration` says. It works only while OTRS is not told of Keycloak.",
    "Paste the text of `Config.pm` into OTRS's `Kernel/Config.pm`, inside `sub Load` and before its " +
      "`return 1;`. Where that file already sets `AuthModule`, `Customer::AuthModule`, `AuthSyncModule` or " +
      "`CustomerUser`, take the old setting out. It now holds two client secrets: let only OTRS read it.",
    "Where OTRS is set up by environment variables instead, `environment.md` has the same values by purpose.",
    `From OTRS's server, see that Keycloak answers:\n\n${shellBlock([
      ...new Set([agents, customers].map((realm) => `curl -v -L ${shellWord(backend(realm, facts))}`)),
      "bin/otrs.Console.pl Maint::IAM::Check",
    ])}`,
    ...rootStep(agents),
    roleStep(agents, options),
    gateStep(model, options),
    "Agents cannot be created in OTRS any more: OTRS writes an agent at each login from the access token, " +
      "with name, email and roles, and without groups.",
    "Customers are created and changed in Keycloak only; OTRS neither copies nor changes them. The attribute " +
      "`customerid` of each must be exactly the CustomerID that OTRS has on its tickets.",
    ...dynamicFieldStep(customers),
    "Do not delete people in Keycloak, as OTRS keeps references to them: disable them (`enabled: false`).",
    "Every agent checks the organizer items of type customer user: those with the wildcard `*` stop working, " +
      "since Keycloak does not search by wildcards. Drop them and make new ones with the filters on offer.",
  ];
}

function rootStep(agents: RealmModel): string[] {
  if (Object.hasOwn(agents.users, "root@localhost")) return [];
  return [
    `Create the person \`root@localhost\` in realm ${codeSpan(agents.realm)} (in the spec: under \`agents.users\`), ` +
      "with email, first and last name, and give it its roles.",
  ];
}

function roleStep(agents: RealmModel, options: OtrsRenderOptions): string {
  if (options.disableUserRolesSync) {
    return "Agents' roles are not synced at login: give agents their roles in OTRS as well.";
  }
  const app = otrsClient(agents, "app");
  const names = Object.keys(app.roles);
  const listed = names.length === 0 ? "" : ` So far they are ${codeList(names)}.`;
  return (
    `Roles of client ${codeSpan(app.clientId)} and roles in OTRS must have exactly the same names: ` +
    `at login an agent gets in OTRS the roles that the token names.${listed}`
  );
}

function gateStep(model: OtrsModel, options: OtrsRenderOptions): string {
  const gate = (key: OtrsKey, name: string) => {
    const role = gateRole(model, key, options);
    const who =
      role === null ? "everybody in the realm may" : `only people with the role ${codeSpan(role)} may`;
    return `in realm ${codeSpan(model.realms[key].realm)} ${who} log in to the ${name}`;
  };
  const gates = [gate("agents", "agents' interface"), gate("customers", "external interface")];
  return `Give people their roles in Keycloak: ${gates.join("; ")}.`;
}

function dynamicFieldStep(customers: RealmModel): string[] {
  const names = dynamicFields(customers);
  if (names.length === 0) return [];
  return [`In OTRS, create dynamic fields for customer users with exactly these names: ${codeList(names)}.`];
}
