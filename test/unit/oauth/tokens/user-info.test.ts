/** What UserInfo may answer, and what is made of it. */
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { untilAborted } from '../../../../src/main/async/until-aborted.ts';
import {
  createUserInfo,
  USER_INFO_LIMIT_MS,
  type UserInfoRequest,
} from '../../../../src/main/oauth/tokens/user-info.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { unsignedJwt } from '../../../support/hostile-fixture.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';

const ENDPOINT = 'https://as.example/me';
const KEYS = 'https://as.example/keys';
const NOW_S = 1_000_000;
const me = { sub: 'ada', email: 'ada@example.com' };

let signer: { readonly publicJwk: JWK; readonly privateKey: CryptoKey };
beforeAll(async () => {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  signer = { publicJwk: { ...(await exportJWK(publicKey)), alg: 'ES256' }, privateKey };
});
const signed = (claims: object) =>
  new SignJWT({ ...claims }).setProtectedHeader({ alg: 'ES256' }).sign(signer.privateKey);
const asJwt = (body: string, type = 'application/jwt') => new Response(body, { headers: { 'content-type': type } });

/** UserInfo that answers so; keys are where they belong. */
function answering(
  answer: () => Response | Promise<Response>,
  changes: Partial<UserInfoRequest> = {},
  keys = () => Response.json({ keys: [signer.publicJwk] }),
) {
  const asked: { readonly url: string; readonly init: RequestInit | undefined }[] = [];
  const clock = createVirtualClock(NOW_S * 1_000);
  const { ask } = createUserInfo({
    ...clock,
    now: () => NOW_S * 1_000,
    fetch: async (url, init) => {
      asked.push({ url, init });
      const answered = url === ENDPOINT ? answer() : keys();
      return untilAborted(Promise.resolve(answered), init?.signal as AbortSignal);
    },
  });
  const request: UserInfoRequest = {
    endpoint: ENDPOINT,
    accessToken: 'access-token-of-ada',
    idTokenClaims: { iss: 'https://as.example', sub: 'ada', aud: 'client', exp: NOW_S, iat: NOW_S },
    clientId: 'client',
    jwksUri: KEYS,
    ...changes,
  };
  return { asked, clock, told: ask(request) };
}

const failing = (reason: string, values: object = {}) => ({
  code: 'user_info_failed',
  values: { reason, host: 'as.example', ...values },
});

test('UserInfo is asked once, with the access token as bearer, and no redirect is followed', async () => {
  const { told, asked } = answering(() => Response.json({ ...me, name: null, address: { region: null } }));
  // What is null is not there.
  expect(await told).toEqual({ ...me, address: {} });
  expect(asked).toHaveLength(1);
  expect(asked[0]?.url).toBe(ENDPOINT);
  expect(asked[0]?.init).toMatchObject({
    headers: { accept: 'application/json, application/jwt', authorization: 'Bearer access-token-of-ada' },
    redirect: 'manual',
  });
  expect(asked[0]?.init?.method ?? 'GET').toBe('GET');
});

test.each(['application/json; charset=utf-8', 'application/scim+json', null])('%s is JSON', async (type) => {
  const { told } = answering(() => {
    const answer = new Response(JSON.stringify(me));
    if (type === null) answer.headers.delete('content-type');
    else answer.headers.set('content-type', type);
    return answer;
  });
  expect(await told).toEqual(me);
});

test.each(['ben', 'Ada', 'ada ', ''])('the claims of %j are those of somebody else', async (sub) => {
  await expect(answering(() => Response.json({ ...me, sub })).told).rejects.toMatchObject({
    code: 'user_info_mismatch',
    values: { host: 'as.example' },
  });
});

test.each<[string, object]>([
  ['says nobody', { sub: undefined }],
  ['says null', { sub: null }],
  ['says a number', { sub: 7 }],
  ['says a list', { sub: ['ada'] }],
])('an answer that %s is about nobody', async (_, changes) => {
  await expect(answering(() => Response.json({ ...me, ...changes })).told).rejects.toMatchObject(failing('noSubject'));
});

