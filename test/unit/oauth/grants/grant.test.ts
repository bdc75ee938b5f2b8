import { describe, expect, test } from 'vitest';
import { Grant, renewedGrant } from '../../../../src/main/oauth/grants/grant.ts';
import { grantAt, HOUR } from '../../../support/grants.ts';

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

describe('why a sign-in does not say something', () => {
  const person = { code: 'email_unverified', values: { reason: 'saidOfNone' } } as const;

  test('is kept with the grant, and by renewals', () => {
    const grant = grantAt(0, { identityProblems: { person, claims: { mail: person } } });
    expect(Grant.parse(structuredClone(grant))).toEqual(grant);
    const tokens = { ...grant, scope: null, lifetimeAssumed: false };
    expect(renewedGrant(grant, tokens).identityProblems).toEqual(grant.identityProblems);
  });

  test('is nothing where an earlier version kept none, or a later one keeps what is not known here', () => {
    expect(Grant.parse(grantAt(0)).identityProblems).toBeUndefined();
    const later = { ...grantAt(0), identityProblems: { person: { code: 'of_the_future', values: {} }, claims: {} } };
    expect(Grant.parse(later).identityProblems).toBeUndefined();
    expect(Grant.parse(later).accessToken).toBe('access-0');
  });
});

describe('the end of a refresh token', () => {
  const tokens = { accessToken: 'new', scope: null, obtainedAt: 5, expiresAt: 10, lifetimeAssumed: false };
  const before = grantAt(0, { refreshEnd: { at: HOUR, isFixed: false } });
  const renewed = (changes: { refreshToken: string | null; refreshEndsAt?: number }) =>
    renewedGrant(before, { ...tokens, ...changes }).refreshEnd;

  test('stays where renewals leave it, and is known to', () => {
    expect(renewed({ refreshToken: null })).toEqual({ at: HOUR, isFixed: true });
    expect(renewed({ refreshToken: 'refresh-0' })).toEqual({ at: HOUR, isFixed: true });
    expect(renewed({ refreshToken: 'other', refreshEndsAt: HOUR + 1_000 })).toEqual({
      at: HOUR + 1_000,
      isFixed: true,
    });
  });
  test('moves with each renewal at many servers, and is no end then', () => {
    expect(renewed({ refreshToken: 'other', refreshEndsAt: 2 * HOUR })).toEqual({ at: 2 * HOUR, isFixed: false });
  });
  test('of a new one is not known where nothing is said', () => {
    expect(renewed({ refreshToken: 'other' })).toBe(null);
    expect(renewedGrant(grantAt(0), { ...tokens, refreshToken: null }).refreshEnd).toBe(null);
  });
  test('is read from a vault that knows nothing of it, or something else', () => {
    expect(Grant.parse(grantAt(0)).refreshEnd).toBeUndefined();
    expect(Grant.parse({ ...grantAt(0), refreshEnd: 'soon' }).refreshEnd).toBeUndefined();
  });
});
