// deskrealm export: realms on a server, made by hand, as the shortest spec that expands to them.

import { type Command, InvalidArgumentError } from "commander";
import { AdminClient } from "../../infra/admin/client.ts";
import { visible } from "../../infra/diagnostics/visible.ts";
import { clientKey } from "../../infra/model/helpdesks.ts";
import type { Product } from "../../infra/model/types.ts";
import { type KeyedWord, keyedWord } from "../../infra/spec/keyed-word.ts";
import { PRODUCTS, REALM_KEYS } from "../../infra/spec/layout.ts";
import type { Context, ExitCode, Register } from "../context.ts";
import { type ExportedFile, exportRealms } from "../export/export-realms.ts";
import type { Asked } from "../export/layout.ts";
import { connectionOf } from "../stack/target.ts";
import { writeDiagnostics } from "../views/check.ts";
import { writeNew } from "../write-new.ts";

/** Of a helpdesk's layout: what people log in by, and OTRS's server. */
const PARTS = ["app", "api"];

interface ExportArguments {
  readonly helpdesk?: NamedHelpdesk[];
  readonly realm?: string[];
  readonly agents?: string;
  readonly customers?: string;
  readonly people?: string;
  readonly client?: Record<string, string>;
  readonly person?: string[];
  readonly url?: KeyedWord[];
  readonly stack?: string;
  readonly out?: string;
}

interface NamedHelpdesk extends KeyedWord {
  readonly value: Product;
}

export const registerExport: Register = (program, context, finish) => {
  program
    .command("export")
    .description("write the shortest spec for realms that are on a server, and list what it cannot say")
    .option(
      "--helpdesk <product>",
      "otrs by default; may be given again, also as KEY=PRODUCT: several that share the realms",
      collectHelpdesk,
    )
    .option("--realm <name>", "a realm; who logs in there is told by its roles or its name", collect)
    .option("--agents <name>", "the agents' realm")
    .option("--customers <name>", "the customers' realm")
    .option("--people <name>", "the one realm of everybody, in the place of the two others")
    .option(
      "--client <place=id>",
      "a client under another name: agents.app=ID, or of several helpdesks agents.KEY.app=ID",
      collectClient,
    )
    .option("--person <name>", "a person whom the spec is to name; may be given again", collect)
    .option(
      "--url <url>",
      "the helpdesk's URL, KEY=URL of one among several; without it, the best among the clients' addresses",
      (word: string, before: KeyedWord[] = []) => [...before, keyedWord(word)],
    )
    .option("--stack <name>", "take the Keycloak from this stack")
    .option("--out <file>", "write it there, and not over another file")
    .action(async (options: ExportArguments, command: Command) => {
      const { realm = [], agents, customers, people } = options;
      if ([...realm, agents, customers, people].every((name) => name === undefined))
        command.error("error: name a realm with --realm, --agents, --customers or --people");
      const flaws = flawsOf(options);
      if (flaws.length > 0) command.error(`error: ${flaws.join("\nerror: ")}`);
      finish(await runExport(options, context));
    });
};

const collect = (word: string, before: string[] = []): string[] => [...before, word];

function collectHelpdesk(word: string, before: NamedHelpdesk[] = []): NamedHelpdesk[] {
  const { key, value } = keyedWord(word);
  const product = PRODUCTS.find((one) => one === value);
  if (product === undefined || key === "")
    throw new InvalidArgumentError(`write PRODUCT or KEY=PRODUCT, with one of ${PRODUCTS.join(", ")}.`);
  return [...before, { key, value: product }];
}

function collectClient(word: string, before: Record<string, string> = {}): Record<string, string> {
  const [place = "", id = ""] = word.split(/=(.*)/s);
  if (place !== "" && id !== "") return { ...before, [place]: id };
  throw new InvalidArgumentError("write PLACE=ID, for example agents.app=helpdesk.");
}

/** The helpdesks that are asked for; OTRS alone where none is. */
function askedFor({
  helpdesk: words = [{ key: undefined, value: "otrs" }],
  url = [],
}: ExportArguments): Asked {
  const several = words.length > 1 || words.some(({ key }) => key !== undefined);
  const helpdesks = words.map(({ key, value }) => [key ?? value, value] as const);
  const [[only = ""] = []] = helpdesks;
  return {
    helpdesks: new Map(helpdesks),
    several,
    urls: new Map(url.map(({ key = only, value }) => [key, value])),
  };
}

/** Everything that does not go together. */
function flawsOf(options: ExportArguments): string[] {
  const { helpdesk = [], url = [], client = {} } = options;
  const { helpdesks, several } = askedFor(options);
  const keys = [...helpdesks.keys()];
  const parts = several ? keys.flatMap((key) => PARTS.map((part) => clientKey(key, part))) : PARTS;
  const places = REALM_KEYS.flatMap((key) => parts.map((part) => `${key}.${part}`));
  const any = several ? keys.map((key) => `${key}=URL`).join(" or ") : "URL";
  const twice = (words: readonly KeyedWord[]) => new Set(words.map(({ key }) => key)).size < words.length;
  return [
    ...(helpdesks.size < helpdesk.length ? ["two helpdesks have one key: write --helpdesk KEY=PRODUCT"] : []),
    ...url.flatMap(({ key }) =>
      several === (key !== undefined) && (key === undefined || keys.includes(key))
        ? []
        : [`--url ${key === undefined ? "" : `${key}=`}… is for no helpdesk: write --url ${any}`],
    ),
    ...(twice(url) ? ["a helpdesk has one URL: write --url once for each"] : []),
    ...Object.keys(client).flatMap((place) =>
      places.includes(place)
        ? []
        : [`--client ${place}=… has no such place: write one of ${places.join(", ")}`],
    ),
  ];
}

async function runExport(options: ExportArguments, context: Context): Promise<ExitCode> {
  const { out } = options;
  using admin = new AdminClient(await connectionOf(options.stack, context), { signal: context.signal });
  const file = await exportRealms(admin, {
    ...askedFor(options),
    realms: Object.fromEntries(
      REALM_KEYS.flatMap((key) => (options[key] === undefined ? [] : [[key, options[key]]])),
    ),
    others: options.realm ?? [],
    clients: options.client ?? {},
    people: options.person ?? [],
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
