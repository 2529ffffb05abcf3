// How the people of an installed OTRS come into Keycloak: the vendor's three commands, what comes before
// them and what after. Source: the vendor's tutorial, "Migrate System Authentication to Keycloak".

import type { RealmModel } from "../model/types.ts";
import { REFUSED_IN_USERNAMES } from "../people/characters.ts";
import { codeSpan } from "./markdown.ts";
import type { OtrsModel } from "./otrs-model.ts";
import { backend, otrsClient } from "./otrs-settings.ts";
import { shellBlock, shellWord } from "./shell.ts";
import type { Addresses, CommandWords } from "./types.ts";

/** The steps as Markdown paragraphs. They hold no secret. */
export function otrsMigration(model: OtrsModel, facts: Addresses, command: CommandWords): string[] {
  const ours = (words: string) => `npx deskrealm ${words}`;
  const spec = shellWord(command.spec);
  const at = command.options.map((word) => ` ${shellWord(word)}`).join("");
  return [
    "Make the realms and prove them. OTRS is not told of Keycloak yet: the vendor's commands work only while " +
      `it is not.\n\n${shellBlock([ours(`up ${spec}${at}`), ours(`verify ${spec}${at}`)])}`,
    `${checkText(model)}\n\n${shellBlock([
      ours(`check-users ${spec} agents.csv --realm agents${at}`),
      ours(`check-users ${spec} customers.csv --realm customers${at}`),
    ])}`,
    "See that OTRS's account for Keycloak may do what the commands do. This makes a role and a person, and " +
      `takes them away again.\n\n${shellBlock([ours(`render ${spec} --migration --check${at}`)])}`,
    "Then copy agents' roles, agents and customers to Keycloak, on OTRS's server and in this order. The " +
      `commands ask for both secrets: ${codeSpan(ours(`render ${spec}${at}`))} writes them into \`Config.pm\`, as ` +
      "`Keycloak::API::Credentials::User::ClientSecret` and " +
      "`Keycloak::API::Credentials::CustomerUser::ClientSecret` (type them without Perl's quotes). While a " +
      "command runs, the host's process list shows its secret. What fails stops the rest.\n\n" +
      commandBlock(model, facts),
    "Roles that `SyncRoles` has added belong into the spec too, under `agents.roles`.",
    "Only now switch OTRS over: paste `Config.pm`, and follow the steps that " +
      `${codeSpan(ours(`render ${spec}${at}`))} prints.`,
  ];
}

function checkText(model: OtrsModel): string {
  const { agents, customers } = model.realms;
  const shortest = (realm: RealmModel) =>
    Number(realm.profile.attributes["username"]?.validations["length"]?.["min"] ?? 1);
  const [inAgents, inCustomers] = [shortest(agents), shortest(customers)];
  const lengths =
    inAgents === inCustomers
      ? `shorter than ${inAgents}`
      : `shorter than ${inAgents} (agents) or ${inCustomers} (customers)`;
  const others = [...REFUSED_IN_USERNAMES].filter((one) => !"!%&*/,'".includes(one)).join(" ");
  return (
    "Find people whom Keycloak refuses, and correct them in OTRS: they are left out otherwise. The vendor names " +
    "user names with `! % & * / ,`; Keycloak refuses those, and as well spaces, apostrophes and all of " +
    `${codeSpan(others)}, user names ${lengths} characters, names that differ only in case, and addresses that ` +
    "two people share. Export agents and customers as CSV, with a first row that names the columns as OTRS's " +
    "tables do (`login`, `email`, `first_name`, `last_name`, and for customers `customer_id`; agents' addresses " +
    "are in `user_preferences`, as `UserEmail`), and without passwords."
  );
}

function commandBlock(model: OtrsModel, facts: Addresses): string {
  const { agents, customers } = model.realms;
  return shellBlock([
    // In parentheses, or a pasted line would answer the question for the secret.
    "(",
    "set -e",
    secretQuestion(agents),
    syncCommand("SyncRoles", agents, facts),
    syncCommand("SyncUsers", agents, facts),
    secretQuestion(customers),
    syncCommand("SyncCustomerUsers", customers, facts),
    ")",
  ]);
}

function secretQuestion(realm: RealmModel): string {
  const prompt = `Secret of ${otrsClient(realm, "api").clientId} in ${realm.realm}: `;
  return `IFS= read -rsp ${shellWord(prompt)} secret`;
}

function syncCommand(name: string, realm: RealmModel, facts: Addresses): string {
  return [
    `bin/otrs.Console.pl Admin::IAM::${name}`,
    `--realm ${shellWord(realm.realm)}`,
    `--client-id ${shellWord(otrsClient(realm, "app").clientId)}`,
    `--backend-authority ${shellWord(backend(realm, facts))}`,
    `--api-credentials-client-id ${shellWord(otrsClient(realm, "api").clientId)}`,
    '--api-credentials-client-secret "$secret"',
  ].join(" \\\n  ");
}
