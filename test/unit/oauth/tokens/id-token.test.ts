import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { createIdTokenVerifier } from '../../../../src/main/oauth/tokens/id-token.ts';

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
  const state = { published, now: 0, asked: 0 };
  const verifier = createIdTokenVerifier({
    now: () => state.now,
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
  return { state, verify };
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
    state.now = TEN_MINUTES - 1;
    await verify(0);
    expect(state.asked).toBe(1);
    state.now = TEN_MINUTES;
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
