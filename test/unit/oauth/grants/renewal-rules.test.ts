import { describe, expect, test } from 'vitest';
import { retryAfterCause } from '../../../../src/main/net/retry-after.ts';
import {
  backOff,
  endsGrant,
  isDue,
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
    const busy = (ms: number) =>
      new AppError('server_busy', { reason: 'answered', status: 503, said: '' }, retryAfterCause(ms));
    expect(retryPlan(busy(90_000), 1, 1_000, 0.5)).toEqual({ retryAt: 91_000, notBefore: 91_000 });
    expect(retryPlan(busy(2_000), 1, 1_000, 0.5)).toEqual({ retryAt: 6_000, notBefore: 3_000 });
    expect(retryPlan(new AppError('offline', { reason: 'noConnection', host: 'as.example' }), 2, 1_000, 0.5)).toEqual({
      retryAt: 11_000,
      notBefore: Number.NEGATIVE_INFINITY,
    });
  });
});

test('only a refresh token that the server will never accept again ends a grant', () => {
  expect(endsGrant(new AppError('grant_dead', { reason: 'said', said: 'invalid_grant' }))).toBe(true);
  expect(endsGrant(new AppError('client_rejected'))).toBe(false);
  expect(endsGrant(new AppError('grant_missing', { reason: 'none' }))).toBe(false);
});
