import { decodeJwt, decodeProtectedHeader, exportJWK, exportPKCS8, generateKeyPair, type JWK, SignJWT } from 'jose';
import * as oauth from 'oauth4webapi';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Grant } from '../../../../src/main/oauth/grants/grant.ts';
import type { OAuthClient, Refusal, ServerRules } from '../../../../src/main/oauth/tokens/authorization-server.ts';
import { createTokenClient, subjectOf } from '../../../../src/main/oauth/tokens/token-client.ts';
import { grantAt } from '../../../support/grants.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';

const NOW = 1_000_000;
const client: OAuthClient = { clientId: 'client', authentication: { method: 'none' } };

interface Sent {
  readonly url: string;
  readonly form: URLSearchParams;
  readonly signal: AbortSignal | null;
  readonly authorization: string | null;
}

/** A token client of servers that answer as the test says, and what was sent to them. */
function sending(answer: (sent: Sent) => Response) {
  const sent: Sent[] = [];
  const tokenClient = createTokenClient({
    now: () => NOW,
    uptime: () => 5_000,
    allowLoopbackHttp: false,
    fetch: async (url, init) => {
      const one = {
        url,
        form: new URLSearchParams(String(init?.body ?? '')),
        signal: init?.signal ?? null,
        authorization: new Headers(init?.headers).get('authorization'),
      };
      sent.push(one);
      return answer(one);
    },
  });
  return { tokenClient, sent };
}

const tokens = (more: object = {}): Response =>
  Response.json({ access_token: 'new', token_type: 'Bearer', expires_in: 60, ...more });
const done = (): Response => new Response(null, { status: 200 });

const server = { ...grantAt(0).server, revocationEndpoint: 'https://as.example/revoke' };
const exchange = {
  issuer: 'https://platform.example',
  tokenEndpoint: 'https://platform.example/token',
  revocationEndpoint: 'https://platform.example/revoke',
  clientId: 'exchanging',
  scopes: ['all-apis'],
};
const asServer = { issuer: 'https://as.example', token_endpoint: 'https://as.example/token' };
const codeRequest = (code: string) => ({
  server: asServer,
  client,
  callbackParameters: oauth.validateAuthResponse(
    asServer,
    { client_id: 'client' },
    new URLSearchParams({ code, state: 'state' }),
    'state',
  ),
  redirectUri: 'http://localhost:1/callback',
  codeVerifier: 'v'.repeat(43),
  nonce: null,
  jwksUri: null,
});
const exchanged: Partial<Grant> = { flow: 'token_exchange', server, exchange };
const ofServiceAccount: Partial<Grant> = {
  flow: 'client_credentials',
  refreshToken: null,
  audience: 'api',
  requestedScopes: ['a', 'b'],
};

test('a lifetime counts from before the request, however long the answer takes', async () => {
  const clock = createVirtualClock(NOW);
  const tokenClient = createTokenClient({
    ...clock,
    allowLoopbackHttp: false,
    fetch: async () => {
      clock.sleep(25_000);
      return Response.json({ access_token: 'a', token_type: 'Bearer', expires_in: 60 });
    },
  });
  const renewed = await tokenClient.refreshGrant(grantAt(0), client);
  expect(renewed).toMatchObject({ obtainedAt: 1_000_000, expiresAt: 1_060_000 });
});

