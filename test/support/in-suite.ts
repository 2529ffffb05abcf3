// What the tests of a suite share.

import { after, before } from "node:test";

interface Fixture extends AsyncDisposable {
  isOver: boolean;
}

/** Those of all suites that are there now, in the order in which they were made. */
const fixtures: Fixture[] = [];
/** Ends when the last one so far is made: the `before` hooks of a file, unlike a suite's, begin all at once. */
let turn: Promise<void> = Promise.resolve();

/**
 * Something that is made before the first test of the suite, or of the file, and disposed of after its last one; before
 * and after that, asking it for anything throws. `make` may ask what lines above have made: what is made first is
 * disposed of last, as by `await using`, which says the same for a single test. Whatever else needs it before the tests
 * is done in `make` too, or, in a suite, in a `before` below.
 *
 * @example
 * describe("drift", () => {
 *   const project = inSuite(() => useProject());
 *   test("finds nothing", async () => expectCode(await project.deskrealm(["drift", SPEC]), 0));
 * });
 */
export function inSuite<T extends AsyncDisposable>(make: () => Promise<T>): T {
  let made: T | undefined;
  const fixture: Fixture = {
    isOver: false,
    async [Symbol.asyncDispose]() {
      await made?.[Symbol.asyncDispose]();
      made = undefined;
    },
  };
  before(() => {
    const making = turn.then(async () => {
      made = await make();
      fixtures.push(fixture);
    });
    turn = making.catch(() => {});
    return making;
  });
  after(async () => {
    fixture.isOver = true;
    // Hooks run in the order of their lines. What a later line has made may need this one until it is gone itself.
    await using ending = new AsyncDisposableStack();
    for (const one of fixtures.splice(fixtures.findLastIndex(({ isOver }) => !isOver) + 1)) ending.use(one);
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
    has: (_, name) => Reflect.has(there(), name),
    ownKeys: () => {
      throw new Error("a stand-in cannot be spread out: name what you want of it");
    },
  });
}
