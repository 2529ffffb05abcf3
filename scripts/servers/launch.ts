// Starts Keycloak's JVM directly, with the arguments that kc.sh would give it and those that start it faster.
//
// kc.sh leaves the classes to a class loader of Quarkus. From Java's own an archive holds more: classes linked, and
// what lambdas become. So all jars are on the class path here, in Quarkus' order.

import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { type Environment, exists } from "../toolchain/cache.ts";
import { definedOnly } from "../toolchain/run.ts";
import { classPath } from "./class-path.ts";
import type { Java } from "./java.ts";
import { spawnServer } from "./spawn.ts";

export interface LaunchOptions {
  /** The unpacked and built Keycloak. */
  readonly home: string;
  /** The server's own folder: it holds `data`, and links to home's folders. */
  readonly serverFolder: string;
  readonly java: Java;
  readonly port: number;
  readonly logFile: string;
  /** Where the archive of classes is, or is to be written; without it, there is none. */
  readonly classArchive?: { readonly file: string; readonly mode: "read" | "write" };
  /** PEM files of authorities that are trusted besides Java's own. */
  readonly trust: readonly string[];
  /** Only while the master realm is made: who its administrator is. */
  readonly bootstrap?: { readonly username: string; readonly password: string };
  /** Whether it has test realms alone: see `KeycloakOptions`. */
  readonly forTests?: boolean;
  /** Keep running when this process ends; otherwise the server dies with it, even by `kill -9`. */
  readonly detached: boolean;
  readonly env: Environment;
}

/** Starts the server; what it says goes to the log file. */
export async function launch(options: LaunchOptions): Promise<ChildProcess> {
  const java = join(options.java.home, "bin", "java");
  const archive = await archiveFlags(options);
  const knowsWhatIsHot = archive.some((flag) => flag.startsWith(READ_AOT));
  const args = [
    ...archive,
    ...(options.forTests === true ? ONE_COMPILER : lateCompilers(knowsWhatIsHot)),
    ...jvmFlags(options),
    "org.keycloak.quarkus.runtime.KeycloakMain",
    // Nothing else: then Keycloak starts without its command line's parser.
    ...["start", "--optimized"],
  ];
  const { serverFolder: cwd, logFile, detached } = options;
  const env = { ...serverEnvironment(options), CLASSPATH: await classPath(options.home) };
  return spawnServer({ program: java, args, cwd, env, logFile, detached });
}

const READ_AOT = "-XX:AOTCache=";

/** An archive belongs to one Java and one set of flags; the JVM ignores one that does not fit. */
async function archiveFlags({ java, classArchive }: LaunchOptions): Promise<string[]> {
  if (classArchive === undefined) return [];
  const { file, mode } = classArchive;
  const aot = java.major >= 25;
  if (mode === "write") return [aot ? `-XX:AOTCacheOutput=${file}` : `-XX:ArchiveClassesAtExit=${file}`];
  if (!(await exists(file))) return [];
  return [aot ? `${READ_AOT}${file}` : `-XX:SharedArchiveFile=${file}`];
}

/**
 * Compiling takes more than half of the machine from a start. It comes later here: C1 five times, and C2, the
 * optimising compiler, ten to twenty times. An AOT cache says what was hot in the run that it was written in, so with
 * one the rest waits longer again; later still, a server that runs for long would be slow for long.
 */
function lateCompilers(knowsWhatIsHot: boolean): string[] {
  const [c1, c2] = knowsWhatIsHot ? [2, 5] : [1, 1];
  const early = (method: string) =>
    `-XX:CompileCommand=CompileThresholdScaling,java.math.${method},${0.001 / c2}`;
  return [
    ...[`-XX:Tier3InvocationThreshold=${1000 * c1}`, `-XX:Tier3MinInvocationThreshold=${500 * c1}`],
    `-XX:Tier3CompileThreshold=${8000 * c1}`,
    ...[`-XX:Tier4InvocationThreshold=${100_000 * c2}`, `-XX:Tier4MinInvocationThreshold=${12_000 * c2}`],
    ...[`-XX:Tier4CompileThreshold=${300_000 * c2}`, `-XX:Tier4BackEdgeThreshold=${400_000 * c2}`],
    ...["-XX:CompileCommand=quiet", ...OF_RSA_KEYS.map(early)],
  ];
}

/**
 * What C2 replaces by the processor's own arithmetic, and what calls it: early, since each realm needs RSA keys. All
 * of java.math early costs as much as the keys themselves.
 */
