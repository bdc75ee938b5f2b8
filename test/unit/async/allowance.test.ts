import { expect, test } from 'vitest';
import { createAllowance } from '../../../src/main/async/allowance.ts';

function allowanceFixture() {
  const clock = { uptime: 7_000 };
  const take = createAllowance({ most: 3, oneMoreAfterMs: 1_000, uptime: () => clock.uptime });
  const taken = (times: number) => Array.from({ length: times }, take).filter(Boolean).length;
  return { clock, taken };
}

test('an allowance lets so many happen at once', () => {
  expect(allowanceFixture().taken(5)).toBe(3);
});

test('an allowance comes back bit by bit, and never to more than it was', () => {
  const { clock, taken } = allowanceFixture();
  taken(3);
  clock.uptime += 999;
  expect(taken(1)).toBe(0);
  clock.uptime += 1;
  expect(taken(2)).toBe(1);
  clock.uptime += 2_500;
  expect(taken(4)).toBe(2);
  clock.uptime += 60_000;
  expect(taken(9)).toBe(3);
});