describe('a revocation', () => {
  const told = (sent: readonly Sent[]) =>
    sent.map(({ url, form }) => [url, form.get('token'), form.get('token_type_hint'), form.get('client_id')]);

  test('takes both tokens to the server that gave them, each under its name', async () => {
    const { tokenClient, sent } = sending(done);
    await tokenClient.revokeGrant(grantAt(0, { server }), client);
    expect(told(sent)).toEqual([
      ['https://as.example/revoke', 'refresh-0', 'refresh_token', 'client'],
      ['https://as.example/revoke', 'access-0', 'access_token', 'client'],
    ]);
  });

  test('after an exchange, takes each token to its own server alone', async () => {
    const { tokenClient, sent } = sending(done);
    await tokenClient.revokeGrant(grantAt(0, exchanged), client);
    expect(told(sent)).toEqual([
      ['https://as.example/revoke', 'refresh-0', 'refresh_token', 'client'],
      ['https://platform.example/revoke', 'access-0', 'access_token', 'exchanging'],
    ]);
  });

  test.each<[string, Partial<typeof exchange> | { clientId: null } | { revocationEndpoint: null }]>([
    ['without a client at the exchanging server', { clientId: null }],
    ['of which the exchanging server advertises no revocation', { revocationEndpoint: null }],
  ])('after an exchange %s, leaves the exchanged token alone', async (_, changes) => {
    const { tokenClient, sent } = sending(done);
    await tokenClient.revokeGrant(grantAt(0, { ...exchanged, exchange: { ...exchange, ...changes } }), client);
    expect(told(sent)).toEqual([['https://as.example/revoke', 'refresh-0', 'refresh_token', 'client']]);
  });

  test.each(['refresh_token', 'access_token'])('whose %s fails says so after both were tried', async (failing) => {
    const { tokenClient, sent } = sending(({ form }) =>
      form.get('token_type_hint') === failing ? new Response('', { status: 503 }) : done(),
    );
    const revoked = tokenClient.revokeGrant(grantAt(0, { server }), client);
    await expect(revoked).rejects.toMatchObject({ code: 'server_busy' });
    expect(sent).toHaveLength(2);
  });

  const refusing =
    (...refused: string[]) =>
    ({ form }: Sent) =>
      refused.includes(form.get('token_type_hint') ?? '')
        ? Response.json({ error: 'invalid_request', error_description: 'token not found' }, { status: 400 })
        : done();

  test('takes an access token that died with the refresh token for revoked, and no other one', async () => {
    await sending(refusing('access_token')).tokenClient.revokeGrant(grantAt(0, { server }), client);
    for (const [refused, changes] of [
      [['refresh_token'], {}],
      [['refresh_token', 'access_token'], {}],
      [['access_token'], { refreshToken: null }],
    ] as const) {
      const revoked = sending(refusing(...refused)).tokenClient.revokeGrant(grantAt(0, { server, ...changes }), client);
      await expect(revoked).rejects.toMatchObject({ code: 'token_request_rejected' });
    }
  });
});

test('a revocation has nothing to take where the server has no place for it, and no refresh token where there is none', async () => {
  const { tokenClient, sent } = sending(done);
  await tokenClient.revokeGrant(grantAt(0), client);
  expect(sent).toEqual([]);
  await tokenClient.revokeGrant(grantAt(0, { server, refreshToken: null }), client);
  expect(sent.map(({ form }) => form.get('token'))).toEqual(['access-0']);
});

test('a revocation of an answer without an access token takes its refresh token alone', async () => {
  const { tokenClient, sent } = sending(done);
  await tokenClient.revokeGrant(grantAt(0, { server, accessToken: '' }), client);
  expect(sent.map(({ form }) => form.get('token'))).toEqual(['refresh-0']);
});

test('a revocation may be answered in any form', async () => {
  const { tokenClient, sent } = sending(() => new Response('done', { headers: { 'content-type': 'text/plain' } }));
  await tokenClient.revokeGrant(grantAt(0, { server }), client);
  expect(sent).toHaveLength(2);
});

test.each<[string, () => Response]>([
  ['204', () => new Response(null, { status: 204 })],
  ['202', () => new Response('', { status: 202 })],
  // Google, where the person has taken the access away in their account
  [
    'that the token is over already',
    () => Response.json({ error: 'invalid_token', error_description: 'Token expired or revoked' }, { status: 400 }),
  ],
  ['the same with 200', () => Response.json({ error: 'invalid_grant' })],
])('a revocation that is answered with %s has what it wanted', async (_, answer) => {
  const { tokenClient, sent } = sending(answer);
  await tokenClient.revokeGrant(grantAt(0, { server }), client);
  expect(sent).toHaveLength(2);
});

test.each<[string, () => Response]>([
  ['a redirect', () => new Response(null, { status: 302, headers: { location: 'https://as.example/login' } })],
  ['a refusal with 200', () => Response.json({ error: 'unsupported_token_type' })],
  ['a challenge that speaks of a token', () => Response.json({ error: 'invalid_token' }, { status: 401 })],
])('a revocation that is answered with %s has not', async (_, answer) => {
  const revoked = sending(answer).tokenClient.revokeGrant(grantAt(0, { server }), client);
  await expect(revoked).rejects.toMatchObject({ code: 'token_request_rejected' });
});

