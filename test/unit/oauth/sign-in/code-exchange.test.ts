import { describe, expect, test } from 'vitest';
import { createLog } from '../../../../src/main/log/log.ts';
import type { Grant } from '../../../../src/main/oauth/grants/grant.ts';
import { scopeRules } from '../../../../src/main/oauth/grants/granted-scopes.ts';
import { type CodeExchange, exchangeForGrant } from '../../../../src/main/oauth/sign-in/code-exchange.ts';
import type { ServerRules } from '../../../../src/main/oauth/tokens/authorization-server.ts';
import type { TokenClient } from '../../../../src/main/oauth/tokens/token-client.ts';
import type { TokenAnswer } from '../../../../src/main/oauth/tokens/token-response.ts';
import { AppError } from '../../../../src/shared/errors.ts';

const ISSUER = 'https://as.example/{any}';
const answer: TokenAnswer = {
  accessToken: 'access',
  refreshToken: 'refresh',
  scope: null,
  obtainedAt: 0,
  expiresAt: 1,
  lifetimeAssumed: false,
  claims: null,
  idToken: null,
  fields: {},
};

/** An exchange at a server of these rules, with a token client that answers without any network. */
function exchanging(
  parameters: Record<string, string>,
  serverRules: ServerRules = {},
  changes: Partial<CodeExchange> = {},
  given: Partial<TokenAnswer> = {},
) {
  const asked: { readonly signal?: AbortSignal; readonly rules?: ServerRules }[] = [];
  const fetched: (AbortSignal | null | undefined)[] = [];
  const revoked: Grant[] = [];
  const answering: TokenClient['exchangeCode'] & TokenClient['exchangeToken'] = async (request) => {
    asked.push(request);
    return { ...answer, ...given };
  };
  const exchange: CodeExchange = {
    connectionId: 'connection',
    server: { issuer: ISSUER, authorization_endpoint: 'https://as.example/a', token_endpoint: 'https://as.example/t' },
    serverRules,
    client: { clientId: 'client', authentication: { method: 'none' } },
    scopes: ['sql'],
    audience: null,
    identityUrl: null,
    rules: { scopes: scopeRules({ refreshScope: null, place: 'there' }), userNameClaims: [], userNameField: null },
    fingerprint: 'fingerprint',
    claimNames: [],
    jwksUri: null,
    tokenExchange: null,
    callbackParameters: new URLSearchParams({ code: 'code', state: 'state', ...parameters }),
    state: 'state',
    nonce: null,
    redirectUri: 'http://localhost:1/callback',
    codeVerifier: 'v'.repeat(43),
    signal: new AbortController().signal,
    ...changes,
  };
  const result = exchangeForGrant(
    {
      fetch: async (_, init) => {
        fetched.push(init?.signal);
        return Response.json({ id: '1', userName: 'ada@example.com' });
      },
      userInfo: { ask: () => Promise.reject(new Error('asked')) },
      tokenClient: { exchangeCode: answering, exchangeToken: answering } as Partial<TokenClient> as TokenClient,
      log: createLog({ write: () => undefined, now: () => 0 }),
      revoke: (grant) => void revoked.push(grant),
    },
    exchange,
  );
  return { result, asked, fetched, revoked, exchange };
}

describe('the issuer of an authorization response (RFC 9207)', () => {
  const ofAny: ServerRules = {
    issuerOfResponse: (metadataIssuer, stated) => (stated === 'https://as.example/one' ? stated : metadataIssuer),
  };

  test.each<[string, Record<string, string>, ServerRules]>([
    ['is the one of the metadata', { iss: ISSUER }, {}],
    ['may be left out', {}, ofAny],
    ['may be another one that the rules of the server accept', { iss: 'https://as.example/one' }, ofAny],
  ])('%s', async (_, parameters, rules) => {
    expect((await exchanging(parameters, rules).result).accessToken).toBe('access');
  });

  test.each<[string, Record<string, string>, ServerRules]>([
    ['that the rules of the server do not accept', { iss: 'https://as.example/two' }, ofAny],
    ['other than that of the metadata, without such rules', { iss: 'https://as.example/one' }, {}],
  ])('%s is refused before the code goes anywhere', async (_, parameters, rules) => {
    const { result, asked } = exchanging(parameters, rules);
    await expect(result).rejects.toMatchObject({ code: 'authorization_issuer_mismatch' });
    expect(asked).toEqual([]);
  });
});

test('the rules of a server are not asked about an issuer that nothing names', async () => {
  const asked: string[] = [];
  const issuerOfResponse = (metadataIssuer: string, stated: string) => {
    asked.push(stated);
    return metadataIssuer;
  };
  await exchanging({}, { issuerOfResponse }).result;
  expect(asked).toEqual([]);
});

