// Which of Pulumi's resources answers for which part of the model. The names are those of infra/components.

import type { Difference } from "../model/diff.ts";

/** A logical name; with a slash at the end, everything below it. */
export type ResourcePath = string;

/** The resources that put a difference right; none for what no server holds. */
export function resourcesOf(helpdesk: string, { segments, realm }: Difference): readonly ResourcePath[] {
  if (realm === "") return [];
  const [key = "", part, name = "", inner, role] = segments;
  const under = (...parts: readonly string[]) => [helpdesk, key, ...parts].join("/");
  if (part === undefined) return [under("")];
  if (part === "profile") return [under("profile")];
  if (part === "builtInClientRoles" || part === "defaultRoles") return [under("details")];
  if (part === "themes") return [under("realm"), under("details")];
  if (part === "users") {
    // The realm's mark names the people.
    if (inner === undefined) return [under("users", name, ""), under("realm")];
    return [under("users", name, inner === "clientRoles" ? "roles" : "user")];
  }
  if (part === "groups") return [under("groups", name, inner === undefined ? "" : "roles")];
  if (part === "federations") {
    const at = ["federations", name] as const;
    // The realm's mark names the directories.
    if (inner === undefined) return [under(...at), under(...at, ""), under("realm")];
    // A window opens both.
    if (inner === "mappers") return [under(...at, "mappers")];
    return inner === "name" ? [under(...at), under("realm")] : [under(...at)];
  }
  if (part === "identityProviders") return [under("identity-providers", name)];
  if (part === "brokerFlows") return [under("broker-flows", name)];
  if (part !== "clients") return [under("realm")];
  const client = (...parts: readonly string[]) => under("clients", name, ...parts);
  if (inner === undefined) return [client("")];
  if (inner === "roles") return [client("roles", role ?? ""), client("attachments")];
  if (inner === "serviceAccount") return [client("client"), client("service-account")];
  if (inner === "serviceAccountRoles") return [client("service-account")];
  return [client(ATTACHED.has(inner) ? "attachments" : "client")];
}

const ATTACHED: ReadonlySet<string> = new Set(["defaultScopes", "optionalScopes", "mappers"]);

/** Whether the path is the resource's, or one above it. */
export const covers = (path: ResourcePath, name: string): boolean =>
  path.endsWith("/") ? name.startsWith(path) : path === name;