describe('what calls itself', () => {
  const answered = (type: string | null) => {
    const body = new Blob([JSON.stringify({ access_token: 'new', token_type: 'Bearer' })]).stream();
    const { tokenClient } = sending(
      () => new Response(body, { headers: type === null ? {} : { 'content-type': type } }),
    );
    return tokenClient.refreshGrant(grantAt(0), client);
  };

  test.each(['application/json', 'application/token+JSON; charset=utf-8', null])(
    '%s is a token answer',
    async (type) => {
      expect((await answered(type)).accessToken).toBe('new');
    },
  );

  test.each(['text/html', 'application/jsonp', 'json'])('%s is none', async (type) => {
    await expect(answered(type)).rejects.toMatchObject({
      code: 'token_response_invalid',
      values: { reason: 'notJson' },
    });
  });
});

describe('what is exchanged', () => {
  test.each([
    ['head.claims.sign', 'jwt'],
    ['a-_1.b-_2.c-_3', 'jwt'],
    ['opaque', 'access_token'],
    ['one.two', 'access_token'],
    ['one..three', 'access_token'],
    ['one.two.three.four', 'access_token'],
    ['one.two.three=', 'access_token'],
    ['/one.two.three', 'access_token'],
  ])('%s is of the type %s', (accessToken, type) => {
    const subject = subjectOf({ idToken: null, accessToken });
    expect(subject).toEqual({ token: accessToken, type: `urn:ietf:params:oauth:token-type:${type}` });
  });

  test('is the ID token where there is one', () => {
    expect(subjectOf({ idToken: 'id.to.ken', accessToken: 'access' }).token).toBe('id.to.ken');
  });
});

describe('a secret that a server repeats is not shown:', () => {
  const secret = 'plainwords';
  const repeating = ({ form, authorization }: Sent) =>
    Response.json(
      { error: 'own_error', error_description: `of ${[...form.values()].join(' ')} ${authorization}` },
      { status: 400 },
    );
  const withSecret: OAuthClient = {
    clientId: 'client',
    authentication: { method: 'client_secret_post', clientSecret: secret },
  };

  test.each<[string, (tokenClient: ReturnType<typeof sending>['tokenClient']) => Promise<unknown>]>([
    ['a refresh token', (tokenClient) => tokenClient.refreshGrant(grantAt(0, { refreshToken: secret }), client)],
    [
      'a token to revoke',
      (tokenClient) => tokenClient.revokeGrant(grantAt(0, { server, accessToken: secret, refreshToken: null }), client),
    ],
    ['a client secret', (tokenClient) => tokenClient.refreshGrant(grantAt(0), withSecret)],
    [
      'a token to exchange',
      (tokenClient) =>
        tokenClient.exchangeToken({
          server: asServer,
          clientId: null,
          subject: { token: secret, type: 't' },
          scopes: [],
        }),
    ],
    ['a code', (tokenClient) => tokenClient.exchangeCode({ ...codeRequest(secret), codeVerifier: 'v'.repeat(43) })],
    ['a code verifier', (tokenClient) => tokenClient.exchangeCode({ ...codeRequest('code'), codeVerifier: secret })],
  ])('%s', async (_, ask) => {
    const asked = ask(sending(repeating).tokenClient);
    await expect(asked).rejects.toMatchObject({ message: expect.stringContaining('own_error') });
    await expect(asked).rejects.toMatchObject({ message: expect.not.stringContaining(secret) });
  });
});

describe('a grant that the server calls invalid', () => {
  const refused = () => sending(() => Response.json({ error: 'invalid_grant' }, { status: 400 })).tokenClient;

  test.each<[string, string, (tokenClient: ReturnType<typeof refused>) => Promise<unknown>]>([
    ['a code', 'code_rejected', (tokenClient) => tokenClient.exchangeCode(codeRequest('code'))],
    ['a refresh token', 'grant_dead', (tokenClient) => tokenClient.refreshGrant(grantAt(0), client)],
    [
      'a service account',
      'client_rejected',
      (tokenClient) =>
        tokenClient.requestClientCredentials({ server: asServer, client, scopes: ['sql'], audience: null }),
    ],
    [
      'a token to exchange',
      'exchange_rejected',
      (tokenClient) =>
        tokenClient.exchangeToken({ server: asServer, clientId: null, subject: { token: 'x', type: 't' }, scopes: [] }),
    ],
  ])('is %s: %s', async (_, code, ask) => {
    await expect(ask(refused())).rejects.toMatchObject({ code });
  });
});