describe('an authorization response', () => {
  const responding = (query: string, changes: Partial<CodeExchange> = {}) =>
    exchanging({}, {}, { callbackParameters: new URLSearchParams(query), ...changes });
  const named = {
    issuer: ISSUER,
    authorization_endpoint: 'https://as.example/a',
    token_endpoint: 'https://as.example/t',
    authorization_response_iss_parameter_supported: true,
  };

  test.each<[string, string, string, string]>([
    ['without a code', 'state=state', 'authorization_response_invalid', 'codeCount'],
    ['with an empty code', 'code=&state=state', 'authorization_response_invalid', 'codeCount'],
    ['with two codes', 'code=a&code=b&state=state', 'authorization_response_invalid', 'codeCount'],
    ['of another state', 'code=a&state=other', 'authorization_response_invalid', 'malformed'],
    ['with two issuers', `code=a&state=state&iss=x&iss=${ISSUER}`, 'authorization_response_invalid', 'malformed'],
    ['of another issuer', 'code=a&state=state&iss=x', 'authorization_issuer_mismatch', 'other'],
    [
      'of our issuer, with another state',
      `code=a&state=other&iss=${ISSUER}`,
      'authorization_response_invalid',
      'malformed',
    ],
  ])('%s is refused before the code goes anywhere', async (_, query, code, reason) => {
    const { result, asked } = responding(query);
    await expect(result).rejects.toMatchObject({ code, values: { reason } });
    expect(asked).toEqual([]);
  });

  test('names its issuer where the server promised it', async () => {
    await expect(responding('code=a&state=state', { server: named }).result).rejects.toMatchObject({
      code: 'authorization_issuer_mismatch',
      values: { reason: 'unnamed', issuer: ISSUER },
    });
    await expect(responding(`code=a&state=other&iss=${ISSUER}`, { server: named }).result).rejects.toMatchObject({
      code: 'authorization_response_invalid',
    });
  });

  test.each([
    ['error_code=1349&error_message=Not+set+up', 'Not set up (1349)'],
    ['error_description=Not+set+up', 'Not set up'],
  ])('brings its refusal also under other names: %s', async (query, message) => {
    const { result, asked } = responding(`${query}&state=state`);
    await expect(result).rejects.toMatchObject({ code: 'authorization_failed', message });
    expect(asked).toEqual([]);
  });

  test('brings its refusal also without a description', async () => {
    const { result } = responding('error=access_denied&state=state');
    await expect(result).rejects.toMatchObject({ code: 'authorization_denied', message: 'access_denied' });
  });
});

test('a grant holds what the answer said, and what the sign-in was for', async () => {
  const claims = { iss: ISSUER, sub: 'subject', aud: 'client', exp: 1, iat: 0, upn: 'ada@acme', region: 'EMEA' };
  const { result } = exchanging(
    {},
    {},
    {
      scopes: ['sql', 'openid'],
      audience: 'api',
      claimNames: ['region'],
      jwksUri: 'https://as.example/keys',
      rules: {
        scopes: scopeRules({ refreshScope: null, place: 'there' }),
        userNameClaims: ['upn'],
        userNameField: null,
      },
    },
    { claims, scope: 'sql', lifetimeAssumed: true },
  );
  expect(await result).toEqual({
    formatVersion: 2,
    connectionId: 'connection',
    flow: 'authorization_code',
    fingerprint: 'fingerprint',
    accessToken: 'access',
    refreshToken: 'refresh',
    scopes: ['sql'],
    requestedScopes: ['sql', 'openid'],
    audience: 'api',
    signedInAt: 0,
    obtainedAt: 0,
    expiresAt: 1,
    lifetimeAssumed: true,
    person: { id: 'subject', userName: 'ada@acme', displayName: 'ada@acme' },
    subject: 'subject',
    claims: { region: 'EMEA' },
    clientId: 'client',
    server: {
      issuer: ISSUER,
      tokenEndpoint: 'https://as.example/t',
      revocationEndpoint: null,
      jwksUri: 'https://as.example/keys',
      idTokenAlgorithms: null,
      authenticationMethods: null,
    },
    exchange: null,
  });
});

test('claims that the provider calls unproven neither name the person nor are kept', async () => {
  const claims = { iss: ISSUER, sub: 's', aud: 'client', exp: 1, iat: 0, email: 'other@acme', upn: 'ada@acme' };
  const rules = {
    scopes: scopeRules({ refreshScope: null, place: 'there' }),
    userNameClaims: ['email', 'upn'],
    userNameField: null,
    unprovenClaims: (said: object) => (said === claims ? ['email'] : []),
  };
  const grant = await exchanging({}, {}, { rules, claimNames: ['email'] }, { claims }).result;
  expect(grant.person?.userName).toBe('ada@acme');
  expect(grant.claims).toEqual({ email: null });
});

