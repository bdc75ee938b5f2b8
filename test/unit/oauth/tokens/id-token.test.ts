import { createHash } from 'node:crypto';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { createIdTokenVerifier, requireAcceptedAlgorithm } from '../../../../src/main/oauth/tokens/id-token.ts';
import type { AppError, RemedyName } from '../../../../src/shared/errors.ts';
import { en } from '../../../../src/shared/text/en.ts';
import { errorText } from '../../../../src/shared/text/error-text.ts';
import { unsignedJwt } from '../../../support/hostile-fixture.ts';

const TEN_MINUTES = 600_000;
let signers: { readonly publicJwk: JWK; readonly privateKey: CryptoKey }[];
beforeAll(async () => {
  signers = await Promise.all(
    Array.from({ length: 3 }, async () => {
      const { publicKey, privateKey } = await generateKeyPair('ES256');
      return { publicJwk: { ...(await exportJWK(publicKey)), alg: 'ES256' }, privateKey };
    }),
  );
});

const signerAt = (index: number) => {
  const signer = signers[index];
  if (!signer) throw new Error('There is no such signer.');
  return signer;
};

/** A verifier of a server that publishes the keys of these signers, without names. */
function verifying(...published: number[]) {
  const state = { published, uptime: 0, asked: 0 };
  const verifier = createIdTokenVerifier({
    now: () => 0,
    uptime: () => state.uptime,
    fetch: async () => {
      state.asked += 1;
      return Response.json({ keys: state.published.map((index) => signerAt(index).publicJwk) });
    },
  });
  const verify = async (signer: number): Promise<void> => {
    const token = new SignJWT({ sub: 'ada' }).setProtectedHeader({ alg: 'ES256' });
    const idToken = await token.sign(signerAt(signer).privateKey);
    await verifier.verify({ idToken, accessToken: 'access', jwksUri: 'https://as.example/keys' });
  };
  return { state, verifier, verify };
}