describe('a code', () => {
  test('is traded with its verifier, and an ID token is left alone where none was asked for', async () => {
    const { tokenClient, sent } = sending(() => tokens({ id_token: 'x', refresh_token: 'refresh' }));
    const answer = await tokenClient.exchangeCode(codeRequest('code'));
    expect(answer).toMatchObject({ accessToken: 'new', refreshToken: 'refresh', idToken: null, claims: null });
    expect(Object.fromEntries(sent[0]?.form ?? [])).toEqual({
      grant_type: 'authorization_code',
      code: 'code',
      redirect_uri: 'http://localhost:1/callback',
      code_verifier: 'v'.repeat(43),
      client_id: 'client',
    });
  });

  test('proves nothing about the person without a nonce', async () => {
    const { tokenClient } = sending(() => tokens({ id_token: 'x' }));
    const answer = await tokenClient.exchangeCode({ ...codeRequest('code'), jwksUri: 'https://as.example/keys' });
    expect(answer.idToken).toBeNull();
  });
});

describe('an ID token', () => {
  const jwksUri = 'https://as.example/keys';
  let signer: Awaited<ReturnType<typeof generateKeyPair>>;
  let keys: JWK[];
  beforeAll(async () => {
    signer = await generateKeyPair('ES256');
    keys = [{ ...(await exportJWK(signer.publicKey)), alg: 'ES256' }];
  });
  /** The library looks at the clock of the computer. */
  const nowS = () => Math.floor(Date.now() / 1_000);
  const sign = (changes: object = {}) =>
    new SignJWT({
      iss: 'https://as.example',
      sub: 'ada',
      aud: 'client',
      nonce: 'nonce',
      iat: 900,
      exp: nowS() + 3_600,
      ...changes,
    })
      .setProtectedHeader({ alg: 'ES256' })
      .sign(signer.privateKey);
  const asking = (idToken: string | null, published = keys) =>
    sending(({ url }) => {
      if (url === jwksUri) return Response.json({ keys: published });
      return url.startsWith(exchange.issuer) || idToken === null ? tokens() : tokens({ id_token: idToken });
    });
  const request = () => ({
    ...codeRequest('code'),
    server: { ...asServer, id_token_signing_alg_values_supported: ['ES256'] },
    jwksUri,
    nonce: 'nonce',
  });
  const renewable: Partial<Grant> = {
    ...exchanged,
    subject: 'ada',
    server: { ...server, jwksUri, idTokenAlgorithms: ['ES256'] },
  };

  test('that comes with a code is believed when all of it fits', async () => {
    const { tokenClient, sent } = asking(await sign());
    expect((await tokenClient.exchangeCode(request())).claims).toMatchObject({ sub: 'ada' });
    expect(sent.map(({ url }) => url)).toEqual(['https://as.example/token', jwksUri]);
  });

  test('need not come with a code', async () => {
    const { tokenClient, sent } = asking(null);
    expect((await tokenClient.exchangeCode(request())).claims).toBeNull();
    expect(sent).toHaveLength(1);
  });

  test.each<[string, object]>([
    ['another nonce', { nonce: 'other' }],
    ['no nonce', { nonce: undefined }],
    ['another party', { azp: 'other' }],
    ['a moment in the future', { iat: 1_061 }],
    ['another issuer', { iss: 'https://other.example' }],
  ])('that comes with a code and %s is refused', async (_, changes) => {
    const { tokenClient } = asking(await sign(changes));
    await expect(tokenClient.exchangeCode(request())).rejects.toMatchObject({ code: 'id_token_invalid' });
  });

  test('that another key signed is refused', async () => {
    const other = await generateKeyPair('ES256');
    const { tokenClient } = asking(await sign(), [{ ...(await exportJWK(other.publicKey)), alg: 'ES256' }]);
    await expect(tokenClient.exchangeCode(request())).rejects.toMatchObject({ code: 'id_token_invalid' });
  });

  test('may name the issuer that the rules of the server say', async () => {
    const idToken = await sign({ iss: 'https://as.example/directory' });
    const asked: unknown[] = [];
    const issuerOfIdToken = (...given: unknown[]) => {
      asked.push(given);
      return 'https://as.example/directory';
    };
    const { tokenClient } = asking(idToken);
    const answer = await tokenClient.exchangeCode({ ...request(), rules: { issuerOfIdToken } });
    expect(answer.claims?.sub).toBe('ada');
    expect(asked).toEqual([['https://as.example', idToken]]);
  });

  test('that comes with a renewal is what is exchanged', async () => {
    const idToken = await sign();
    const { tokenClient, sent } = asking(idToken);
    await tokenClient.refreshGrant(grantAt(0, renewable), client);
    expect(sent.at(-1)?.form.get('subject_token')).toBe(idToken);
    expect(sent.at(-1)?.form.get('subject_token_type')).toBe('urn:ietf:params:oauth:token-type:jwt');
  });

  test('that comes with a renewal and names another person is refused, where it is known who signed in', async () => {
    const { tokenClient } = asking(await sign({ sub: 'eve' }));
    await expect(tokenClient.refreshGrant(grantAt(0, renewable), client)).rejects.toMatchObject({
      code: 'id_token_invalid',
      values: { reason: 'otherPerson' },
    });
    const unknown = grantAt(0, { ...renewable, subject: null });
    expect((await tokenClient.refreshGrant(unknown, client)).accessToken).toBe('new');
  });

  test('that comes with a renewal is left alone where nothing is exchanged', async () => {
    const { tokenClient, sent } = asking(await sign({ sub: 'eve' }));
    await tokenClient.refreshGrant(grantAt(0, { ...renewable, flow: 'authorization_code', exchange: null }), client);
    expect(sent).toHaveLength(1);
  });

  test('has its keys asked for with the signal of its caller', async () => {
    const { signal } = new AbortController();
    const { tokenClient, sent } = asking(await sign());
    await tokenClient.exchangeCode({ ...request(), signal });
    expect(sent.map((one) => one.signal)).toEqual([signal, signal]);
  });
});

