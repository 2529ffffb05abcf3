// deskrealm export: realms on a server, made by hand, as the shortest spec that expands to them.

import { type Command, InvalidArgumentError, Option } from "commander";
import { AdminClient } from "../../infra/admin/client.ts";
import { visible } from "../../infra/diagnostics/visible.ts";
import type { Product } from "../../infra/model/types.ts";
import { PRODUCTS, REALM_KEYS } from "../../infra/spec/layout.ts";
import type { Context, ExitCode, Register } from "../context.ts";
import { type ExportedFile, exportRealms } from "../export/export-realms.ts";
import { CLIENT_ROLES } from "../export/layout.ts";
import { connectionOf } from "../stack/target.ts";
import { writeDiagnostics } from "../views/check.ts";
import { writeNew } from "../write-new.ts";

interface ExportArguments {
  readonly helpdesk: Product;
  readonly realm?: string[];
  readonly agents?: string;
  readonly customers?: string;
  readonly people?: string;
  readonly client?: Record<string, string>;
  readonly person?: string[];
  readonly url?: string;
  readonly stack?: string;
  readonly out?: string;
}

export const registerExport: Register = (program, context, finish) => {
  program
    .command("export")
    .description("write the shortest spec for realms that are on a server, and list what it cannot say")
    .addOption(new Option("--helpdesk <name>", "product").choices(PRODUCTS).default("otrs"))
    .option("--realm <name>", "a realm; who logs in there is told by its roles or its name", collect)
    .option("--agents <name>", "the agents' realm")
    .option("--customers <name>", "the customers' realm")
    .option("--people <name>", "the one realm of everybody, in the place of the two others")
    .option("--client <place=id>", "a client under another name, such as agents.app=helpdesk", collectClient)
    .option("--person <name>", "a person whom the spec is to name; may be given again", collect)
    .option("--url <url>", "the helpdesk's URL; without it, the best among the clients' addresses")
    .option("--stack <name>", "take the Keycloak from this stack")
    .option("--out <file>", "write it there, and not over another file")
    .action(async (options: ExportArguments, command: Command) => {
      const { realm = [], agents, customers, people } = options;
      if ([...realm, agents, customers, people].every((name) => name === undefined))
        command.error("error: name a realm with --realm, --agents, --customers or --people");
      finish(await runExport(options, context));
    });
};

const collect = (word: string, before: string[] = []): string[] => [...before, word];

function collectClient(word: string, before: Record<string, string> = {}): Record<string, string> {
  const places = REALM_KEYS.flatMap((key) => CLIENT_ROLES.map((role) => `${key}.${role}`));
  const [place = "", id = ""] = word.split(/=(.*)/s);
  if (places.includes(place) && id !== "") return { ...before, [place]: id };
  throw new InvalidArgumentError(`write PLACE=ID, with one of ${places.join(", ")}.`);
}

async function runExport(options: ExportArguments, context: Context): Promise<ExitCode> {
  const { out } = options;
  using admin = new AdminClient(await connectionOf(options.stack, context), { signal: context.signal });
  const file = await exportRealms(admin, {
    helpdesk: options.helpdesk,
    realms: Object.fromEntries(
      REALM_KEYS.flatMap((key) => (options[key] === undefined ? [] : [[key, options[key]]])),
    ),
    others: options.realm ?? [],
    clients: options.client ?? {},
    people: options.person ?? [],
    url: options.url,
  });
  if (out === undefined) context.stdout.write(file.text);
  else await writeNew(out, file.text, context);
  tell(file, context.stderr);
  return 0;
}

/** The same as at the file's head, for those who write it elsewhere. */
function tell({ rest, notes, diagnostics, text }: ExportedFile, stderr: Context["stderr"]): void {
  writeDiagnostics({ value: undefined, diagnostics, text }, stderr);
  const found =
    rest.length === 0 ? "Everything on the server is in the spec." : `${rest.length} not in the spec:`;
  stderr.write(
    [found, ...rest.map((line) => `- ${visible(line)}`), ...notes.map((line) => `notice: ${line}`), ""].join(
      "\n",
    ),
  );
}