describe('the user name in a token answer', () => {
  const nameOf = async (userNameField: string | null, fields: Record<string, unknown>) => {
    const rules = { scopes: scopeRules({ refreshScope: null, place: 'there' }), userNameClaims: [], userNameField };
    return (await exchanging({}, {}, { rules }, { fields }).result).person?.userName ?? null;
  };

  test('is the one in the field that the provider names', async () => {
    expect(await nameOf('username', { username: 'ADA' })).toBe('ADA');
  });

  test.each<[string, string | null, Record<string, unknown>]>([
    ['where the provider names no field', null, { username: 'ADA', null: 'ADA' }],
    ['where it is empty', 'username', { username: '' }],
    ['where it is no text', 'username', { username: 7 }],
    ['where it is not there', 'username', {}],
  ])('is not known %s', async (_, field, fields) => {
    expect(await nameOf(field, fields)).toBeNull();
  });
});

test('tokens that lack a scope are given back', async () => {
  const { result, revoked } = exchanging({}, {}, {}, { scope: 'other' });
  await expect(result).rejects.toMatchObject({ code: 'scopes_missing', values: { missing: 'sql', place: 'there' } });
  expect(revoked).toHaveLength(1);
});

describe('tokens whose own answer is refused', () => {
  const refusing = (unchecked: { accessToken: string | null; refreshToken: string | null }) => {
    const revoked: Grant[] = [];
    const { exchange } = exchanging({});
    const tokenClient: Partial<TokenClient> = {
      async exchangeCode({ onTokens }) {
        await onTokens?.(unchecked);
        throw new AppError('id_token_invalid', { reason: 'otherPerson' });
      },
    };
    const result = exchangeForGrant(
      {
        fetch: () => Promise.reject(new Error('asked')),
        userInfo: { ask: () => Promise.reject(new Error('asked')) },
        tokenClient: tokenClient as TokenClient,
        log: createLog({ write: () => undefined, now: () => 0 }),
        revoke: (grant) => void revoked.push(grant),
      },
      exchange,
    );
    return { result, revoked };
  };

  test.each([
    ['both', { accessToken: 'access', refreshToken: 'refresh' }],
    ['the refresh token alone', { accessToken: '', refreshToken: 'refresh' }],
    ['the access token alone', { accessToken: 'access', refreshToken: null }],
  ])('are given back: %s', async (_, { accessToken, refreshToken }) => {
    const { result, revoked } = refusing({ accessToken: accessToken || null, refreshToken });
    await expect(result).rejects.toMatchObject({ code: 'id_token_invalid' });
    expect(revoked).toMatchObject([{ connectionId: 'connection', accessToken, refreshToken, person: null }]);
  });

  test('are not made up where none can be read', async () => {
    const { result, revoked } = refusing({ accessToken: null, refreshToken: null });
    await expect(result).rejects.toMatchObject({ code: 'id_token_invalid' });
    expect(revoked).toEqual([]);
  });
});

test('a refusal is read by the rules of the server', async () => {
  const { result } = exchanging(
    { error: 'own_error', error_description: 'own words' },
    {
      vendorError: ({ use, error, description }) =>
        `${use} ${error} ${description}` === 'authorization own_error own words'
          ? { code: 'authorization_denied' }
          : null,
    },
  );
  await expect(result).rejects.toMatchObject({ code: 'authorization_denied' });
});

test('everything that is asked is let go of with the sign-in, and knows the rules of its server', async () => {
  const serverRules: ServerRules = {};
  const exchangeRules: ServerRules = {};
  const { result, asked, fetched, exchange } = exchanging({}, serverRules, {
    identityUrl: 'https://platform.example/Me',
    tokenExchange: {
      server: {
        issuer: 'https://platform.example',
        authorization_endpoint: 'https://platform.example/a',
        token_endpoint: 'https://platform.example/t',
      },
      serverRules: exchangeRules,
      clientId: null,
      scopes: ['all-apis'],
      scopeRules: scopeRules({ refreshScope: null, place: 'there' }),
    },
  });
  const grant = await result;
  expect(grant.person?.userName).toBe('ada@example.com');
  expect(grant).toMatchObject({
    flow: 'token_exchange',
    scopes: ['all-apis'],
    exchange: {
      issuer: 'https://platform.example',
      tokenEndpoint: 'https://platform.example/t',
      revocationEndpoint: null,
      clientId: null,
      scopes: ['all-apis'],
    },
  });
  expect(asked.map(({ signal }) => signal)).toEqual([exchange.signal, exchange.signal]);
  expect(asked[0]?.rules).toBe(serverRules);
  expect(asked[1]?.rules).toBe(exchangeRules);
  expect(fetched).toEqual([exchange.signal]);
});

test('tokens of a sign-in that was given up while the person was looked up are given back', async () => {
  const aborter = new AbortController();
  const { result, revoked } = exchanging({}, {}, { signal: aborter.signal });
  aborter.abort(new AppError('sign_in_cancelled', { reason: 'byPerson' }));
  await expect(result).rejects.toMatchObject({ code: 'sign_in_cancelled' });
  expect(revoked.map(({ refreshToken }) => refreshToken)).toEqual(['refresh']);
});
