// Filters of searches for people, as Keycloak builds them.

import type { FederationModel } from "../../infra/model/federation.ts";

/** Everybody who can come from the directory: all of the object classes, the user name, the spec's filter. */
export function peopleFilter(federation: FederationModel): string {
  const classes = federation.objectClasses.map((name) => `(objectClass=${name})`);
  return `(&${namedFilter(federation)}${classes.join("")})`;
}

/** Who would come if object classes did not count. */
export function namedFilter({ usernameAttribute, filter }: FederationModel): string {
  return `(&(${usernameAttribute}=*)${parenthesized(filter)})`;
}

export const lackingClass = (federation: FederationModel, name: string): string =>
  `(&${namedFilter(federation)}(!(objectClass=${name})))`;

export const lackingAttribute = (federation: FederationModel, name: string): string =>
  `(&${peopleFilter(federation)}(!(${name}=*)))`;

/** Who is new or has changed since then, as Keycloak asks at a sync of changed people. */
export function changedFilter(federation: FederationModel, since: Date): string {
  const [made, changed] = timestampsOf(federation);
  const time = `${since.toISOString().replace(/[-:T]/g, "").slice(0, 14)}.0Z`;
  return `(&${peopleFilter(federation)}(|(${made}>=${time})(${changed}>=${time})))`;
}

const timestampsOf = ({ vendor }: FederationModel): readonly [string, string] =>
  vendor === "AD" ? ["whenCreated", "whenChanged"] : ["createTimestamp", "modifyTimestamp"];

function parenthesized(filter: string | null): string {
  const text = filter?.trim() ?? "";
  if (text === "") return "";
  return text.startsWith("(") ? text : `(${text})`;
}
