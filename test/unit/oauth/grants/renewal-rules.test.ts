import { describe, expect, test } from 'vitest';
import { retryAfterCause } from '../../../../src/main/net/retry-after.ts';
import {
  backOff,
  endOfGrant,
  endsGrant,
  isDue,
  isLapsed,
  isRenewable,
  isUsable,
  isWorthLending,
  nextLook,
  renewalDue,
  renewalMargin,
  retryPlan,
} from '../../../../src/main/oauth/grants/renewal-rules.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { grantAt, HOUR } from '../../../support/grants.ts';

const MINUTE = 60_000;
const offline = new AppError('offline', { reason: 'noConnection', host: 'as.example' });
const elsewhere = new AppError('access_from_here_refused', { reason: 'answered', status: 403, said: '' });
const refused = new AppError('renewal_refused', { reason: 'answered', status: 403, said: '' });

describe('when a grant is renewed', () => {
  test.each([
    { lifetime: 60 * MINUTE, margin: 5 * MINUTE },
    { lifetime: 50 * MINUTE, margin: 5 * MINUTE },
    { lifetime: 10 * MINUTE, margin: MINUTE },
    { lifetime: 10_000, margin: 1_000 },
    { lifetime: 24 * 60 * MINUTE, margin: 5 * MINUTE },
    { lifetime: 0, margin: 0 },
    { lifetime: -MINUTE, margin: 0 },
  ])('a lifetime of $lifetime ms has a margin of $margin ms', ({ lifetime, margin }) => {
    expect(renewalMargin({ obtainedAt: 1_000, expiresAt: 1_000 + lifetime })).toBe(margin);
  });

  test('jitter makes it earlier by up to a fifth of the margin, never later', () => {
    const grant = { obtainedAt: 0, expiresAt: 60 * MINUTE };
    expect(renewalDue(grant, 0)).toBe(55 * MINUTE);
    expect(renewalDue(grant, 0.5)).toBe(54.5 * MINUTE);
    expect(renewalDue(grant, 1)).toBe(54 * MINUTE);
  });
});

test('a token is usable until five seconds before its expiry', () => {
  expect(isUsable({ obtainedAt: 0, expiresAt: 10_000 }, 4_999)).toBe(true);
  expect(isUsable({ obtainedAt: 0, expiresAt: 10_000 }, 5_000)).toBe(false);
});

test.each([
  { lifetime: 60 * MINUTE, least: MINUTE },
  { lifetime: 10 * MINUTE, least: MINUTE },
  { lifetime: 5 * MINUTE, least: MINUTE / 2 },
  { lifetime: 10_000, least: 1_000 },
])('of a lifetime of $lifetime ms, a token that is not renewed is lent with $least ms left', ({ lifetime, least }) => {
  const token = { obtainedAt: 0, expiresAt: lifetime };
  expect(isWorthLending(token, lifetime - least)).toBe(true);
  expect(isWorthLending(token, lifetime - least + 1)).toBe(false);
});

test.each([
  ['a person with a refresh token', { refreshToken: 'r' }, true],
  ['a person without one', { refreshToken: null }, false],
  ['a service account, which never has one', { flow: 'client_credentials', refreshToken: null }, true],
  ['an exchange without one', { flow: 'token_exchange', refreshToken: null }, false],
] as const)('the grant of %s is renewable: %s', (_, changes, renewable) => {
  expect(isRenewable(grantAt(0, changes))).toBe(renewable);
});

test('a grant is due from its margin on', () => {
  expect(isDue(grantAt(0), HOUR - 5 * MINUTE - 1)).toBe(false);
  expect(isDue(grantAt(0), HOUR - 5 * MINUTE)).toBe(true);
});

describe('a grant is looked at next', () => {
  const plan = { isRenewable: true, isUnproven: false, dueAt: 30 * MINUTE, retryAt: null };
  test.each([
    ['when its renewal is due', plan, 30 * MINUTE],
    ['at its expiry when it cannot be renewed', { ...plan, isRenewable: false, isUnproven: true }, HOUR],
    ['at the end of a back-off', { ...plan, isUnproven: true, retryAt: 7 }, 7],
    ['at once when nobody can say how long it is good for', { ...plan, isUnproven: true }, 5],
    ['not within a second of having been obtained', { ...plan, dueAt: 10 }, 1_000],
  ])('%s', (_, given, at) => {
    expect(nextLook({ obtainedAt: 0, expiresAt: HOUR }, given, 5)).toBe(at);
  });
});

