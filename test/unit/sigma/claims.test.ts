/** The claims of a signed embed URL. */
import { describe, expect, test } from 'vitest';
import { buildClaims, type ClaimsInput } from '../../../src/main/sigma/claims.ts';
import { MAX_SESSION_SECONDS } from '../../../src/shared/profile/profile.ts';

const now = Date.UTC(2026, 0, 1);
const seconds = now / 1_000;

const input: ClaimsInput = {
  embedClientId: 'client',
  user: { kind: 'embed', email: 'ada@example.com', accountType: 'View', teams: ['Sales_People'] },
  tenant: null,
  evalConnectionId: null,
  organisationToken: null,
  sessionSeconds: 3_600,
  earliestGrantExpiry: null,
  connectionTokens: { 'connection-1': 'a.b.c.d', 'connection-2': 'e.f.g.h' },
  now,
  jti: 'unique',
};

describe('claims', () => {
  test('are those of the documentation for an embed user', () => {
    expect(buildClaims(input)).toStrictEqual({
      sub: 'ada@example.com',
      iss: 'client',
      aud: 'sigmacomputing',
      ver: '1.1',
      jti: 'unique',
      iat: seconds,
      exp: seconds + 3_600,
      account_type: 'View',
      teams: ['Sales_People'],
      connection_oauth_tokens: { 'connection-1': 'a.b.c.d', 'connection-2': 'e.f.g.h' },
    });
  });

  test('hold nothing but identity and tokens for an internal user', () => {
    const claims = buildClaims({ ...input, user: { kind: 'internal', email: 'ada@example.com' } });
    expect(Object.keys(claims).sort()).toEqual(
      ['aud', 'connection_oauth_tokens', 'exp', 'iat', 'iss', 'jti', 'sub', 'ver'].sort(),
    );
  });

  test('carry the attributes of an embed user', () => {
    const claims = buildClaims({
      ...input,
      user: {
        kind: 'embed',
        email: 'ada@example.com',
        accountType: 'View',
        teams: [],
        userAttributes: { region: 'north' },
      },
    });
    expect(claims).toMatchObject({
      user_attributes: { region: 'north' },
    });
  });

  test('carry the names of an embed user, as far as they are known', () => {
    const user = { kind: 'embed', email: 'ada@example.com', accountType: 'View', teams: [] } as const;
    const named = buildClaims({ ...input, user: { ...user, firstName: 'Ada', lastName: 'Moreno' } });
    expect(named).toMatchObject({ first_name: 'Ada', last_name: 'Moreno' });
    const half = buildClaims({ ...input, user: { ...user, lastName: 'Moreno' } });
    expect(half).toMatchObject({ last_name: 'Moreno' });
    expect(half).not.toHaveProperty('first_name');
    expect(buildClaims(input)).not.toHaveProperty('last_name');
  });

  test('name tenant, connection for all queries and token of the organisation where there are any, for both kinds of user', () => {
    const special = { tenant: 'night-shift', evalConnectionId: 'connection-2', organisationToken: 'i.j.k.l' };
    for (const user of [input.user, { kind: 'internal', email: 'ada@example.com' } as const]) {
      expect(buildClaims({ ...input, user, ...special })).toMatchObject({
        ver: '1.1',
        tenant: 'night-shift',
        eval_connection_id: 'connection-2',
        oauth_token: 'i.j.k.l',
        connection_oauth_tokens: input.connectionTokens,
      });
    }
  });

  test('leave connection tokens out where there are none', () => {
    expect(buildClaims({ ...input, connectionTokens: {} })).not.toHaveProperty('connection_oauth_tokens');
  });

  test.each([
    ['the session is shorter', 600, now + 3_600_000, seconds + 600],
    ['the grant is shorter', 3_600, now + 600_000, seconds + 600],
    ['the grant ends within a second', 3_600, now + 600_999, seconds + 600],
  ])('end with whichever ends first: %s', (_case, sessionSeconds, earliestGrantExpiry, exp) => {
    expect(buildClaims({ ...input, sessionSeconds, earliestGrantExpiry }).exp).toBe(exp);
  });

  test('may last 30 days and not a second more', () => {
    const claims = buildClaims({ ...input, sessionSeconds: MAX_SESSION_SECONDS });
    expect(claims.exp - claims.iat).toBe(2_592_000);
    const tooLong = () => buildClaims({ ...input, sessionSeconds: MAX_SESSION_SECONDS + 1 });
    expect(tooLong).toThrowError(expect.objectContaining({ code: 'session_too_long' }));
  });

  test.each(['', 'ada @example.com', 'ada@example.com\n', '\tada@example.com'])('refuse the address %j', (email) => {
    const build = () => buildClaims({ ...input, user: { kind: 'internal', email } });
    expect(build).toThrowError(expect.objectContaining({ code: 'identity_unknown' }));
  });

  test.each([now, now - 1, now + 999])('are not made for a grant that is over (%i)', (earliestGrantExpiry) => {
    const build = () => buildClaims({ ...input, earliestGrantExpiry });
    expect(build).toThrowError(expect.objectContaining({ code: 'grant_dead' }));
  });
});
