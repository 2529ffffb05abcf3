// Names of realms, in the model's order.

interface Named {
  readonly realms: Readonly<Partial<Record<string, { readonly realm: string }>>>;
}

/** Names of a model's realms, the agents' first. */
export const realmNames = ({ realms }: Named): string[] =>
  Object.values(realms).flatMap((one) => (one === undefined ? [] : [one.realm]));
