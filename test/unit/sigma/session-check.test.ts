/** A signed session is verified as Sigma would: signature, times, issuer, and tokens that can be read with the secret. */
import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { createLocalSigner } from '../../../src/main/sigma/local-signer.ts';
import { type CheckedSession, checkSession } from '../../../src/main/sigma/session-check.ts';

const now = Date.UTC(2026, 10, 27, 12);
const embedSecret = 's'.repeat(64);
const grant = { accessToken: 'the-token', expiresAt: now + 3_600_000, use: { kind: 'organisation' } } as const;
const other = {
  accessToken: 'another',
  expiresAt: now + 7_200_000,
  use: { kind: 'connection', sigmaConnectionId: 'c1' },
} as const;

async function signed(otherwise: Partial<CheckedSession> = {}): Promise<CheckedSession> {
  const signer = createLocalSigner({ embedSecret: async () => embedSecret, now: () => now, randomUuid: randomUUID });
  const { url } = await signer.sign({
    profileId: 'p',
    embedClientId: 'client',
    workbookUrl: 'https://app.sigmacomputing.com/o/workbook/x',
    user: { kind: 'embed', email: 'ada@example.com', accountType: 'View', teams: [] },
    tenant: null,
    evalConnectionId: null,
    sessionSeconds: 600,
    grants: [grant, other],
  });
  return {
    url,
    embedSecret,
    embedClientId: 'client',
    accessTokens: [grant.accessToken, other.accessToken],
    grantsEndAt: grant.expiresAt,
    now,
    ...otherwise,
  };
}
const right = { hasRightSignature: true, hasRightClaims: true, tokens: 2, readable: 2 };

test('what the signer makes is right', async () => {
  expect(await checkSession(await signed())).toEqual(right);
});

test.each([
  ['another secret', { embedSecret: 't'.repeat(64) }],
  ['another client', { embedClientId: 'other' }],
  ['an address without a session', { url: 'https://app.sigmacomputing.com/' }],
])('with %s nothing is', async (_, otherwise) => {
  expect(await checkSession(await signed(otherwise))).toEqual({
    hasRightSignature: false,
    hasRightClaims: false,
    tokens: 0,
    readable: 0,
  });
});

test.each([
  ['that is over', { now: now + 601_000 }],
  ['that outlives a sign-in', { grantsEndAt: now + 60_000 }],
])('a session %s has wrong claims', async (_, otherwise) => {
  expect(await checkSession(await signed(otherwise))).toEqual({ ...right, hasRightClaims: false });
});

test('a token that is none of the sign-ins does not count as readable', async () => {
  expect(await checkSession(await signed({ accessTokens: ['another'] }))).toEqual({ ...right, readable: 1 });
});

test('nor does one that was encrypted with another secret, or is no such thing', async () => {
  const jwt = await new SignJWT({
    sub: 'ada@example.com',
    jti: 'x',
    iss: 'client',
    iat: now / 1_000,
    exp: now / 1_000 + 60,
    connection_oauth_tokens: { a: 'a.b.c.d', b: 'the-token' },
  })
    .setProtectedHeader({ alg: 'HS256', kid: 'client' })
    .sign(Buffer.from(embedSecret));
  const session = await signed({ url: `https://x/?:embed=true&:jwt=${jwt}` });
  expect(await checkSession(session)).toEqual({
    hasRightSignature: true,
    hasRightClaims: true,
    tokens: 2,
    readable: 0,
  });
});