describe('an ID token that does not name its key, at a server with several', () => {
  test.each([0, 1])('is believed when key %i of them made it', async (signer) => {
    await verifying(0, 1).verify(signer);
  });

  test('is refused when none of them made it', async () => {
    await expect(verifying(0, 1).verify(2)).rejects.toMatchObject({
      code: 'id_token_invalid',
      values: { reason: 'signature', joseCode: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' },
    });
  });
});

describe('keys', () => {
  test('are kept for ten minutes', async () => {
    const { state, verify } = verifying(0);
    await verify(0);
    state.uptime = TEN_MINUTES - 1;
    await verify(0);
    expect(state.asked).toBe(1);
    state.uptime = TEN_MINUTES;
    await verify(0);
    expect(state.asked).toBe(2);
  });

  test('that were kept are asked for once more when they do not fit', async () => {
    const { state, verify } = verifying(0);
    await verify(0);
    state.published = [1];
    await verify(1);
    expect(state.asked).toBe(2);
  });

  test('that are new and do not fit are not asked for again', async () => {
    const { state, verify } = verifying(0, 1);
    await expect(verify(2)).rejects.toMatchObject({ code: 'id_token_invalid' });
    expect(state.asked).toBe(1);
  });
});

const JWKS_URI = 'https://as.example/keys';

/** A verifier whose server answers the question for its keys in this way. */
function answering(answer: () => Response) {
  const asked: unknown[] = [];
  const fetch = async (...request: unknown[]) => {
    asked.push(request);
    return answer();
  };
  const verifier = createIdTokenVerifier({ now: () => 0, uptime: () => 0, fetch });
  const verify = async (claims: Record<string, unknown> = {}, signal?: AbortSignal) => {
    const token = new SignJWT({ sub: 'ada', ...claims }).setProtectedHeader({ alg: 'ES256' });
    const idToken = await token.sign(signerAt(0).privateKey);
    await verifier.verify({ idToken, accessToken: 'access', jwksUri: JWKS_URI, ...(signal ? { signal } : {}) });
  };
  return { verify, asked };
}
const published = () => Response.json({ keys: [signerAt(0).publicJwk] });

test('keys are asked for as JSON, without a redirect, and let go of with the caller', async () => {
  const headers = { accept: 'application/jwk-set+json, application/json' };
  const { verify, asked } = answering(published);
  await verify();
  expect(asked).toEqual([[JWKS_URI, { headers, redirect: 'manual' }]]);
  const other = answering(published);
  const { signal } = new AbortController();
  await other.verify({}, signal);
  expect(other.asked).toEqual([[JWKS_URI, { headers, redirect: 'manual', signal }]]);
});

describe('a server that sends no keys', () => {
  test.each([429, 500, 503])('is busy with %i, for as long as it says', async (status) => {
    const busy = answering(() => new Response('', { status, headers: { 'retry-after': '7' } })).verify();
    await expect(busy).rejects.toMatchObject({
      code: 'server_busy',
      values: { reason: 'keys', host: 'as.example', status },
      cause: { retryAfterMs: 7_000 },
    });
  });

  test.each<[string, () => Response, number]>([
    ['another status', () => Response.json({ keys: [signerAt(0).publicJwk] }, { status: 404 }), 404],
    ['a status just below those of a busy server', () => new Response('', { status: 499 }), 499],
    ['no JSON', () => new Response('<html>'), 200],
    ['null', () => new Response('null'), 200],
    ['a text', () => new Response('"keys"'), 200],
    ['no keys', () => Response.json({}), 200],
    ['keys that are no list', () => Response.json({ keys: {} }), 200],
    ['a key that is a list', () => Response.json({ keys: [signerAt(0).publicJwk, []] }), 200],
    ['a key that is a text', () => Response.json({ keys: ['x', signerAt(0).publicJwk] }), 200],
  ])('but %s describes itself wrongly', async (_, answer, status) => {
    await expect(answering(answer).verify()).rejects.toMatchObject({
      code: 'metadata_invalid',
      values: { reason: 'noKeys', host: 'as.example', status },
    });
  });

  test('null is no key, and null in a key is nothing said of it', async () => {
    const key = { ...signerAt(0).publicJwk, kid: null, use: null, key_ops: null, ext: null, x5c: null };
    await answering(() => Response.json({ keys: [null, key], more: null })).verify();
  });

  test('or none that could be meant, has proved nothing', async () => {
    await expect(answering(() => Response.json({ keys: [] })).verify()).rejects.toMatchObject({
      code: 'id_token_invalid',
      values: { reason: 'signature', joseCode: 'ERR_JWKS_NO_MATCHING_KEY' },
    });
  });
});

test('a key that cannot be used at all is said, without the words of the library', async () => {
  const broken = () => Response.json({ keys: [{ kty: 'EC', crv: 'P-256', alg: 'ES256', x: '!', y: '!' }] });
  await expect(answering(broken).verify()).rejects.toMatchObject({
    code: 'id_token_invalid',
    values: { reason: 'unusableKey' },
  });
});

describe('the bond of an ID token to its access token (at_hash)', () => {
  const hashOf = (algorithm: string, token: string) => {
    const hash = createHash(algorithm).update(token, 'ascii').digest();
    return hash.subarray(0, hash.length / 2).toString('base64url');
  };

  test('is not asked for where there is no hash, and null is none', async () => {
    await answering(published).verify({});
    await answering(published).verify({ at_hash: null });
  });

  test('holds with half of the hash', async () => {
    await answering(published).verify({ at_hash: hashOf('sha256', 'access') });
  });

  test.each([
    ['of another token', () => hashOf('sha256', 'other')],
    ['of another size', () => hashOf('sha512', 'access')],
    ['that is whole', () => createHash('sha256').update('access').digest('base64url')],
    ['that is empty', () => ''],
  ])('does not hold with a hash %s', async (_, stated) => {
    await expect(answering(published).verify({ at_hash: stated() })).rejects.toMatchObject({
      code: 'id_token_invalid',
      values: { reason: 'otherAccessToken' },
    });
  });

  test.each([
    ['ES384', 'sha384'],
    ['ES512', 'sha512'],
    ['PS256', 'sha256'],
    ['EdDSA', 'sha512'],
  ])('is hashed for %s with %s', async (alg, algorithm) => {
    const { publicKey, privateKey } = await generateKeyPair(alg);
    const keys = [{ ...(await exportJWK(publicKey)), alg }];
    const verifier = createIdTokenVerifier({
      now: () => 0,
      uptime: () => 0,
      fetch: async () => Response.json({ keys }),
    });
    const token = new SignJWT({ at_hash: hashOf(algorithm, 'access') }).setProtectedHeader({ alg });
    const idToken = await token.sign(privateKey);
    await verifier.verify({ idToken, accessToken: 'access', jwksUri: JWKS_URI });
    await expect(verifier.verify({ idToken, accessToken: 'other', jwksUri: JWKS_URI })).rejects.toMatchObject({
      values: { reason: 'otherAccessToken' },
    });
  });
});

describe('an ID token that no public key could prove', () => {
  const secret = new TextEncoder().encode('x'.repeat(32));
  const signedWith = (alg: string) => new SignJWT({ sub: 'ada' }).setProtectedHeader({ alg }).sign(secret);

  test('is refused although its key is published: a client secret does not sign', async () => {
    const keys = [{ kty: 'oct', k: Buffer.from(secret).toString('base64url'), alg: 'HS256' }];
    const verifier = createIdTokenVerifier({
      now: () => 0,
      uptime: () => 0,
      fetch: async () => Response.json({ keys }),
    });
    const idToken = await signedWith('HS256');
    await expect(verifier.verify({ idToken, accessToken: 'access', jwksUri: JWKS_URI })).rejects.toMatchObject({
      code: 'id_token_invalid',
      values: { reason: 'algorithm', algorithm: 'HS256' },
    });
  });

  test.each(['HS256', 'HS384', 'HS512'])('names its algorithm (%s), and RS256 as the one to set', async (alg) => {
    const idToken = await signedWith(alg).catch(() => unsignedJwt({ alg }, {}, 'x'));
    const error = refusalOf(idToken);
    expect(error.message).toBe(`It is signed with ${alg}, which is not accepted.`);
    expect(errorText(en, error).remedy).toContain('RS256');
    expect(errorText(en, error).remedy).not.toMatch(/clock/i);
    expect(errorText(en, refusalOf(idToken, 'auth0Algorithm')).remedy).toMatch(/Auth0.*Advanced Settings, OAuth/);
  });

  test.each([
    [{ alg: 'none' }, 'It is not signed (algorithm none).'],
    [{ alg: 'NONE' }, 'It is not signed (algorithm none).'],
    [{ alg: 'ES256K' }, 'It is signed with ES256K, which is not accepted.'],
    [{ alg: 'RSA-OAEP', enc: 'A256GCM' }, 'It is encrypted (RSA-OAEP), so that it cannot be read.'],
    [{ alg: `x\u202e${'y'.repeat(90)}` }, `It is signed with x ${'y'.repeat(38)}, which is not accepted.`],
  ])('%j', (header, message) => {
    expect(refusalOf(unsignedJwt(header, {}, '')).message).toBe(message);
  });

  test.each(['RS256', 'PS512', 'ES384', 'EdDSA', 'Ed25519'])('is not one with %s', (alg) => {
    expect(() => requireAcceptedAlgorithm(unsignedJwt({ alg }, {}, 'x'))).not.toThrow();
  });

  test('is not one whose header names nothing as its encryption (null) or key', async () => {
    const token = new SignJWT({ sub: 'ada' }).setProtectedHeader({ alg: 'ES256', enc: null, kid: null } as never);
    const { verifier } = verifying(0);
    const idToken = await token.sign(signerAt(0).privateKey);
    await verifier.verify({ idToken, accessToken: 'access', jwksUri: 'https://as.example/keys' });
  });

  test.each(['', 'x', 'x.y.z', unsignedJwt({}, {}, 'x'), unsignedJwt({ alg: ['RS256'] }, {}, 'x')])(
    'is left to the check of the token where its header says nothing (%s)',
    (idToken) => {
      expect(() => requireAcceptedAlgorithm(idToken)).not.toThrow();
    },
  );
});

function refusalOf(idToken: string, remedy?: RemedyName): AppError {
  try {
    requireAcceptedAlgorithm(idToken, remedy);
  } catch (error) {
    return error as AppError;
  }
  throw new Error('It was accepted.');
}
