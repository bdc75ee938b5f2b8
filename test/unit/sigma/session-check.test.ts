/** A signed session is verified as Sigma would: signature, times, issuer, and tokens that can be read with the secret. */
import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { createLocalSigner } from '../../../src/main/sigma/local-signer.ts';
import { type CheckedSession, judgeSession } from '../../../src/main/sigma/session-check.ts';

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
    userKind: 'embed',
    accessTokens: [grant.accessToken, other.accessToken],
    grantsEndAt: grant.expiresAt,
    now,
    ...otherwise,
  };
}
const right = {
  isSigned: true,
  oddClaims: [],
  tokens: 2,
  readable: 2,
  endsAt: now + 600_000,
  outlivesMs: 0,
};

test('what the signer makes is right', async () => {
  expect(await judgeSession(await signed())).toEqual(right);
});

test.each([
  ['signed with another secret', { embedSecret: 't'.repeat(64) }],
  ['that is none', { url: 'https://app.sigmacomputing.com/' }],
])('of a session %s nothing is known', async (_, otherwise) => {
  const judged = await judgeSession(await signed(otherwise));
  expect(judged).toMatchObject({ isSigned: false, oddClaims: [], tokens: 0, readable: 0 });
});

test.each([
  ['of another client', { embedClientId: 'other' }, ['kid', 'iss']],
  ['that is over', { now: now + 601_000 }, ['exp']],
  ['of the day after tomorrow', { now: now - 172_800_000 }, ['iat']],
  ['of an embed user for one of Sigma’s own', { userKind: 'internal' }, ['account_type', 'teams']],
] as const)('Sigma would refuse a session %s', async (_, otherwise, oddClaims) => {
  expect(await judgeSession(await signed(otherwise))).toEqual({ ...right, oddClaims });
});

test('a session that outlives a sign-in is told with the difference', async () => {
  const judged = await judgeSession(await signed({ grantsEndAt: now + 60_000 }));
  expect(judged).toEqual({ ...right, outlivesMs: 540_000 });
});

test('a token that is none of the sign-ins does not count as readable', async () => {
  expect(await judgeSession(await signed({ accessTokens: ['another'] }))).toEqual({ ...right, readable: 1 });
});

test('nor does one that was encrypted with another secret, or is no such thing; and what is missing is named', async () => {
  const jwt = await new SignJWT({
    sub: 'ada@example.com',
    iss: 'client',
    iat: now / 1_000,
    exp: now / 1_000 + 60,
    account_type: 'View',
    teams: [],
    connection_oauth_tokens: { a: 'a.b.c.d', b: 'the-token' },
  })
    .setProtectedHeader({ alg: 'HS256', kid: 'client' })
    .sign(Buffer.from(embedSecret));
  expect(await judgeSession(await signed({ url: `https://x/?:embed=true&:jwt=${jwt}` }))).toEqual({
    ...right,
    oddClaims: ['aud', 'ver', 'jti'],
    readable: 0,
    endsAt: now + 60_000,
  });
});
