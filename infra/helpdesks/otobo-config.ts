// OTOBO's side of the realms: its Config.pm, and what is left to do.

import type { RealmKey, RealmModel, SingleModel } from "../model/types.ts";
import type { Spec } from "../spec/schema.ts";
import { keycloakIssuer } from "./issuer.ts";
import { otoboNotices } from "./otobo-notices.ts";
import { type Door, type Entrance, makesAgents, OTOBO_ROLES, otoboSettings } from "./otobo-settings.ts";
import { otoboSteps } from "./otobo-steps.ts";
import { type PerlData, perlData, perlString } from "./perl.ts";
import { interfacesOf } from "./standard.ts";
import type { RenderedFile, RenderFacts, Rendering } from "./types.ts";

const TITLES = { agents: "Agents", customers: "Customers" } as const;

/**
 * Renders OTOBO's configuration; pure. `Config.pm` holds the secrets, nothing else does.
 *
 * @throws Failure `secret-missing` where the facts lack the secret of a client.
 */
export function renderOtobo(model: SingleModel, spec: Spec, facts: RenderFacts): Rendering {
  const entrances = entrancesOf(model, spec);
  const doors = entrances.map((entrance) => ({
    ...entrance,
    issuer: keycloakIssuer(entrance.key, entrance.realm, facts, { rolesClaim: OTOBO_ROLES }),
    makesAgents: makesAgents(entrance),
  }));
  return {
    files: [otoboFile(doors, spec)],
    steps: otoboSteps(entrances, spec),
    notices: otoboNotices(entrances, model, spec),
  };
}

/** The text for OTOBO's own Config.pm. It holds secrets. */
export function otoboFile(doors: readonly Door[], spec: Spec): RenderedFile {
  const parts = doors.map((door) => `# ${TITLES[door.at]}\n\n${statements(otoboSettings(door, spec))}`);
  const text = `# For the sub Load of OTOBO's Kernel/Config.pm, which brings $Self.
# This text holds secrets. It is UTF-8, and the next line makes Perl read it as such.
use utf8;

${parts.join("\n")}`;
  return { name: "Config.pm", text, secret: true };
}

/** Agents before customers. */
function entrancesOf({ realms }: SingleModel, spec: Spec): Entrance[] {
  const found = (Object.entries(realms) as [RealmKey, RealmModel][]).flatMap(([key, realm]) =>
    interfacesOf(key, spec).map((at) => ({ at, key, realm })),
  );
  return found.toSorted((a, b) => a.at.localeCompare(b.at));
}

function statements(settings: Readonly<Record<string, PerlData>>): string {
  return Object.entries(settings)
    .map(([key, value]) => `$Self->{${perlString(key)}} = ${perlData(value)};\n`)
    .join("");
}