describe('the wait after a failure', () => {
  test.each([
    [1, 0, 3_750],
    [1, 0.5, 5_000],
    [1, 1, 6_250],
    [2, 0, 7_500],
    [2, 1, 12_500],
    [7, 0.5, 300_000],
    [50, 1, 375_000],
  ])('after %i in a row, with %d drawn, is %i ms', (failures, random, wait) => {
    expect(backOff(failures, random)).toBe(wait);
  });

  test('is as long as a busy server asks, but never shorter than the back-off', () => {
    const token = { obtainedAt: 0, expiresAt: HOUR };
    const first = { failures: 1, token };
    const busy = (ms: number) =>
      new AppError('server_busy', { reason: 'answered', status: 503, said: '' }, retryAfterCause(ms));
    expect(retryPlan(busy(90_000), first, 1_000, 0.5)).toEqual({ retryAt: 91_000, notBefore: 91_000 });
    expect(retryPlan(busy(2_000), first, 1_000, 0.5)).toEqual({ retryAt: 6_000, notBefore: 3_000 });
    expect(retryPlan(offline, { failures: 2, token }, 1_000, 0.5)).toEqual({
      retryAt: 11_000,
      notBefore: Number.NEGATIVE_INFINITY,
    });
  });

  test('ends with the token where that decides whether a person is needed', () => {
    const state = { failures: 20, token: { obtainedAt: 0, expiresAt: 65_000 } };
    const retryAt = (error: AppError, now: number) => retryPlan(error, state, now, 0.5).retryAt;
    expect(retryAt(refused, 1_000)).toBe(60_000);
    expect(retryAt(offline, 1_000)).toBe(301_000);
    expect(retryAt(refused, 60_000)).toBe(360_000);
    const toldToWait = new AppError(
      'renewal_refused',
      { reason: 'answered', status: 403, said: '' },
      retryAfterCause(HOUR),
    );
    expect(retryAt(toldToWait, 1_000)).toBe(HOUR + 1_000);
  });
});

test('only a refresh token that the server will never accept again ends a grant, or eight hours of refusals after its end', () => {
  const token = { obtainedAt: 0, expiresAt: HOUR };
  const ends = (error: AppError, refusals: number, now: number) => endsGrant(error, { token, refusals }, now);
  expect(ends(new AppError('grant_dead', { reason: 'said', said: 'invalid_grant' }), 0, 0)).toBe(true);
  expect(ends(new AppError('client_rejected'), 1_000, 2 * HOUR)).toBe(false);
  expect(ends(new AppError('grant_missing', { reason: 'none' }), 1_000, 2 * HOUR)).toBe(false);
  expect(ends(refused, 99, 2 * HOUR)).toBe(false);
  expect(ends(refused, 100, HOUR / 2)).toBe(false);
  expect(ends(refused, 100, 2 * HOUR)).toBe(true);
});

describe('a person is asked to sign in', () => {
  const state = { token: { obtainedAt: 0, expiresAt: HOUR }, retryAt: 7, refusals: 0 };
  test.each<[string, AppError | null, object, number, boolean]>([
    ['not while nothing is wrong', null, {}, 2 * HOUR, false],
    ['not after one refusal of a token that is good', refused, { refusals: 1 }, 0, false],
    ['after three refusals', refused, { refusals: 3 }, 0, true],
    ['when the token is over', refused, { refusals: 1 }, HOUR, true],
    ['whatever it is called', new AppError('client_rejected'), {}, HOUR, true],
    [
      'not before the token is over, where the application is the matter',
      new AppError('client_rejected'),
      {},
      0,
      false,
    ],
    ['for what nobody foresaw', new AppError('internal', { reason: 'renewal', kind: 'Error' }), {}, HOUR, true],
    ['where the server lets nobody in from here', elsewhere, {}, HOUR, true],
    ['not before the token is over, where a VPN may be missing for a moment', elsewhere, {}, 0, false],
    ['not without a network', offline, {}, HOUR, false],
    [
      'not while the server is busy',
      new AppError('server_busy', { reason: 'answered', status: 503, said: '' }),
      {},
      HOUR,
      false,
    ],
    ['not while the keychain is locked', new AppError('vault_locked', { reason: 'notRead' }), {}, HOUR, false],
    ['not for what a renewal that succeeded complained of', refused, { retryAt: null }, HOUR, false],
  ])('%s', (_, problem, changes, now, lapsed) => {
    expect(isLapsed({ ...state, problem, ...changes }, now)).toBe(lapsed);
  });
});

test('only a person helps from the end of what cannot be renewed, or of a refresh token that does not move', () => {
  const end = (changes: Parameters<typeof grantAt>[1]) => endOfGrant(grantAt(0, changes));
  expect(end({ refreshToken: null })).toBe(HOUR);
  expect(end({})).toBe(null);
  expect(end({ refreshEnd: { at: 9 * HOUR, isFixed: false } })).toBe(null);
  expect(end({ refreshEnd: { at: 9 * HOUR, isFixed: true } })).toBe(9 * HOUR);
  expect(end({ flow: 'client_credentials', refreshToken: null })).toBe(null);
});
