/** Work that is done once, whoever asks for it and however often. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { once } from "../../server/src/core/workspace/once.ts";

/** Work in three steps that counts how often each is done. */
function counted() {
  const done: number[] = [];
  const work = once(function* () {
    for (const step of [1, 2, 3]) {
      done.push(step);
      yield;
    }
    return done.length;
  });
  return { work, done };
}

test("nothing is done before somebody asks", () => {
  assert.deepEqual(counted().done, []);
});

test("two who pull in turns do each step once, and get the same result", () => {
  const { work, done } = counted();
  const [one, other] = [work.pull(), work.pull()];
  one.next();
  other.next();
  assert.deepEqual(done, [1, 2]);
  assert.equal(work.now(), 3);
  assert.deepEqual(
    [one.next(), other.next()],
    [
      { done: true, value: 3 },
      { done: true, value: 3 },
    ],
  );
  assert.deepEqual(done, [1, 2, 3]);
});

test("work that throws throws again for the next who asks", () => {
  let times = 0;
  const work = once(function* (): Generator<void, number> {
    yield;
    times++;
    throw new Error("broken");
  });
  assert.throws(() => work.now(), /broken/);
  assert.throws(() => work.now(), /broken/);
  assert.equal(times, 2);
});
