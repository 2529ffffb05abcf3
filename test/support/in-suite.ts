// What the tests of a suite share.

import { after, before } from "node:test";

/**
 * Something that is made before the suite's first test and disposed of after its last one; before and after that,
 * asking it for anything throws. For a single test, `await using` says the same.
 *
 * @example
 * describe("drift", () => {
 *   const project = inSuite(() => useProject());
 *   test("finds nothing", async () => expectCode(await project.deskrealm(["drift", SPEC]), 0));
 * });
 */
export function inSuite<T extends AsyncDisposable>(make: () => Promise<T>): T {
  let made: T | undefined;
  before(async () => {
    made = await make();
  });
  after(async () => {
    await made?.[Symbol.asyncDispose]();
    made = undefined;
  });
  const there = (): T => {
    if (made === undefined)
      throw new Error("there while the suite's tests run, and not yet or no longer now");
    return made;
  };
  // Methods are called on what was made, whose private fields a stand-in does not have.
  return new Proxy({} as T, {
    get: (_, name) => {
      const value: unknown = Reflect.get(there(), name);
      return typeof value === "function" ? value.bind(made) : value;
    },
    set: (_, name, value) => Reflect.set(there(), name, value),
  });
}
