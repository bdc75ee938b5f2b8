/** The rules of renewing and swapping, one by one. */
import { describe, expect, test } from 'vitest';
import {
  type ErrorMoment,
  isRenewedInVain,
  mayForceRenewal,
  mayGiveWay,
  planForOutdated,
  reactionTo,
  reactionToBeingShown,
  reactionToRefusedGrants,
  reactionToWake,
  recentLosses,
  recoveryDelay,
  reloadDelay,
  renewalDelay,
  retryDelay,
  swapDelay,
} from '../../../src/main/viewer/swap-rules.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('a standby that is ready', () => {
  const moment = { isShown: true, sinceKeyPressed: Number.POSITIVE_INFINITY, sessionLeft: HOUR };

  test('takes over at once when no key was ever pressed', () => {
    expect(swapDelay(moment)).toBe(0);
  });

  test.each([
    [0, 5_000],
    [1_000, 4_000],
    [4_999, 1],
    [5_000, 0],
    [6_000, 0],
  ])('%i ms after a key waits for %i ms', (sinceKeyPressed, delayMs) => {
    expect(swapDelay({ ...moment, sinceKeyPressed })).toBe(delayMs);
  });

  test.each([
    [32_000, 2_000],
    [30_000, 0],
    [10_000, 0],
    [-1, 0],
  ])('waits no longer than until half a minute before the end: %i ms left, %i ms', (sessionLeft, delayMs) => {
    expect(swapDelay({ ...moment, sinceKeyPressed: 0, sessionLeft })).toBe(delayMs);
  });

  test('does not wait where nothing is shown that could be lost', () => {
    expect(swapDelay({ isShown: false, sinceKeyPressed: 0, sessionLeft: HOUR })).toBe(0);
  });
});

describe('the next renewal of a session', () => {
  const delayOf = (left: number, endsWithGrant = false) =>
    renewalDelay({ expiresAt: 1_000 + left, endsWithGrant }, 1_000);

  test.each([
    ['five minutes before its end', 10 * HOUR, 10 * HOUR - 5 * MINUTE],
    ['after nine tenths of a short one', 10 * MINUTE, 9 * MINUTE],
    ['at once when it is over', -HOUR, 0],
  ])('comes %s', (_when, left, delayMs) => {
    expect(delayOf(left)).toBe(delayMs);
  });

  test('is left to the grant until the very end where the session ends with one', () => {
    expect(delayOf(HOUR, true)).toBe(HOUR);
    expect(delayOf(-1, true)).toBe(0);
  });
});

describe('a renewal that failed', () => {
  test.each([
    [0, 5_000],
    [1, 10_000],
    [2, 20_000],
    [5, 160_000],
    [6, 5 * MINUTE],
    [50, 5 * MINUTE],
  ])('is tried again, after %i failures before it in %i ms', (failedBefore, delayMs) => {
    expect(retryDelay(failedBefore, HOUR)).toBe(delayMs);
  });

  test('is tried again when the session ends, at the latest', () => {
    expect(retryDelay(4, 7_000)).toBe(7_000);
    expect(retryDelay(0, 1)).toBe(1);
  });

  test.each([0, -1])('is not tried again with %i ms left', (left) => {
    expect(retryDelay(0, left)).toBeNull();
  });
});

describe('a workbook that is lost', () => {
  test.each([
    [1, 1, 1_000],
    [2, 1, 2_000],
    [5, 1, 16_000],
    [1, 0, 0],
    [2, 0, 1_000],
    [5, 0, 8_000],
    [6, 1, null],
    [6, 0, null],
  ] as const)('for the %ith time, with %i pauses to begin with, comes back in %s ms', (losses, pauses, delayMs) => {
    expect(recoveryDelay(losses, pauses)).toBe(delayMs);
  });

  test('is remembered for ten minutes', () => {
    expect(recentLosses([0, 1, MINUTE], 10 * MINUTE)).toEqual([1, MINUTE, 10 * MINUTE]);
  });
});

describe('an error of Sigma', () => {
  const moment: ErrorMoment = {
    role: 'active',
    stage: 'ready',
    meansExpiredToken: false,
    standby: 'none',
    isForcing: false,
    mayForceRenewal: true,
  };
  const expired: ErrorMoment = { ...moment, meansExpiredToken: true };

  test.each([
    ['in the standby ends the renewal', { ...moment, role: 'standby' }, 'fail-standby'],
    ['in the standby ends the renewal, expired or not', { ...expired, role: 'standby' }, 'fail-standby'],
    ['during the load fails the pane', { ...moment, stage: 'loading' }, 'fail'],
    ['in a workbook that stands is shown', { ...moment, stage: 'loaded' }, 'show'],
    ['in a workbook that shows its data is shown', moment, 'show'],
    ['is shown while a standby loads', { ...moment, standby: 'loading' }, 'show'],
    ['about an expired token asks for newer grants', expired, 'renew-grants'],
    [
      'about an expired token asks for newer grants during a load too',
      { ...expired, stage: 'loading' },
      'renew-grants',
    ],
    ['about an expired token lets a standby take over that is ready', { ...expired, standby: 'ready' }, 'swap'],
    ['about an expired token waits for a standby that loads', { ...expired, standby: 'loading' }, 'wait'],
    ['about an expired token waits for grants that are asked for', { ...expired, isForcing: true }, 'wait'],
    ['about an expired token right after a renewal is shown', { ...expired, mayForceRenewal: false }, 'show'],
    [
      'about an expired token right after a renewal fails a load',
      { ...expired, mayForceRenewal: false, stage: 'loading' },
      'fail',
    ],
  ] satisfies [string, ErrorMoment, string][])('%s', (_rule, given, reaction) => {
    expect(reactionTo(given)).toBe(reaction);
  });

  test('leads to a request for newer grants only when the last is more than half a minute ago', () => {
    expect(mayForceRenewal(Number.NEGATIVE_INFINITY, 0)).toBe(true);
    expect(mayForceRenewal(1_000, 31_000)).toBe(false);
    expect(mayForceRenewal(1_000, 31_001)).toBe(true);
  });

  test.each([
    ['grant_dead', 'fail'],
    ['grant_missing', 'fail'],
    ['renewal_unavailable', 'load'],
    ['offline', 'retry'],
    ['server_busy', 'retry'],
    ['client_rejected', 'retry'],
    ['internal', 'retry'],
  ] as const)('that meets grants which cannot be renewed for %s: %s', (code, reaction) => {
    expect(reactionToRefusedGrants(code, 'workbook')).toBe(reaction);
    expect(reactionToRefusedGrants(code, 'chart')).toBe(reaction === 'fail' ? 'leave' : reaction);
  });
});

