import { expect, test } from 'vitest';
import { createNotices } from '../../../src/main/app/notices.ts';
import { AppError } from '../../../src/shared/errors.ts';

const here = { windowId: 'window-1', kind: 'viewer' } as const;
const damaged = (said: string) => new AppError('settings_damaged', { reason: 'said', said });

function noticesFixture() {
  let ids = 0;
  let changes = 0;
  const timers: { readonly action: () => void; readonly delayMs: number }[] = [];
  const notices = createNotices({
    randomUuid: () => `id-${++ids}`,
    setTimer(action, delayMs) {
      timers.push({ action, delayMs });
      return () => {};
    },
    onChange: () => {
      changes += 1;
    },
  });
  const shown = () => notices.sharedState().notices.map(({ id, error }) => [id, error.values.said]);
  return { notices, shown, timers, changes: () => changes };
}

test('there is none at first', () => {
  const { notices, shown, changes } = noticesFixture();
  expect(shown()).toEqual([]);
  expect(notices.windowState('window-1')).toEqual({});
  expect(changes()).toBe(0);
});

test('a notice whose reason has gone is taken away, also after it was dismissed', () => {
  const { notices, shown, changes } = noticesFixture();
  const takeAway = notices.addRevocable(damaged('one'));
  notices.add(damaged('two'));
  takeAway();
  expect(shown()).toEqual([['id-2', 'two']]);
  expect(changes()).toBe(3);
  takeAway();
  expect(changes()).toBe(3);
});

test('a notice stays until it is dismissed, and no other goes with it', () => {
  const { notices, shown, changes } = noticesFixture();
  notices.add(damaged('one'));
  notices.add(damaged('two'));
  expect(shown()).toEqual([
    ['id-1', 'one'],
    ['id-2', 'two'],
  ]);
  expect(changes()).toBe(2);
  notices.handlers['notices.dismiss']({ noticeId: 'id-1' }, here);
  expect(shown()).toEqual([['id-2', 'two']]);
  expect(changes()).toBe(3);
});

test('the same thing said twice is one notice, which is the latest', () => {
  const { notices, shown } = noticesFixture();
  notices.add(damaged('one'));
  notices.add(damaged('two'));
  notices.add(damaged('one'));
  expect(shown()).toEqual([
    ['id-2', 'two'],
    ['id-3', 'one'],
  ]);
});

test('the same kind of error with another detail is another notice, and so is another error with the same detail', () => {
  const { notices } = noticesFixture();
  notices.add(damaged('one'));
  notices.add(new AppError('settings_unreadable', { reason: 'said', said: 'one' }));
  expect(notices.sharedState().notices.map(({ error }) => error.code)).toEqual([
    'settings_damaged',
    'settings_unreadable',
  ]);
});

test('of more than five, the oldest goes', () => {
  const { notices, shown } = noticesFixture();
  for (const said of ['1', '2', '3', '4', '5']) notices.add(damaged(said));
  expect(shown().map(([, said]) => said)).toEqual(['1', '2', '3', '4', '5']);
  notices.add(damaged('6'));
  expect(shown().map(([, said]) => said)).toEqual(['2', '3', '4', '5', '6']);
});

test('of more than five, those that pass go before those that stay, which a workbook could hide otherwise', () => {
  const { notices, shown } = noticesFixture();
  for (const said of ['1', '2', '3']) notices.add(damaged(said));
  for (const said of ['a', 'b', 'c', 'd', 'e', 'f']) notices.addPassing(damaged(said));
  expect(shown().map(([, said]) => said)).toEqual(['1', '2', '3', 'e', 'f']);
  for (const said of ['4', '5', '6']) notices.add(damaged(said));
  expect(shown().map(([, said]) => said)).toEqual(['2', '3', '4', '5', '6']);
});

test('one that passes goes by itself, and no other goes with it', () => {
  const { notices, shown, timers, changes } = noticesFixture();
  notices.add(damaged('stays'));
  notices.addPassing(damaged('passes'));
  expect(shown()).toEqual([
    ['id-1', 'stays'],
    ['id-2', 'passes'],
  ]);
  expect(timers.map(({ delayMs }) => delayMs)).toEqual([15_000]);
  timers[0]?.action();
  expect(shown()).toEqual([['id-1', 'stays']]);
  expect(changes()).toBe(3);
});

test('one that is said again stays for its whole time, and one that was dismissed is no change any more', () => {
  const { notices, shown, timers, changes } = noticesFixture();
  notices.addPassing(damaged('one'));
  notices.addPassing(damaged('one'));
  timers[0]?.action();
  expect(shown()).toEqual([['id-2', 'one']]);
  notices.handlers['notices.dismiss']({ noticeId: 'id-2' }, here);
  expect(changes()).toBe(3);
  timers[1]?.action();
  expect(changes()).toBe(3);
});

test('a lasting notice stays, whoever dismisses it and however many come', () => {
  const { notices, shown } = noticesFixture();
  notices.addLasting(damaged('lasting'));
  const [lasting] = notices.sharedState().notices;
  expect(lasting?.lasts).toBe(true);
  notices.handlers['notices.dismiss']({ noticeId: lasting?.id ?? '' }, here);
  for (let count = 1; count <= 6; count += 1) notices.add(damaged(String(count)));
  expect(shown().map(([, said]) => said)).toEqual(['lasting', '3', '4', '5', '6']);
});
