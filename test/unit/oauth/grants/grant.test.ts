import { describe, expect, test } from 'vitest';
import { Grant, renewedGrant } from '../../../../src/main/oauth/grants/grant.ts';
import { grantAt } from '../../../support/grants.ts';

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
