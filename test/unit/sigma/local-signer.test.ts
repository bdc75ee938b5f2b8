import { decodeProtectedHeader, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { createLocalSigner } from '../../../src/main/sigma/local-signer.ts';

const secret = 'd460d9bb8b3b385e0e4e5f9041782227c02add14a14aaea7bc0556b3375519b7';
const now = Date.now();

function setUp() {
  let ids = 0;
  const signer = createLocalSigner({
    embedSecret: async () => secret,
    now: () => now,
    randomUuid: () => `id-${++ids}`,
  });
  const sign = () =>
    signer.sign({
      profileId: 'profile',
      embedClientId: 'client',
      workbookUrl: 'https://app.sigmacomputing.com/org/workbook/Trips-1',
      user: { kind: 'embed', email: 'ada@example.com', accountType: 'View', teams: ['Sales_People'] },
      sessionSeconds: 3_600,
      grants: [
        { sigmaConnectionId: 'one', accessToken: 'token-one', expiresAt: now + 1_800_000 },
        { sigmaConnectionId: 'two', accessToken: 'token-two', expiresAt: now + 900_000 },
      ],
    });
  return { sign };
}

describe('local signer', () => {
  test('signs with HS256 and names its key', async () => {
    const { url, header } = await setUp().sign();
    const jwt = new URL(url).searchParams.get(':jwt') ?? '';
    expect(decodeProtectedHeader(jwt)).toEqual({ alg: 'HS256', kid: 'client', typ: 'JWT' });
    expect(header).toEqual(decodeProtectedHeader(jwt));
    const { payload } = await jwtVerify(jwt, Buffer.from(secret), { audience: 'sigmacomputing', issuer: 'client' });
    expect(Object.keys(payload.connection_oauth_tokens as object)).toEqual(['one', 'two']);
  });

  test('ends with the first grant to expire', async () => {
    const { expiresAt, claims, endsWithGrant } = await setUp().sign();
    expect(endsWithGrant).toBe(true);
    expect(expiresAt).toBe(Math.floor((now + 900_000) / 1_000) * 1_000);
    expect(claims.exp * 1_000).toBe(expiresAt);
  });

  test('never signs the same jti twice', async () => {
    const { sign } = setUp();
    const [first, second] = [await sign(), await sign()];
    expect(first.claims.jti).not.toBe(second.claims.jti);
    expect(first.url).not.toBe(second.url);
  });

  test('shows no token in clear', async () => {
    const { url } = await setUp().sign();
    const payload = Buffer.from(new URL(url).searchParams.get(':jwt')?.split('.')[1] ?? '', 'base64url').toString();
    expect(payload).not.toContain('token-one');
  });
});
