// What one kind of our own resources does. Its inputs are its outputs too.

/** How a resource that is there differs from what is wanted. */
export interface Change {
  readonly changes: boolean;
  /** Inputs whose change makes another resource of it. */
  readonly replaces: readonly string[];
}

/** `I`: the resource's inputs. A value that a preview cannot know yet arrives as a text of Pulumi's. */
export interface Implementation<I> {
  diff(olds: I, news: I): Change;
  /** Idempotent: a run that was killed creates again. */
  create(inputs: I): Promise<{ readonly id: string; readonly outputs: I }>;
  /** What the server holds now, undefined where it is gone. `inputs` is undefined in an import. */
  read(id: string, inputs: I | undefined): Promise<I | undefined>;
  update(news: I): Promise<I>;
  delete(inputs: I): Promise<void>;
}
