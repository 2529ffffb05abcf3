// What one kind of our own resources does. Its inputs are its outputs too.

/** `I`: the resource's inputs. */
export interface Implementation<I> {
  /** What to call it where a server has it by its name, whoever made it. Left out where it is a part of another. */
  existing?(inputs: I): Promise<string | undefined>;
  /** Idempotent: a run that was killed creates again. */
  create(inputs: I): Promise<{ readonly id: string; readonly outputs: I }>;
  /** What the server holds now, undefined where it is gone. `inputs` is undefined in an import. */
  read(id: string, inputs: I | undefined): Promise<I | undefined>;
  update(news: I): Promise<I>;
  delete(inputs: I): Promise<void>;
}