const OF_RSA_KEYS = ["BigInteger::montgomery*", "BigInteger::*ToLen", "MutableBigInteger::mulsub*"];

/** C1 alone, at its own pace: what takes its time with that, RSA keys and hashes, such a server is spared. */
const ONE_COMPILER = ["-XX:TieredStopAtLevel=1"];

/** Room for what a start makes, so that it is collected a few times and not thirty. */
const MEMORY = [
  ...["-Xms256m", "-Xmn128m", "-Xmx512m", "-XX:MetaspaceSize=200m", "-XX:MaxMetaspaceSize=256m"],
  // Without the file in which other programs could watch it.
  ...["-XX:+UseSerialGC", "-XX:-UsePerfData"],
];

/**
 * As in kc.sh, but for memory, collector and compilers. C1 alone starts half a second sooner, and then each realm
 * that Keycloak has to make keys for takes 2 to 6 s instead of 1, since only C2 makes big numbers (RSA keys) fast.
 */
function jvmFlags({ home, serverFolder, java }: LaunchOptions): string[] {
  const opens = ["java.util", "java.util.concurrent", "java.security"];
  // jboss-threads asks for this one on Java 24 or later, and fails threads without it.
  if (java.major >= 24) opens.push("java.lang");
  // For Keycloaks older than Java 25, as in their build.
  const experimental = java.major >= 25 ? ["-Dnet.bytebuddy.experimental=true"] : [];
  const forkJoin = "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory";
  return [
    ...MEMORY,
    ...["-XX:+ExitOnOutOfMemoryError", "-Dfile.encoding=UTF-8"],
    ...["-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8", "-Djava.security.egd=file:/dev/urandom"],
    ...opens.map((name) => `--add-opens=java.base/${name}=ALL-UNNAMED`),
    ...experimental,
    ...["-Duser.language=en", "-Duser.country=US"],
    `-Djava.util.concurrent.ForkJoinPool.common.threadFactory=${forkJoin}`,
    `-Dkc.home.dir=${serverFolder}`,
    `-Djboss.server.config.dir=${join(home, "conf")}`,
    "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
    // Keycloak writes the authorities that it trusts to its own folder and reads them at once: they are no secret.
    ...["-Dkeystore.pkcs12.macAlgorithm=NONE", "-Dkeystore.pkcs12.certProtectionAlgorithm=NONE"],
    ...["-Dpicocli.disable.closures=true", "-Dquarkus-log-max-startup-records=10000"],
    // By itself Java makes a class for each method that is called by reflection, which hardly pays in a first hour.
    "-Djdk.reflect.useNativeAccessorOnly=true",
  ];
}

/**
 * Tests log in side by side. By itself Keycloak refuses whoever logs in while another login as the same person is
 * not quite done, as if the password were wrong: keycloak/keycloak#33527.
 */
const SIDE_BY_SIDE = "KC_SPI_BRUTE_FORCE_PROTECTOR_DEFAULT_BRUTE_FORCE_DETECTOR_ALLOW_CONCURRENT_REQUESTS";

/**
 * Argon2 in its cheapest form. Passwords of test people are random, and nobody but their tests reads the database.
 */
const CHEAP_HASHES = {
  KC_SPI_PASSWORD_HASHING_ARGON2_ITERATIONS: "1",
  KC_SPI_PASSWORD_HASHING_ARGON2_MEMORY: "256",
};

/**
 * The server's options in a short environment: the person's KC_* would configure this server, their
 * JAVA_TOOL_OPTIONS its JVM.
 */
function serverEnvironment({ env, bootstrap, port, trust, forTests }: LaunchOptions): Record<string, string> {
  const { PATH, HOME, TMPDIR, TZ, LANG } = env;
  const admin =
    bootstrap === undefined
      ? {}
      : { KC_BOOTSTRAP_ADMIN_USERNAME: bootstrap.username, KC_BOOTSTRAP_ADMIN_PASSWORD: bootstrap.password };
  const options = {
    ...{ KC_CACHE: "local", KC_HTTP_ENABLED: "true", KC_HTTP_HOST: "127.0.0.1", KC_HTTP_PORT: String(port) },
    KC_HOSTNAME_STRICT: "false",
    [SIDE_BY_SIDE]: "true",
    ...(forTests === true ? CHEAP_HASHES : {}),
    ...(trust.length === 0 ? {} : { KC_TRUSTSTORE_PATHS: trust.join(",") }),
  };
  return definedOnly({ PATH, HOME, TMPDIR, TZ, LANG, ...options, ...admin });
}