test.each<[string, () => Response, object]>([
  ['a page', () => asJwt('<h1>Log in</h1>', 'text/html'), failing('notJson', { type: 'text/html' })],
  ['JSON that calls itself text', () => asJwt(JSON.stringify(me), 'text/plain'), failing('notJson')],
  ['a page that calls itself JSON', () => asJwt('<h1>Log in</h1>', 'application/json'), failing('noObject')],
  ['a list', () => Response.json([me]), failing('noObject')],
  ['null', () => Response.json(null), failing('noObject')],
  ['nothing', () => asJwt('', 'application/json'), failing('noObject')],
  ['two people', () => asJwt('{"sub":"ben","sub":"ada"}', 'application/json'), failing('noObject')],
  [
    'a redirect',
    () => new Response(null, { status: 302, headers: { location: 'https://evil.example' } }),
    failing('refused', { status: 302, said: '' }),
  ],
  ['another success', () => Response.json(me, { status: 201 }), failing('refused', { status: 201 })],
  [
    'a refusal in the words of RFC 6750',
    () => Response.json({ error: 'invalid_token', error_description: 'The token expired.' }, { status: 401 }),
    failing('refused', { status: 401, said: 'The token expired. (invalid_token)' }),
  ],
  [
    'a refusal in its challenge',
    () =>
      new Response('', {
        status: 403,
        headers: { 'www-authenticate': 'Bearer error="insufficient_scope", error_description="Ask for openid."' },
      }),
    failing('refused', { status: 403, said: 'Ask for openid. (insufficient_scope)' }),
  ],
  [
    'a refusal in the words of Microsoft Graph',
    () =>
      Response.json(
        { error: { code: 'InvalidAuthenticationToken', message: 'Invalid audience.', innerError: { date: 'x' } } },
        { status: 401 },
      ),
    failing('refused', { status: 401, said: 'Invalid audience. (InvalidAuthenticationToken)' }),
  ],
  ['503', () => new Response('<h1>Oops</h1>', { status: 503 }), failing('refused', { status: 503, said: 'Oops' })],
])('%s is no answer', async (_, answer, expected) => {
  const { told, asked } = answering(answer);
  await expect(told).rejects.toMatchObject(expected);
  expect(asked).toHaveLength(1);
});

test('a refusal is read in its encoding', async () => {
  const latin = new Uint8Array([...Buffer.from('<h1>Zugriff f'), 0xfc, ...Buffer.from('r alle</h1>')]);
  const headers = { 'content-type': 'text/html; charset=ISO-8859-1' };
  const { told } = answering(() => new Response(latin, { status: 403, headers }));
  await expect(told).rejects.toMatchObject(failing('refused', { said: 'Zugriff für alle' }));
});

test('an access token that comes back in a refusal is not shown', async () => {
  const said = 'Unknown token access-token-of-ada';
  const { told } = answering(() => Response.json({ error: 'e', error_description: said }, { status: 401 }));
  const error: AppError = await told.catch((cause) => cause);
  expect(error.message).toContain('Unknown token');
  expect(JSON.stringify(error.toView())).not.toContain('access-token-of-ada');
});

describe('UserInfo that is not reached', () => {
  test('is said with what failed', async () => {
    const offline = new AppError('offline', { reason: 'unreachable', host: 'as.example', systemCode: 'ECONNREFUSED' });
    const { told } = answering(() => Promise.reject(offline));
    await expect(told).rejects.toMatchObject(failing('unreachable', { said: 'offline, ECONNREFUSED' }));
  });

  test('within ten seconds is given up', async () => {
    const { told, clock, asked } = answering(() => new Promise(() => undefined));
    const outcome = told.catch((error) => error);
    await clock.advance(USER_INFO_LIMIT_MS - 1);
    expect(asked[0]?.init?.signal?.aborted).toBe(false);
    await clock.advance(1);
    expect(asked[0]?.init?.signal?.aborted).toBe(true);
    expect(await outcome).toMatchObject(failing('unreachable', { said: 'offline' }));
    expect(USER_INFO_LIMIT_MS).toBe(10_000);
  });

  test('by a person who gave up is told why, and no timer is left', async () => {
    const aborter = new AbortController();
    const reason = new AppError('sign_in_cancelled', { reason: 'byPerson' });
    const { told, clock } = answering(
      () => {
        aborter.abort(reason);
        return Promise.reject(reason);
      },
      { signal: aborter.signal },
    );
    await expect(told).rejects.toBe(reason);
    expect(clock.pending()).toEqual([]);
  });
});