describe('a client', () => {
  const authenticating = async (authentication: OAuthClient['authentication'], methods: string[] | null = null) => {
    const { tokenClient, sent } = sending(() => tokens());
    const grant = grantAt(0, { server: { ...server, authenticationMethods: methods } });
    await tokenClient.refreshGrant(grant, { clientId: 'client', authentication });
    return sent[0] as Sent;
  };

  test('shows its secret where it was told to', async () => {
    const inBody = await authenticating({ method: 'client_secret_post', clientSecret: 'secret' });
    expect([inBody.form.get('client_secret'), inBody.authorization]).toEqual(['secret', null]);
    const inHeader = await authenticating({ method: 'client_secret_basic', clientSecret: 'secret' });
    expect(inHeader.form.has('client_secret')).toBe(false);
    expect(inHeader.authorization).toBe(`Basic ${btoa('client:secret')}`);
  });

  test('chooses by what the server of the grant said of itself', async () => {
    const automatic = { method: 'automatic', clientSecret: 'secret', key: null } as const;
    expect((await authenticating(automatic, ['client_secret_post'])).form.get('client_secret')).toBe('secret');
    expect((await authenticating(automatic)).authorization).toMatch(/^Basic /);
  });

  test.each([
    ['issuer', 'https://as.example'],
    ['token_endpoint', 'https://as.example/token'],
  ] as const)('signs an assertion for the %s, with the name of its key', async (audience, aud) => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const key = {
      privateKey: await exportPKCS8(privateKey),
      algorithm: 'ES256',
      header: { kid: 'k' },
      audience,
    } as const;
    const assertion = (await authenticating({ method: 'private_key_jwt', key })).form.get('client_assertion') ?? '';
    expect(decodeJwt(assertion)).toMatchObject({ aud, iss: 'client', sub: 'client' });
    expect(decodeProtectedHeader(assertion)).toMatchObject({ alg: 'ES256', kid: 'k' });
  });
});

