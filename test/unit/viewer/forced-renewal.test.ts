/** Asking for newer grants on behalf of a workbook. */
import { expect, test } from 'vitest';
import { createForcedRenewal } from '../../../src/main/viewer/forced-renewal.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { held } from '../../support/held.ts';

function forcing(renewGrants: () => Promise<void>) {
  const clock = { now: 0 };
  const happened: unknown[] = [];
  const forced = createForcedRenewal({
    renewGrants,
    onRenewed: () => void happened.push(`renewed ${forced.isUnderWay()}`),
    onFailed: ({ code, values }) => void happened.push([code, values]),
    now: () => clock.now,
  });
  return { forced, happened, clock };
}

test('is under way until newer grants are there, and may not begin again for half a minute', async () => {
  const { released, release } = held();
  const { forced, happened, clock } = forcing(() => released);
  expect([forced.isUnderWay(), forced.mayStart()]).toEqual([false, true]);
  const ended = forced.start();
  expect([forced.isUnderWay(), forced.mayStart()]).toEqual([true, false]);
  release();
  await ended;
  expect(happened).toEqual(['renewed true']);
  expect(forced.isUnderWay()).toBe(false);
  clock.now = 30_000;
  expect(forced.mayStart()).toBe(false);
  clock.now = 30_001;
  expect(forced.mayStart()).toBe(true);
});

test('a failure is told as it is, and an unforeseen one without what the failing code held', async () => {
  const offline = new AppError('offline', { reason: 'noConnection', host: 'as.example' });
  for (const [failure, told] of [
    [offline, ['offline', offline.values]],
    [new TypeError('a token'), ['internal', { reason: 'workbookSession', kind: 'TypeError' }]],
  ] as const) {
    const { forced, happened } = forcing(() => Promise.reject(failure));
    await forced.start();
    expect(happened).toEqual([told]);
    expect(forced.isUnderWay()).toBe(false);
  }
});
