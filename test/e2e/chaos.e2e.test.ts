import assert from "node:assert/strict";
import { test } from "node:test";
import { chaos } from "../chaos/chaos.ts";
import { openWorld } from "../chaos/open-world.ts";

/** Each act once; `npm run chaos` does a hundred. */
const KILLS = 6;

test("whatever is killed in up, an update, adopt and destroy, the same command gets home: no drift, no duplicate, every id as before, no secret anywhere", async () => {
  await using world = await openWorld();
  const outcomes = await chaos(world.world, KILLS, () => {});
  for (const { act, killedAfter, said, problems } of outcomes)
    assert.deepEqual(problems, [], `${act} killed after ${killedAfter} ms, at "${said}"`);
  assert.equal(outcomes.length, KILLS);
  assert.deepEqual(await world.leaks(), []);
});
