// The class path of a built Keycloak.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../../infra/diagnostics/failure.ts";

/** What Quarkus' build has chosen out of all jars, in the order in which it looks for classes. */
const APPLICATION = "lib/quarkus/quarkus-application.dat";
// Each path in it ends where Java's two bytes of the next one's length begin.
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what tells the paths apart
const JAR = /(?:quarkus|app|lib\/boot|lib\/main|\.\.\/providers)\/[^/\x00-\x1f]+\.jar/g;

/**
 * The jars of the Keycloak in `home` as Java's `CLASSPATH`, relative to a folder with links to home's own. So what
 * is archived of them fits wherever such folders are.
 * @throws Failure `keycloak-start-failed` where there is no built Keycloak
 */
export async function classPath(home: string): Promise<string> {
  const application = await readFile(join(home, APPLICATION), "utf8").catch(() => "");
  const jars = new Set(application.match(JAR)?.map((jar) => join("lib", jar)));
  if (jars.size > 0) return [...jars].join(":");
  throw new Failure("keycloak-start-failed", `${home} holds no built Keycloak: no jars in ${APPLICATION}`, {
    hint: "remove that folder; the next start makes it anew",
  });
}
