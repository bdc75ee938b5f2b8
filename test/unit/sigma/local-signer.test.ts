/** The signer that signs on this computer. */
import { decodeProtectedHeader, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { createLocalSigner } from '../../../src/main/sigma/local-signer.ts';
import type { SignRequest } from '../../../src/main/sigma/signer.ts';

const secret = 'd460d9bb8b3b385e0e4e5f9041782227c02add14a14aaea7bc0556b3375519b7';
const now = Date.now();

const connection = (sigmaConnectionId: string) => ({ kind: 'connection', sigmaConnectionId }) as const;

const request: SignRequest = {
  profileId: 'profile',
  embedClientId: 'client',
  workbookUrl: 'https://app.sigmacomputing.com/org/workbook/Trips-1',
  user: { kind: 'embed', email: 'ada@example.com', accountType: 'View', teams: ['Sales_People'] },
  tenant: null,
  evalConnectionId: null,
  sessionSeconds: 3_600,
  grants: [
    { use: connection('one'), accessToken: 'token-one', expiresAt: now + 1_800_000 },
    { use: connection('two'), accessToken: 'token-two', expiresAt: now + 900_000 },
  ],
};

function setUp() {
  let ids = 0;
  const signer = createLocalSigner({
    embedSecret: async () => secret,
    now: () => now,
    randomUuid: () => `id-${++ids}`,
  });
  return { sign: () => signer.sign(request) };
}

/** A signer whose encryptors only take note of what they are asked for. */
function withEncryptor() {
  const world = { secret };
  const made: { secret: string; prepared: number[] }[] = [];
  const signer = createLocalSigner({
    embedSecret: async () => world.secret,
    now: () => now,
    randomUuid: () => 'id',
    createEncryptor(embedSecret) {
      const one = { secret: embedSecret, prepared: [] as number[] };
      made.push(one);
      return { prepare: (count) => one.prepared.push(count), encrypt: async (token) => `sealed ${token}` };
    },
  });
  return { signer, made, world };
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

  test('keeps the token of a sign-in that only says who the person is, and ends with it', async () => {
    const signer = createLocalSigner({ embedSecret: async () => secret, now: () => now, randomUuid: () => 'id' });
    const { url, claims, expiresAt } = await signer.sign({
      ...request,
      grants: [{ use: { kind: 'none' }, accessToken: 'identity', expiresAt: now + 60_000 }],
    });
    expect(claims).not.toHaveProperty('connection_oauth_tokens');
    const { payload } = await jwtVerify(new URL(url).searchParams.get(':jwt') ?? '', Buffer.from(secret));
    expect(payload).not.toHaveProperty('connection_oauth_tokens');
    expect(expiresAt).toBe(Math.floor((now + 60_000) / 1_000) * 1_000);
  });

  test('puts the token for the whole organisation into a claim of its own, encrypted and counted like the others', async () => {
    const { signer, made } = withEncryptor();
    const organisation = {
      use: { kind: 'organisation' },
      accessToken: 'token-all',
      expiresAt: now + 60_000,
    } as const;
    const { claims, expiresAt } = await signer.sign({ ...request, grants: [...request.grants, organisation] });
    expect(claims).toMatchObject({
      ver: '1.1',
      oauth_token: 'sealed token-all',
      connection_oauth_tokens: { one: 'sealed token-one', two: 'sealed token-two' },
    });
    expect(expiresAt).toBe(Math.floor((now + 60_000) / 1_000) * 1_000);
    expect(made[0]?.prepared).toEqual([3]);
    const alone = await signer.sign({ ...request, grants: [organisation] });
    expect(alone.claims.oauth_token).toBe('sealed token-all');
    expect(alone.claims).not.toHaveProperty('connection_oauth_tokens');
    expect((await signer.sign(request)).claims).not.toHaveProperty('oauth_token');
  });

  test('signs for the tenant and the connection that are asked for', async () => {
    const { signer } = withEncryptor();
    const special = { tenant: 'night-shift', evalConnectionId: 'two' };
    const { claims } = await signer.sign({ ...request, ...special });
    expect(claims).toMatchObject({ tenant: 'night-shift', eval_connection_id: 'two' });
  });

  test('does not end with a grant where the wanted length is shorter, or where there is no grant', async () => {
    const { signer } = withEncryptor();
    const long = { use: connection('one'), accessToken: 'token', expiresAt: now + 86_400_000 };
    for (const grants of [[long], []]) {
      const session = await signer.sign({ ...request, grants });
      expect(session.endsWithGrant).toBe(false);
      expect(session.claims.exp - session.claims.iat).toBe(3_600);
    }
  });

  test('signs nothing that no server would take, before anything is loaded', async () => {
    const { signer, made } = withEncryptor();
    const grants = ['one', 'two', 'three'].map((sigmaConnectionId) => ({
      use: connection(sigmaConnectionId),
      accessToken: 'x'.repeat(2_000),
      expiresAt: now + 900_000,
    }));
    await expect(signer.sign({ ...request, grants: grants.slice(0, 2) })).resolves.toMatchObject({
      endsWithGrant: true,
    });
    await expect(signer.sign({ ...request, grants })).rejects.toMatchObject({
      code: 'embed_url_too_long',
      values: { connections: 3, limit: 8_192 },
    });
    expect(made[0]?.prepared).toEqual([2]);
  });

  describe('with an encryptor that is passed in', () => {
    test('has each token encrypted by the one of the profile, and prepares as many again', async () => {
      const { signer, made } = withEncryptor();
      const { claims } = await signer.sign(request);
      await signer.sign(request);
      expect(claims.connection_oauth_tokens).toEqual({ one: 'sealed token-one', two: 'sealed token-two' });
      expect(made).toEqual([{ secret, prepared: [2, 2] }]);
    });

    test('prepares ahead of need', async () => {
      const { signer, made } = withEncryptor();
      await signer.prepare('profile', 4);
      expect(made).toEqual([{ secret, prepared: [4] }]);
    });

    test('takes another for another secret, for another profile, and after forgetting', async () => {
      const { signer, made, world } = withEncryptor();
      await signer.prepare('profile', 1);
      await signer.prepare('another profile', 1);
      expect(made).toHaveLength(2);
      world.secret = 'changed';
      await signer.prepare('profile', 1);
      expect(made).toHaveLength(3);
      expect(made[2]?.secret).toBe('changed');
      await signer.prepare('profile', 1);
      expect(made).toHaveLength(3);
      signer.forget('profile');
      await signer.prepare('profile', 1);
      expect(made).toHaveLength(4);
    });
  });
});
