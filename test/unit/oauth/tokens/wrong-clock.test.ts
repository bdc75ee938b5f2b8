/** A computer whose clock is wrong asks a server that tells the time with each of its answers. */
import { decodeJwt, exportJWK, exportPKCS8, generateKeyPair, SignJWT } from 'jose';
import * as oauth from 'oauth4webapi';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createClock } from '../../../../src/main/async/clock.ts';
import { retryAfterMs } from '../../../../src/main/net/retry-after.ts';
import { withServerTime } from '../../../../src/main/net/server-time.ts';
import type { OAuthClient } from '../../../../src/main/oauth/tokens/authorization-server.ts';
import { createTokenClient } from '../../../../src/main/oauth/tokens/token-client.ts';
import type { AppError } from '../../../../src/shared/errors.ts';
import { grantAt } from '../../../support/grants.ts';

const TRUE_TIME = Date.UTC(2026, 2, 1, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const publicClient: OAuthClient = { clientId: 'client', authentication: { method: 'none' } };
const server = {
  issuer: 'https://as.example',
  token_endpoint: 'https://as.example/token',
  id_token_signing_alg_values_supported: ['ES256'],
};

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

/** A computer whose clock is ahead by so much, and a server that answers the token request as the test says. */
async function asking(aheadMs: number, answer: (keys: CryptoKey) => Promise<Response>, tellsTime = true) {
  vi.setSystemTime(TRUE_TIME + aheadMs);
  const awake = () => performance.now();
  // Asked for by name each time: the clock on the wall is the test's.
  const clock = createClock({ wall: () => Date.now(), awake, sinceBoot: awake });
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const forms: URLSearchParams[] = [];
  const respond = async (url: string, init?: RequestInit): Promise<Response> => {
    forms.push(new URLSearchParams(String(init?.body ?? '')));
    const response = url.endsWith('/keys')
      ? Response.json({ keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256' }] })
      : await answer(privateKey);
    if (tellsTime) response.headers.set('date', new Date(TRUE_TIME).toUTCString());
    return response;
  };
  const fetch = withServerTime(Object.assign(respond, { close: async () => undefined }), {
    uptime: clock.uptime,
    onTold: clock.tell,
  });
  const tokenClient = createTokenClient({ ...clock, fetch, allowLoopbackHttp: false });
  const signIn = () =>
    tokenClient.exchangeCode({
      server,
      client: publicClient,
      callbackParameters: oauth.validateAuthResponse(
        server,
        { client_id: 'client' },
        new URLSearchParams({ code: 'code', state: 'state' }),
        'state',
      ),
      redirectUri: 'http://localhost:1/callback',
      codeVerifier: 'v'.repeat(43),
      nonce: 'nonce',
      jwksUri: 'https://as.example/keys',
    });
  return { clock, tokenClient, forms, signIn };
}

/** Tokens as they are given at the true time, good for an hour, the ID token for five minutes. */
const tokens = async (key: CryptoKey): Promise<Response> => {
  const now = TRUE_TIME / 1_000;
  const claims = { iss: server.issuer, sub: 'ada', aud: 'client', nonce: 'nonce', iat: now, exp: now + 300 };
  const idToken = await new SignJWT(claims).setProtectedHeader({ alg: 'ES256' }).sign(key);
  return Response.json({ access_token: 'a', token_type: 'Bearer', expires_in: 3_600, id_token: idToken });
};

/** The second time that it asks, a client signs by the clock of its server. */
async function provesItselfInTime({ tokenClient, forms }: Awaited<ReturnType<typeof asking>>): Promise<void> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const client: OAuthClient = {
    clientId: 'client',
    authentication: {
      method: 'private_key_jwt',
      key: { privateKey: await exportPKCS8(privateKey), algorithm: 'ES256', header: {}, audience: 'issuer' },
    },
  };
  await tokenClient.refreshGrant(grantAt(0), publicClient);
  await tokenClient.refreshGrant(grantAt(0), client);
  const { iat } = decodeJwt(forms[1]?.get('client_assertion') ?? '');
  expect(Math.abs((iat ?? 0) - TRUE_TIME / 1_000)).toBeLessThan(3);
}

describe.each([-24 * HOUR, -HOUR, -5 * MINUTE, 5 * MINUTE, HOUR, 24 * HOUR])(
  'a clock that is %i ms ahead',
  (aheadMs) => {
    test('keeps nobody from signing in, and the token is good for as long as the server said', async () => {
      const { clock, signIn } = await asking(aheadMs, tokens);
      const answer = await signIn();
      expect(answer.claims?.sub).toBe('ada');
      expect(Math.abs(answer.expiresAt - (TRUE_TIME + HOUR))).toBeLessThan(2_000);
      expect(Math.abs(clock.now() - TRUE_TIME)).toBeLessThan(2_000);
    });

    test('makes no wait longer or shorter that a server names by a date', async () => {
      const date = new Date(TRUE_TIME + 2 * MINUTE).toUTCString();
      const busy = async () => new Response('', { status: 503, headers: { 'retry-after': date } });
      const { tokenClient } = await asking(aheadMs, busy);
      const error = await tokenClient.refreshGrant(grantAt(0), publicClient).catch((cause: AppError) => cause);
      expect(Math.abs((retryAfterMs(error as AppError) ?? 0) - 2 * MINUTE)).toBeLessThan(2_000);
    });

    test('is not in what the client signs to prove itself, once a server has told the time', async () => {
      await provesItselfInTime(await asking(aheadMs, tokens));
    });
  },
);

test('without a word on the time, an ID token of another time is still refused', async () => {
  const { signIn } = await asking(-HOUR, tokens, false);
  await expect(signIn()).rejects.toMatchObject({ code: 'id_token_invalid' });
});

describe.each([-3 * HOUR, -4 * MINUTE, 4 * MINUTE, 3 * HOUR])(
  'a server that is %i ms off, while another agrees with the clock of this computer',
  (offMs) => {
    const computer = async (answer: (keys: CryptoKey) => Promise<Response>) => {
      const asked = await asking(-offMs, answer);
      const { clock } = asked;
      clock.tell({ host: 'other.example', instant: clock.now(), at: clock.uptime(), uncertaintyMs: 500 });
      return asked;
    };

    test('keeps nobody from signing in, and moves nothing', async () => {
      const { clock, signIn } = await computer(tokens);
      const answer = await signIn();
      expect(answer.claims?.sub).toBe('ada');
      expect(Math.abs(clock.now() - (TRUE_TIME - offMs))).toBeLessThan(2_000);
      expect(Math.abs(answer.expiresAt - (TRUE_TIME - offMs + HOUR))).toBeLessThan(2_000);
    });

    test('is who decides when it was that a client signed to prove itself', async () => {
      await provesItselfInTime(await computer(tokens));
    });

    test('is waited for as long as it asks, by its own clock', async () => {
      const date = new Date(TRUE_TIME + 2 * MINUTE).toUTCString();
      const { tokenClient } = await computer(
        async () => new Response('', { status: 503, headers: { 'retry-after': date } }),
      );
      const error = await tokenClient.refreshGrant(grantAt(0), publicClient).catch((cause: AppError) => cause);
      expect(Math.abs((retryAfterMs(error as AppError) ?? 0) - 2 * MINUTE)).toBeLessThan(2_000);
    });
  },
);
