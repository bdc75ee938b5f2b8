import { expect, test } from 'vitest';
import { createMessageLimit } from '../../../src/main/viewer/message-limit.ts';

function limitFixture() {
  const clock = { now: 5_000 };
  const limit = createMessageLimit(() => clock.now);
  /** Sends so many messages; answers with how many counted as what. */
  const send = (contentsId: number, messages: number) => {
    const counted = { within: 0, last: 0, over: 0 };
    for (let sent = 0; sent < messages; sent += 1) counted[limit.count(contentsId)] += 1;
    return counted;
  };
  return { limit, clock, send };
}

test('of three hundred messages in a second, the two hundredth is the last and the others are over the limit', () => {
  expect(limitFixture().send(1, 300)).toEqual({ within: 199, last: 1, over: 100 });
});

test('the second is counted as a whole, and the next begins anew', () => {
  const { clock, send } = limitFixture();
  send(1, 199);
  clock.now = 5_999;
  expect(send(1, 2)).toEqual({ within: 0, last: 1, over: 1 });
  clock.now = 6_000;
  expect(send(1, 1)).toEqual({ within: 1, last: 0, over: 0 });
});

test('one page does not use up the messages of another', () => {
  const { send } = limitFixture();
  send(1, 300);
  expect(send(2, 1)).toEqual({ within: 1, last: 0, over: 0 });
});

test('a page that is forgotten begins anew', () => {
  const { limit, send } = limitFixture();
  send(1, 300);
  limit.forget(2);
  expect(limit.count(1)).toBe('over');
  limit.forget(1);
  expect(limit.count(1)).toBe('within');
});
