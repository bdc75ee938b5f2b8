import { SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { readSession } from '../../../src/main/sigma/read-session.ts';
import vectors from '../../vectors/sigma-token-encryption.json' with { type: 'json' };

const signed = async (claims: Record<string, unknown>, secret: string): Promise<string> => {
  const jwt = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'client' }).sign(Buffer.from(secret));
  return `https://app.sigma.example/org/workbook/T-1?:embed=true&:jwt=${jwt}`;
};

describe('a signed session', () => {
  test.each(vectors.vectors.slice(0, 4))('is opened as the SDK of Sigma closes it: $plaintext', async (vector) => {
    const { embedSecret, encrypted, plaintext } = vector;
    const url = await signed({ connection_oauth_tokens: { one: encrypted } }, embedSecret);
    expect(await readSession(url, embedSecret)).toMatchObject({ header: { kid: 'client' }, tokens: [plaintext] });
  });

  test('has the token of the organisation as well, and null for what the secret does not open', async () => {
    const [first] = vectors.vectors;
    const { embedSecret = '', encrypted = '', plaintext } = first ?? {};
    const url = await signed({ connection_oauth_tokens: { one: 'not.a.token' }, oauth_token: encrypted }, embedSecret);
    expect((await readSession(url, embedSecret))?.tokens).toEqual([null, plaintext]);
  });

  test('that another secret signed, that is none, and an address without one are not read', async () => {
    expect(await readSession(await signed({}, 'another-secret'), 'one-secret')).toBeNull();
    expect(await readSession('https://app.sigma.example/?:jwt=none', 'one-secret')).toBeNull();
    expect(await readSession('https://app.sigma.example/', 'one-secret')).toBeNull();
  });
});
