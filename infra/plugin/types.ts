// What one kind of our own resources does. Its inputs are its outputs too.

/** `I`: the resource's inputs. */
export interface Implementation<I> {
  /** Inputs that say which thing it is: where one differs, it is another resource. */
  readonly identity: readonly (keyof I & string)[];
  /** What the plugin adds to the inputs: the state remembers it, and no difference is made of it. */
  readonly remembered?: Readonly<Record<string, unknown>>;
  /** Throws where a resource of the state must not be touched; `olds` are its inputs there. */
  guard?(olds: I): Promise<void>;
  /** Idempotent: a run that was killed creates again. */
  create(inputs: I): Promise<{ readonly id: string; readonly outputs: I }>;
  /** What the server holds now, undefined where it is gone. `inputs` is undefined in an import. */
  read(id: string, inputs: I | undefined): Promise<I | undefined>;
  update(news: I): Promise<I>;
  delete(inputs: I): Promise<void>;
}
