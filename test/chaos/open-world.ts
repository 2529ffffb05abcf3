// A Keycloak and a project for chaos, with secrets whose every trace is looked for in the end.

import { randomBytes } from "node:crypto";
import { useProject } from "../support/use-project.ts";
import { SPEC, STACK, World } from "./world.ts";

export interface OpenWorld extends AsyncDisposable {
  readonly world: World;
  /** Where a secret was printed or is kept in clear; empty where nowhere. */
  leaks(): Promise<string[]>;
}

/** Starts them; disposing stops and removes them. */
export async function openWorld(): Promise<OpenWorld> {
  await using stack = new AsyncDisposableStack();
  const project = stack.use(await useProject({ account: false }));
  const world = new World(project, project.admin);
  await world.write("small");
  const erika = `Erika-${randomBytes(9).toString("hex")}!`;
  const secret = { "deskrealm:secrets.erika": erika };
  await project.initStack(STACK, SPEC, project.settings({ secret }));
  const kept = stack.move();
  return {
    world,
    async leaks() {
      const planted = [erika, project.keycloak.adminPassword];
      const texts = [
        ...project.said.map((text) => ({ path: "something printed", text })),
        ...(await project.kept()),
      ];
      const found = texts.filter(({ text }) => planted.some((secret) => text.includes(secret)));
      return [...new Set(found.map(({ path }) => `a secret is in ${path}`))];
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
