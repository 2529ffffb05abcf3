// A stack for one run, in a temporary folder that goes with it; its secrets and passphrase are random.

import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SecretReference } from "../../infra/model/types.ts";
import type { Context } from "../context.ts";
import { randomPassword } from "../random-password.ts";
import { FolderStack, type FolderStackContent, type FolderStackPlace, makeIn } from "./folder-stack.ts";

export interface ThrowAwayOptions
  extends Pick<FolderStackPlace, "name">,
    Pick<FolderStackContent, "spec" | "variables"> {
  /** What gets a random value; those of Keycloak's vault stay what they are. */
  readonly secrets: readonly SecretReference[];
}

/** A server, as far as a stack has to know it. */
export interface ThrowAwayServer {
  readonly url: string;
  readonly adminUsername: string;
  readonly adminPassword: string;
}

export class ThrowAwayStack extends FolderStack implements AsyncDisposable {
  /**
   * Makes the stack, which knows no server yet.
   *
   * @throws Failure `pulumi-failed`
   * @example
   * await using stack = await ThrowAwayStack.create({ name: "trial", spec, variables, secrets }, context);
   * await stack.use(keycloak);
   * await stack.up();
   */
  static async create(options: ThrowAwayOptions, context: Context): Promise<ThrowAwayStack> {
    const { name, spec, variables, secrets } = options;
    const folder = await mkdtemp(join(tmpdir(), "deskrealm-throw-away-"));
    try {
      const random = (kind: SecretReference["kind"]) =>
        Object.fromEntries(
          secrets.flatMap((one) =>
            one.kind === kind && "name" in one ? [[one.name, randomPassword()]] : [],
          ),
        );
      const passphrase = randomBytes(24).toString("base64url");
      const stack = new ThrowAwayStack(...(await makeIn({ folder, name, passphrase }, context)));
      await stack.take({ spec, variables, secrets: random("secret"), env: random("env") });
      return stack;
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Names the server, with its administrator, for everything that follows. */
  async use({ url, adminUsername, adminPassword }: ThrowAwayServer): Promise<void> {
    await this.configure({
      "keycloak:url": { value: url },
      "keycloak:clientId": { value: "admin-cli" },
      "keycloak:username": { value: adminUsername },
      "keycloak:password": { value: adminPassword, secret: true },
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
