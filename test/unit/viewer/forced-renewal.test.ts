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
    uptime: () => clock.now,
  });
  return { forced, happened, clock };
}

test('is under way until newer grants are there, and may not begin again for half a minute', async () => {
  const { released, release } = held();
  const { forced, happened, clock } = forcing(() => released);
  expect([forced.isUnderWay(), forced.mayStart('workbook')]).toEqual([false, true]);
  const ended = forced.start('workbook');
  expect([forced.isUnderWay(), forced.mayStart('workbook')]).toEqual([true, false]);
  release();
  await ended;
  expect(happened).toEqual(['renewed true']);
  expect(forced.isUnderWay()).toBe(false);
  clock.now = 30_000;
  expect(forced.mayStart('workbook')).toBe(false);
  clock.now = 30_001;
  expect(forced.mayStart('workbook')).toBe(true);
});

test('a failure is told as it is, and an unforeseen one without what the failing code held', async () => {
  const offline = new AppError('offline', { reason: 'noConnection', host: 'as.example' });
  for (const [failure, told] of [
    [offline, ['offline', offline.values]],
    [new TypeError('a token'), ['internal', { reason: 'workbookSession', kind: 'TypeError' }]],
  ] as const) {
    const { forced, happened } = forcing(() => Promise.reject(failure));
    await forced.start('workbook');
    expect(happened).toEqual([told]);
    expect(forced.isUnderWay()).toBe(false);
  }
});

test('one chart is helped once, and again only when something changed', async () => {
  const { forced, clock } = forcing(async () => {});
  await forced.start('chart');
  clock.now = 24 * 3_600_000;
  expect([forced.mayStart('chart'), forced.isInVain('chart')]).toEqual([false, true]);
  expect([forced.mayStart('workbook'), forced.isInVain('workbook')]).toEqual([true, false]);
  forced.forget();
  expect([forced.mayStart('chart'), forced.isInVain('chart')]).toEqual([true, false]);
});

test('a workbook is helped twice, and again after an hour', async () => {
  const { forced, clock } = forcing(async () => {});
  await forced.start('workbook');
  clock.now = 30_001;
  expect(forced.mayStart('workbook')).toBe(true);
  await forced.start('workbook');
  clock.now = 3_599_999;
  expect(forced.mayStart('workbook')).toBe(false);
  clock.now = 3_600_000;
  expect(forced.mayStart('workbook')).toBe(true);
});

test.each([
  [new AppError('offline', { reason: 'noConnection', host: 'as.example' }), false],
  [new AppError('grant_dead', { reason: 'expired' }), true],
])('a renewal that could not be made counts unless the reason passes (%#)', async (failure, isInVain) => {
  const { forced } = forcing(() => Promise.reject(failure));
  await forced.start('chart');
  expect(forced.isInVain('chart')).toBe(isInVain);
});
