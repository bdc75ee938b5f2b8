import * as oauth from 'oauth4webapi';
import { describe, expect, test } from 'vitest';
import {
  lifetimeSeconds,
  readTokenResponse,
  requireAuthorizedParty,
} from '../../../../src/main/oauth/tokens/token-response.ts';
import { unsignedJwt } from '../../../support/hostile-fixture.ts';

const server = { issuer: 'https://as.example' };
const client = { client_id: 'client' };
const good = { access_token: 'access', token_type: 'Bearer', expires_in: 60 };
const NOW_S = Math.floor(Date.now() / 1_000);
const claims = { iss: 'https://as.example', sub: 'ada', aud: 'client', iat: NOW_S, exp: NOW_S + 3_600 };
const idTokenOf = (changes: object = {}) => unsignedJwt({ alg: 'RS256' }, { ...claims, ...changes }, 'c2ln');

const read = (fields: object | string, keepIdToken = true) =>
  readTokenResponse(
    typeof fields === 'string' ? fields : JSON.stringify(fields),
    { keepIdToken, obtainedAt: 1_000 },
    (response) => oauth.processRefreshTokenResponse(server, client, response),
  );

describe('a lifetime', () => {
  test.each<[unknown, number | null]>([
    [undefined, null],
    [null, null],
    [60, 60],
    [59.9, 59],
    ['3600', 3_600],
    [' 3600 ', 3_600],
    ['59.9', 59],
    ['59.123456789', 59],
    [86_400, 86_400],
    [86_401, 86_400],
    ['999999999999999', 86_400],
    [Number.POSITIVE_INFINITY, 86_400],
  ])('of %j is %j seconds', (sent, seconds) => {
    expect(lifetimeSeconds(sent)).toBe(seconds);
  });

  test.each([
    0,
    -1,
    0.9,
    Number.NaN,
    '',
    '0',
    '-5',
    'soon',
    '1e3',
    '60s',
    's60',
    '1.',
    '.5',
    '1'.repeat(16),
    true,
    [60],
  ])('of %j is refused', (sent) => {
    expect(() => lifetimeSeconds(sent)).toThrow(
      expect.objectContaining({ code: 'token_response_invalid', values: { reason: 'lifetime' } }),
    );
  });
});

describe('an answer', () => {
  test('brings its tokens, counted from when they were asked for', async () => {
    const answer = { ...good, refresh_token: 'refresh', scope: 'a b', username: 'ADA' };
    expect(await read(answer)).toEqual({
      accessToken: 'access',
      refreshToken: 'refresh',
      scope: 'a b',
      obtainedAt: 1_000,
      expiresAt: 61_000,
      lifetimeAssumed: false,
      idToken: null,
      claims: null,
      fields: answer,
    });
  });

  test('that leaves out what it may leave out is taken for an hour', async () => {
    expect(await read({ access_token: 'access', token_type: 'bearer' })).toMatchObject({
      refreshToken: null,
      scope: null,
      expiresAt: 3_601_000,
      lifetimeAssumed: true,
    });
  });

  test.each<[string, object | string, string]>([
    ['is no object', '[]', 'noObject'],
    ['names a member twice', '{"access_token":"a","access_token":"b","token_type":"bearer"}', 'noObject'],
    ['reports an error at once', { ...good, error: 'invalid_grant' }, 'alsoError'],
    ['has another kind of token', { ...good, token_type: 'mac' }, 'said'],
    ['has no token', { token_type: 'bearer' }, 'said'],
    ['has a token with a line break', { ...good, access_token: 'one\ntwo' }, 'incomplete'],
    ['has a token that no header can hold', { ...good, access_token: 'prix€' }, 'incomplete'],
    ['is bound to a key that nothing here has', { ...good, token_type: 'DPoP' }, 'notBearer'],
  ])('that %s is refused', async (_, fields, reason) => {
    await expect(read(fields)).rejects.toMatchObject({ code: 'token_response_invalid', values: { reason } });
  });

  test('is refused in few words when its check fails for a reason that is not the library’s', async () => {
    const failing = readTokenResponse(JSON.stringify(good), { keepIdToken: true, obtainedAt: 0 }, () =>
      Promise.reject(new TypeError('access')),
    );
    await expect(failing).rejects.toMatchObject({ code: 'token_response_invalid', values: { reason: 'incomplete' } });
  });
});

