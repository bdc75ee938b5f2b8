import { describe, expect, test } from 'vitest';
import {
  Grant,
  isRenewable,
  isUsable,
  renewalDue,
  renewalMargin,
  renewedGrant,
} from '../../../../src/main/oauth/grants/grant.ts';
import { grantAt } from '../../../support/grants.ts';

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
  expect(isUsable({ expiresAt: 10_000 }, 4_999)).toBe(true);
  expect(isUsable({ expiresAt: 10_000 }, 5_000)).toBe(false);
});

describe('the grant after a renewal', () => {
  const tokens = {
    accessToken: 'new-access',
    refreshToken: 'new-refresh',
    scope: 'sql',
    obtainedAt: 5,
    expiresAt: 10,
    lifetimeAssumed: true,
  };

  test('takes what is new and keeps who signed in, when and where', () => {
    const before = grantAt(0);
    const after = renewedGrant(before, tokens);
    expect(after).toMatchObject({
      accessToken: 'new-access',
      refreshToken: 'new-refresh',
      scopes: ['sql'],
      expiresAt: 10,
    });
    expect(after).toMatchObject({ person: before.person, signedInAt: before.signedInAt, server: before.server });
  });

  test('keeps the old refresh token and scopes when the server sends none', () => {
    const after = renewedGrant(grantAt(0), { ...tokens, refreshToken: null, scope: null });
    expect(after).toMatchObject({ refreshToken: 'refresh-0', scopes: ['all-apis', 'offline_access'] });
  });
});

test('a stored grant of another format is not misread', () => {
  expect(Grant.safeParse(grantAt(0)).success).toBe(true);
  expect(Grant.safeParse({ ...grantAt(0), formatVersion: 1 }).success).toBe(false);
});

test.each([
  ['a person with a refresh token', { refreshToken: 'r' }, true],
  ['a person without one', { refreshToken: null }, false],
  ['a machine, which never has one', { flow: 'client_credentials', refreshToken: null }, true],
  ['an exchange without one', { flow: 'token_exchange', refreshToken: null }, false],
] as const)('the grant of %s is renewable: %s', (_, changes, renewable) => {
  expect(isRenewable(grantAt(0, changes))).toBe(renewable);
});