describe('a renewal', () => {
  test('leaves alone a refresh token that comes with an exchange: the company’s is the one to rely on', async () => {
    const { tokenClient, sent } = sending(({ url }) =>
      tokens({ refresh_token: url.startsWith(exchange.issuer) ? 'of the platform' : 'of the company' }),
    );
    const renewed = await tokenClient.refreshGrant(grantAt(0, exchanged), client);
    expect(renewed.refreshToken).toBe('of the company');
    expect(sent.map(({ form }) => form.get('client_id'))).toEqual(['client', 'exchanging']);
    expect(sent[1]?.form.get('subject_token_type')).toBe('urn:ietf:params:oauth:token-type:access_token');
  });

  test('tells of the rotated refresh token before the exchange begins', async () => {
    const { tokenClient, sent } = sending(() => tokens({ refresh_token: 'rotated' }));
    const requestsBefore: number[] = [];
    await tokenClient.refreshGrant(grantAt(0, exchanged), client, {
      onRotated: async (rotated) => {
        expect(rotated.refreshToken).toBe('rotated');
        requestsBefore.push(sent.length);
      },
    });
    expect(requestsBefore).toEqual([1]);
    expect(sent).toHaveLength(2);
  });

  test('that brings no other refresh token tells of no rotation and keeps the one there is', async () => {
    const { tokenClient } = sending(() => tokens());
    const told: Grant[] = [];
    const onRotated = async (rotated: Grant) => void told.push(rotated);
    const renewed = await tokenClient.refreshGrant(grantAt(0, exchanged), client, { onRotated });
    expect(told).toEqual([]);
    expect(renewed.refreshToken).toBe('refresh-0');
  });

  test('without a refresh token is not even tried', async () => {
    const { tokenClient, sent } = sending(() => tokens());
    await expect(tokenClient.refreshGrant(grantAt(0, { refreshToken: null }), client)).rejects.toMatchObject({
      code: 'renewal_unavailable',
      values: { reason: 'noRefreshToken' },
    });
    expect(sent).toEqual([]);
  });

  test('exchanges for all scopes, under no name where the platform knows the exchange by the token alone', async () => {
    const { tokenClient, sent } = sending(() => tokens());
    const nameless = { ...exchange, clientId: null, scopes: ['all-apis', 'sql'] };
    await tokenClient.refreshGrant(grantAt(0, { ...exchanged, exchange: nameless }), client);
    expect(Object.fromEntries(sent[1]?.form ?? [])).toEqual({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: 'new',
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      scope: 'all-apis sql',
    });
  });

  test('of a service account names no API where there is none to name', async () => {
    const { tokenClient, sent } = sending(() => tokens());
    await tokenClient.refreshGrant(grantAt(0, { ...ofServiceAccount, audience: null }), client);
    expect(sent[0]?.form.has('audience')).toBe(false);
  });

  test('of a service account asks for the same scopes and the same API again', async () => {
    const { tokenClient, sent } = sending(() => tokens());
    const renewed = await tokenClient.refreshGrant(grantAt(0, ofServiceAccount), client);
    expect(renewed).toMatchObject({ accessToken: 'new', expiresAt: NOW + 60_000 });
    expect(Object.fromEntries(sent[0]?.form ?? [])).toMatchObject({
      grant_type: 'client_credentials',
      scope: 'a b',
      audience: 'api',
    });
  });
});

test('every request is let go of with its caller', async () => {
  const { signal } = new AbortController();
  const { tokenClient, sent } = sending(() => tokens({ refresh_token: 'rotated' }));
  await tokenClient.refreshGrant(grantAt(0, exchanged), client, { signal });
  await tokenClient.revokeGrant(grantAt(0, exchanged), client, signal);
  await tokenClient.refreshGrant(grantAt(0, ofServiceAccount), client, { signal });
  expect(sent).toHaveLength(5);
  expect(sent.every((one) => one.signal === signal)).toBe(true);
});

describe('what one kind of server says', () => {
  const refusal = () => Response.json({ error: 'own_error', error_description: 'own words' }, { status: 400 });
  const ruled = (code: 'authorization_invalid_scope' | 'client_rejected') => {
    const asked: Refusal[] = [];
    const rules: ServerRules = {
      vendorError: (refused) => {
        asked.push(refused);
        return { code };
      },
    };
    return { asked, rules };
  };

  test('is asked of the server of the grant at a refresh, and of the exchanging one at an exchange', async () => {
    const first = ruled('authorization_invalid_scope');
    const second = ruled('client_rejected');
    const rules = { server: first.rules, exchange: second.rules };
    const atRefresh = sending(refusal).tokenClient.refreshGrant(grantAt(0, exchanged), client, { rules });
    await expect(atRefresh).rejects.toMatchObject({ code: 'authorization_invalid_scope' });
    // Each for the code, and for what to do about it
    const asked = { use: 'refresh', status: 400, error: 'own_error', description: 'own words' };
    expect(first.asked).toEqual([asked, asked]);
    expect(second.asked).toEqual([]);
    const { tokenClient } = sending(({ url }) => (url.startsWith(exchange.issuer) ? refusal() : tokens()));
    const atExchange = tokenClient.refreshGrant(grantAt(0, exchanged), client, { rules });
    await expect(atExchange).rejects.toMatchObject({ code: 'client_rejected' });
    expect(second.asked).toEqual([
      { ...asked, use: 'exchange' },
      { ...asked, use: 'exchange' },
    ]);
  });

  test('is asked for the grant of a service account too', async () => {
    const { rules } = ruled('client_rejected');
    const { tokenClient } = sending(refusal);
    const renewed = tokenClient.refreshGrant(grantAt(0, ofServiceAccount), client, {
      rules: { server: rules, exchange: null },
    });
    await expect(renewed).rejects.toMatchObject({ code: 'client_rejected' });
  });
});