describe('an ID token in an answer', () => {
  test('is kept with its claims where one is wanted', async () => {
    const idToken = idTokenOf();
    expect(await read({ ...good, id_token: idToken })).toMatchObject({ idToken, claims: { sub: 'ada' } });
  });

  test('is left alone where none is wanted, whatever it is', async () => {
    expect(await read({ ...good, id_token: idTokenOf() }, false)).toMatchObject({ idToken: null, claims: null });
    expect(await read({ ...good, id_token: 7 }, false)).toMatchObject({ idToken: null, claims: null });
  });

  test('may be null', async () => {
    expect(await read({ ...good, id_token: null })).toMatchObject({ idToken: null, claims: null });
  });

  test.each<[string, string, Record<string, unknown>]>([
    [
      'signed with the secret of the application',
      unsignedJwt({ alg: 'HS256' }, claims, 'c2ln'),
      { reason: 'algorithm', algorithm: 'HS256', remedy: 'idTokenAlgorithm' },
    ],
    [
      'signed with what its server does not announce',
      unsignedJwt({ alg: 'ES256' }, claims, 'c2ln'),
      { reason: 'said', said: 'unexpected JWT "alg" header parameter.', remedy: 'idTokenAlgorithm' },
    ],
    ['over', idTokenOf({ exp: NOW_S - 600 }), { reason: 'said', said: expect.any(String), remedy: 'idTokenTime' }],
    [
      'not good yet',
      idTokenOf({ nbf: NOW_S + 600 }),
      { reason: 'said', said: expect.any(String), remedy: 'idTokenTime' },
    ],
    // The clock has nothing to do with it.
    ['for another application', idTokenOf({ aud: 'other' }), { reason: 'said', said: expect.any(String) }],
    ['of another server', idTokenOf({ iss: 'https://other.example' }), { reason: 'said', said: expect.any(String) }],
  ])('that is %s is refused with the remedy for that', async (_, idToken, values) => {
    await expect(read({ ...good, id_token: idToken })).rejects.toEqual(
      expect.objectContaining({ code: 'id_token_invalid', values }),
    );
  });

  test.each([7, '', {}])('that is %j is refused', async (sent) => {
    await expect(read({ ...good, id_token: sent })).rejects.toMatchObject({
      code: 'id_token_invalid',
      values: { reason: 'noText' },
    });
  });

  test.each<[string, string]>([
    ['for another audience', idTokenOf({ aud: 'other' })],
    ['of another issuer', idTokenOf({ iss: 'https://other.example' })],
    ['that expired', idTokenOf({ exp: NOW_S - 3_600 })],
    ['that is no JWT', 'x'],
  ])('%s is what is wrong, not the answer', async (_, idToken) => {
    await expect(read({ ...good, id_token: idToken })).rejects.toMatchObject({
      code: 'id_token_invalid',
      values: { reason: 'said', said: expect.stringMatching(/\w\.$/) },
    });
  });
});

describe('the claims of an ID token', () => {
  const check = (changes: object) => () =>
    requireAuthorizedParty({ ...claims, ...changes } as oauth.IDToken, 'client', NOW_S);

  test.each([
    ['without a party', {}],
    ['with our name', { azp: 'client' }],
    ['a minute ahead', { iat: NOW_S + 60 }],
  ])('are ours %s', (_, changes) => {
    expect(check(changes)).not.toThrow();
  });

  test.each([
    ['with another name', { azp: 'other' }, { reason: 'otherApplication' }],
    ['with an empty name', { azp: '' }, { reason: 'otherApplication' }],
    // Of these, the clock alone may be to blame.
    ['more than a minute ahead', { iat: NOW_S + 61 }, { reason: 'fromFuture', remedy: 'idTokenTime' }],
  ])('are not %s', (_, changes, values) => {
    expect(check(changes)).toThrow(expect.objectContaining({ code: 'id_token_invalid', values }));
  });
});

describe('null in an answer is the same as absent', () => {
  test('for everything that may be left out', async () => {
    const nothing = { refresh_token: null, scope: null, expires_in: null, error: null, error_description: null };
    expect(await read({ ...good, ...nothing, id_token: null, extra: null })).toMatchObject({
      accessToken: 'access',
      refreshToken: null,
      scope: null,
      lifetimeAssumed: true,
      idToken: null,
      claims: null,
    });
  });

  test.each(['access_token', 'token_type'])('for %s, which may not', async (name) => {
    await expect(read({ ...good, [name]: null })).rejects.toMatchObject({ code: 'token_response_invalid' });
  });

  test('in an ID token, which is kept as it came', async () => {
    const nothing = { nbf: null, azp: null, auth_time: null, acr: null, email: null, address: { region: null } };
    const idToken = idTokenOf({ ...nothing, aud: ['client', null] });
    const answer = await read({ ...good, id_token: idToken });
    expect(answer.idToken).toBe(idToken);
    expect(answer.claims).toEqual({ ...claims, aud: ['client'], address: {} });
  });

  test.each(['iss', 'sub', 'aud', 'exp', 'iat'])('in an ID token for %s, which has to be there', async (name) => {
    const answer = read({ ...good, id_token: idTokenOf({ [name]: null }) });
    await expect(answer).rejects.toMatchObject({ code: 'id_token_invalid' });
  });
});

describe('the end of the refresh token', () => {
  const end = async (fields: object) => (await read({ ...good, refresh_token: 'refresh', ...fields })).refreshEndsAt;
  test('is what the server says, by either name', async () => {
    expect(await end({ refresh_token_expires_in: 7_200 })).toBe(1_000 + 7_200_000);
    expect(await end({ refresh_token_expires_in: '7200' })).toBe(1_000 + 7_200_000);
    expect(await end({ refresh_expires_in: 1_800 })).toBe(1_000 + 1_800_000);
  });
  test.each([
    {},
    { refresh_expires_in: 0 },
    { refresh_expires_in: -1 },
    { refresh_token_expires_in: 'never' },
    { refresh_expires_in: 1e12 },
  ])('is not known by %j, which refuses nothing', async (fields) => {
    expect(await end(fields)).toBeUndefined();
  });
});
