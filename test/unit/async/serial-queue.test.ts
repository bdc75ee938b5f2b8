import { expect, test } from 'vitest';
import { createSerialQueue } from '../../../src/main/async/serial-queue.ts';
import { gate } from '../../support/keeping-grants.ts';
import { settled } from '../../support/virtual-clock.ts';

test('actions of one key run one after another, in the order in which they came', async () => {
  const inTurn = createSerialQueue<string>();
  const first = gate<void>();
  const order: string[] = [];
  const done = [
    inTurn('a', async () => {
      order.push('first begins');
      await first.passed;
      order.push('first ends');
    }),
    inTurn('a', async () => void order.push('second')),
    inTurn('a', async () => void order.push('third')),
  ];
  await settled();
  expect(order).toEqual(['first begins']);
  first.open();
  await Promise.all(done);
  expect(order).toEqual(['first begins', 'first ends', 'second', 'third']);
});

test('other keys do not wait', async () => {
  const inTurn = createSerialQueue<string>();
  const first = gate<void>();
  const slow = inTurn('a', () => first.passed);
  expect(await inTurn('b', async () => 'at once')).toBe('at once');
  first.open();
  await slow;
});

test('a failure is for its own caller alone', async () => {
  const inTurn = createSerialQueue<string>();
  const failing = inTurn('a', () => Promise.reject(new Error('no')));
  const next = inTurn('a', async () => 'all the same');
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('all the same');
});

test('it has settled when all that was asked for has ended, well or not', async () => {
  const inTurn = createSerialQueue<string>();
  const first = gate<void>();
  const last = gate<void>();
  const failing = inTurn('a', () => first.passed).catch(() => undefined);
  const slow = inTurn('a', () => last.passed);
  let hasSettled = false;
  const waited = inTurn.settled().then(() => {
    hasSettled = true;
  });
  first.fail(new Error('no'));
  await failing;
  await settled();
  expect(hasSettled).toBe(false);
  last.open();
  await Promise.all([slow, waited]);
  await inTurn.settled();
});
