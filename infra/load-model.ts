// From a spec file to the explicit model: the way in that the program and every command share.

import type { Checked } from "./diagnostics/types.ts";
import { type DirectLogin, directLogin } from "./helpdesks/direct.ts";
import { directLogins } from "./helpdesks/direct-several.ts";
import { expandSpec } from "./helpdesks/index.ts";
import type { Expansion } from "./helpdesks/types.ts";
import type { RealmKey } from "./model/types.ts";
import { type ProviderGuide, providerGuides } from "./providers/guide.ts";
import { readText } from "./read-text.ts";
import { REALM_KEYS } from "./spec/layout.ts";
import { type LoadedSpec, specReader } from "./spec/load.ts";
import { problem } from "./spec/problem.ts";
import { parseSource, type Source } from "./spec/source.ts";
import type { Values } from "./spec/substitute.ts";

/** A spec's meaning and the text that it came from. */
export interface LoadedModel extends Expansion {
  readonly source: Source;
  /** The spec as plain data with values in the place of references; secrets stay references. */
  readonly data: unknown;
  /** Files of the authorities that signed the directories' certificates, as the spec names them. */
  readonly authorities: Readonly<Partial<Record<RealmKey, string | undefined>>>;
  /** What is to be set at each provider, for a Keycloak at that public URL. */
  readonly guides: (keycloakUrl: string) => readonly ProviderGuide[];
  /** Both sides' settings for one provider without Keycloak. @throws Failure, as `directLogin` does. */
  readonly withoutKeycloak: (word: string) => DirectLogin;
}

export interface ModelResult extends Checked<LoadedModel> {
  /** The file's text with its secrets covered; undefined where it cannot be read. */
  readonly text: string | undefined;
}

/**
 * Reads, checks and expands one spec.
 *
 * @param path - where the file is
 * @param shown - the path as the person gave it, for messages
 */
export async function loadModel(path: string, shown: string, values: Values): Promise<ModelResult> {
  const read = await readText(path);
  if (read.text !== undefined) return modelOf(read.text, shown, values);
  const start = { line: 1, column: 1 };
  const unreadable = problem({
    code: read.code,
    detail: read.reason,
    hint: "name a spec, for example realms/otrs.yaml",
    file: shown,
    range: { start, end: start },
  });
  return { value: undefined, diagnostics: [unreadable], text: undefined };
}

/** Checks and expands the text of one spec. */
export const modelOf = (text: string, shown: string, values: Values): ModelResult =>
  modelReader(parseSource(text, shown))(values);

/** As `modelOf`, for a text that is read again and again with other values. */
export function modelReader(source: Source): (values: Values) => ModelResult {
  const read = specReader(source);
  return (values) => {
    const { value, ...rest } = read(values);
    return { value: value === undefined ? undefined : loaded(value), ...rest };
  };
}

function loaded({ spec, source, data }: LoadedSpec): LoadedModel {
  const authorities = Object.fromEntries(REALM_KEYS.map((key) => [key, spec[key]?.ldap?.ca]));
  const expansion = expandSpec(spec);
  const guides = (keycloakUrl: string) => providerGuides(spec, expansion.model, keycloakUrl);
  const withoutKeycloak = (word: string) =>
    "helpdesks" in spec ? directLogins(spec, word) : directLogin(spec, expansion, word);
  return { ...expansion, source, data, authorities, guides, withoutKeycloak };
}
