// The methods of a dynamic resource's implementation.

/** `I`: the resource's inputs, which are its outputs too. */
export interface Implementation<I> {
  diff(
    id: string,
    olds: I,
    news: I,
  ): Promise<{ changes: boolean; replaces: string[]; deleteBeforeReplace: boolean }>;
  /** Idempotent: such a resource cannot be imported, and a killed run creates again. */
  create(inputs: I): Promise<{ id: string; outs: I }>;
  /** What the server holds now. An empty id says that it is gone. */
  read(id: string, props: I): Promise<{ id: string; props: I }>;
  update(id: string, olds: I, news: I): Promise<{ outs: I }>;
  delete(id: string, props: I): Promise<void>;
}