describe('an answer that is signed', () => {
  test('counts with the signature of its server', async () => {
    const { told, asked } = answering(async () => asJwt(`${await signed(me)}\n`, 'application/jwt; charset=utf-8'));
    expect(await told).toEqual(me);
    expect(asked.map(({ url }) => url)).toEqual([ENDPOINT, KEYS]);
  });

  test('counts when it is from its server, for this client, for now', async () => {
    const stated = { iss: 'https://as.example', aud: ['other', 'client'], exp: NOW_S - 59, nbf: NOW_S + 60, iat: null };
    const { told } = answering(async () => asJwt(await signed({ ...me, ...stated })));
    expect(await told).toMatchObject(me);
  });

  test.each<[string, object]>([
    ['iss', { iss: 'https://other.example' }],
    ['iss', { iss: ['https://as.example'] }],
    ['aud', { aud: 'other' }],
    ['aud', { aud: [] }],
    ['exp', { exp: NOW_S - 60 }],
    ['exp', { exp: 'never' }],
    ['nbf', { nbf: NOW_S + 61 }],
  ])('does not count where its %s is %j', async (claim, stated) => {
    const { told } = answering(async () => asJwt(await signed({ ...me, ...stated })));
    await expect(told).rejects.toMatchObject(failing('notForUs', { claim }));
  });

  test('is about the same person too', async () => {
    const { told } = answering(async () => asJwt(await signed({ ...me, sub: 'ben' })));
    await expect(told).rejects.toMatchObject({ code: 'user_info_mismatch' });
  });

  test('does not count with the signature of another', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    const foreign = await new SignJWT(me).setProtectedHeader({ alg: 'ES256' }).sign(privateKey);
    await expect(answering(() => asJwt(foreign)).told).rejects.toMatchObject(
      failing('signature', { said: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' }),
    );
  });

  test.each<[string, () => Promise<string> | string, object]>([
    ['none', () => unsignedJwt({ alg: 'none' }, me), failing('unsigned', { remedy: 'idTokenAlgorithm' })],
    [
      'the client secret',
      () => new SignJWT(me).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.alloc(32)),
      failing('algorithm', { algorithm: 'HS256', remedy: 'idTokenAlgorithm' }),
    ],
    ['encryption', () => unsignedJwt({ alg: 'dir', enc: 'A256GCM' }, me), failing('encrypted')],
  ])('does not count with %s for a signature, and no key is asked for', async (_, jwt, expected) => {
    const { told, asked } = answering(async () => asJwt(await jwt()));
    await expect(told).rejects.toMatchObject(expected);
    expect(asked.map(({ url }) => url)).toEqual([ENDPOINT]);
  });

  test('does not count with nothing at all for a signature', async () => {
    const said = expect.stringContaining('ERR_');
    await expect(answering(() => asJwt('not.a.jwt')).told).rejects.toMatchObject(failing('signature', { said }));
  });

  test.each<[string, () => Response, string]>([
    [
      'are not there',
      () => new Response('<h1>Not found</h1>', { status: 404 }),
      'metadata_invalid, HTTP 404, Not found',
    ],
    ['are asked for too often', () => new Response(null, { status: 429 }), 'server_busy, HTTP 429'],
  ])('does not count where its keys %s, and UserInfo is not said to have failed', async (_, keys, said) => {
    const { told } = answering(async () => asJwt(await signed(me)), { jwksUri: 'https://keys.example/jwks' }, keys);
    await expect(told).rejects.toMatchObject(failing('keysFailed', { keysHost: 'keys.example', said }));
  });

  test('does not count where its server names no keys, and an encrypted one is not read', async () => {
    const unkeyed = answering(async () => asJwt(await signed(me)), { jwksUri: null });
    await expect(unkeyed.told).rejects.toMatchObject(failing('noKeys'));
    await expect(answering(() => asJwt('a.b.c.d.e')).told).rejects.toMatchObject(failing('encrypted'));
  });

  test('is not read as JSON, nor is JSON that calls itself signed', async () => {
    await expect(answering(() => asJwt(JSON.stringify(me))).told).rejects.toMatchObject(failing('signature'));
    const unlabelled = answering(async () => asJwt(await signed(me), 'application/json'));
    await expect(unlabelled.told).rejects.toMatchObject(failing('noObject'));
  });
});