describe('waking', () => {
  const calm = { hasFailed: false, failedRenewals: 0, hasStandby: false };

  test('loads a pane again that failed, for whatever reason', () => {
    expect(reactionToWake({ ...calm, hasFailed: true })).toBe('renew');
  });

  test('looks at the clock of a pane that is well', () => {
    expect(reactionToWake(calm)).toBe('schedule');
    expect(reactionToWake({ ...calm, hasStandby: true })).toBe('schedule');
  });

  test('tries a failed renewal again at once, unless that is under way', () => {
    expect(reactionToWake({ ...calm, failedRenewals: 1 })).toBe('renew');
    expect(reactionToWake({ ...calm, failedRenewals: 1, hasStandby: true })).toBe('leave');
  });
});

describe('a pane that comes into sight', () => {
  const well = { isOver: false, isDue: false, hasStandby: false };
  const session = { expiresAt: HOUR };

  test.each([
    ['is left while its session lasts', well, session, HOUR - MINUTE - 1, 'leave'],
    ['is renewed when that was left out', { ...well, isDue: true, hasStandby: true }, session, 0, 'renew'],
    ['is renewed when its session is near its end', well, session, HOUR - MINUTE, 'renew'],
    ['is renewed when its session is over', well, session, 2 * HOUR, 'renew'],
    ['is loaded again when what it shows is no good', { ...well, isOver: true, isDue: true }, session, 0, 'reload'],
    ['is left when its standby loads already', { ...well, hasStandby: true }, session, 2 * HOUR, 'leave'],
    ['is left when nothing was signed yet', well, null, 0, 'leave'],
  ] as const)('%s', (_rule, pane, signed, now, reaction) => {
    expect(reactionToBeingShown(pane, signed, now)).toBe(reaction);
  });
});

describe('a standby that is ready for a view that is no longer wanted', () => {
  const moment = { isShown: true, sinceViewChanged: 60_000, sessionLeft: HOUR, loadMs: 45_000, tries: 0 };

  test.each([
    ['makes room when the person pauses', {}, 'load-again', 0],
    ['waits for the pause', { sinceViewChanged: 2_000 }, 'load-again', 3_000],
    ['waits for a longer pause each time', { sinceViewChanged: 0, tries: 3 }, 'load-again', 40_000],
    ['takes over at the last moment when another load may not end before it', { sessionLeft: 119_999 }, 'swap', 89_999],
    ['makes room as long as another load may end before it', { sessionLeft: 120_000 }, 'load-again', 0],
    ['takes over at once when the session is over', { sessionLeft: -1 }, 'swap', 0],
    ['takes over at once where nothing is shown', { isShown: false }, 'swap', 0],
    ['waits five minutes at most', { tries: 50, sinceViewChanged: 0 }, 'load-again', 5 * MINUTE],
  ] as const)('%s', (_rule, given, next, delayMs) => {
    expect(planForOutdated({ ...moment, ...given })).toEqual({ next, delayMs });
  });

  test('gives way while it loads the first time, and with time for another load', () => {
    expect(mayGiveWay({ tries: 0, sessionLeft: 90_001 })).toBe(true);
    expect(mayGiveWay({ tries: 1, sessionLeft: HOUR })).toBe(false);
    expect(mayGiveWay({ tries: 0, sessionLeft: 90_000 })).toBe(false);
  });
});

test.each([
  [0, 0, 3_750],
  [0, 1, 5_000],
  [3, 1, 40_000],
  [6, 1, 5 * MINUTE],
  [1_000, 0, 225_000],
])('a load that failed, after %i before it, is tried again (chance %f) in %i ms', (failedBefore, random, delayMs) => {
  expect(reloadDelay(failedBefore, random)).toBe(delayMs);
});

test('renewals are in vain for a chart after one, for a workbook after two in an hour', () => {
  expect(isRenewedInVain('chart', [], HOUR)).toBe(false);
  expect(isRenewedInVain('chart', [0], 100 * HOUR)).toBe(true);
  expect(isRenewedInVain('workbook', [0], 1)).toBe(false);
  expect(isRenewedInVain('workbook', [0, 1], HOUR - 1)).toBe(true);
  expect(isRenewedInVain('workbook', [0, 1], HOUR)).toBe(false);
});
