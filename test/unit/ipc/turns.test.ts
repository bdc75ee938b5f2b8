import { expect, test } from 'vitest';
import { createTurns } from '../../../src/main/ipc/turns.ts';

/** Turns of an event loop that a test ends itself. */
function turnsOf(most: number) {
  const ends: (() => void)[] = [];
  const turn = createTurns(most, (action) => void ends.push(action));
  const done: number[] = [];
  let asked = 0;
  const settle = async () => {
    for (let times = 0; times < 5; times += 1) await Promise.resolve();
  };
  return {
    done,
    async ask(count: number) {
      for (let times = 0; times < count; times += 1) {
        const number = asked++;
        void turn().then(() => done.push(number));
      }
      await settle();
    },
    async endTurn() {
      for (const end of ends.splice(0)) end();
      await settle();
    },
    isQuiet: () => ends.length === 0,
  };
}

test('so many go on at once, and each later turn takes as many, in order', async () => {
  const { done, ask, endTurn, isQuiet } = turnsOf(3);
  await ask(8);
  expect(done).toEqual([0, 1, 2]);
  await endTurn();
  expect(done).toEqual([0, 1, 2, 3, 4, 5]);
  await endTurn();
  expect(done).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  await endTurn();
  expect(isQuiet()).toBe(true);
});

test('who comes while others wait comes after them', async () => {
  const { done, ask, endTurn } = turnsOf(2);
  await ask(4);
  await endTurn();
  await ask(2);
  expect(done).toEqual([0, 1, 2, 3]);
  await endTurn();
  expect(done).toEqual([0, 1, 2, 3, 4, 5]);
});

test('a quiet turn gives all its room back, and nothing is left running', async () => {
  const { done, ask, endTurn, isQuiet } = turnsOf(2);
  await ask(2);
  await endTurn();
  expect(isQuiet()).toBe(true);
  await ask(2);
  expect(done).toEqual([0, 1, 2, 3]);
});
