import { exportPKCS8, generateKeyPair } from 'jose';
import { describe, expect, test } from 'vitest';
import type { AssertionKey, OAuthClient } from '../../../../src/main/oauth/tokens/authorization-server.ts';
import {
  basicCredentials,
  chooseAuthentication,
  readPrivateKey,
} from '../../../../src/main/oauth/tokens/client-authentication.ts';

const key: AssertionKey = { privateKey: 'pem', algorithm: 'ES256', header: {}, audience: 'issuer' };
const automatic = (clientSecret: string | null, withKey = false): OAuthClient['authentication'] => ({
  method: 'automatic',
  clientSecret,
  key: withKey ? key : null,
});

describe('automatic client authentication takes', () => {
  test.each<[string, OAuthClient['authentication'], string[] | null, string]>([
    ['nothing where there is nothing', automatic(null), ['client_secret_basic'], 'none'],
    ['the header where the server does not say (RFC 8414)', automatic('s'), null, 'client_secret_basic'],
    [
      'the header where both are offered',
      automatic('s'),
      ['client_secret_post', 'client_secret_basic'],
      'client_secret_basic',
    ],
    ['the body where only that is offered', automatic('s'), ['client_secret_post', 'none'], 'client_secret_post'],
    ['the header where neither is offered', automatic('s'), ['private_key_jwt'], 'client_secret_basic'],
    [
      'the key where it is offered',
      automatic('s', true),
      ['client_secret_basic', 'private_key_jwt'],
      'private_key_jwt',
    ],
    ['the key where the server does not say', automatic(null, true), null, 'private_key_jwt'],
    ['the secret where the key is not offered', automatic('s', true), ['client_secret_basic'], 'client_secret_basic'],
    ['the key where there is nothing else', automatic(null, true), ['client_secret_basic'], 'private_key_jwt'],
  ])('%s', (_, authentication, supported, method) => {
    expect(chooseAuthentication(authentication, supported).method).toBe(method);
  });
});

test('what an administrator chose is not second-guessed', () => {
  const chosen = { method: 'client_secret_post', clientSecret: 's' } as const;
  expect(chooseAuthentication(chosen, ['client_secret_basic'])).toBe(chosen);
});

describe('a private key', () => {
  test.each(['RS256', 'PS256', 'ES256'] as const)('for %s is read from PKCS#8', async (algorithm) => {
    const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
    const read = await readPrivateKey(await exportPKCS8(privateKey), algorithm);
    expect(read).toMatchObject({ type: 'private', extractable: false });
  });

  test('of the wrong kind, or none at all, is refused without repeating it', async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const pem = await exportPKCS8(privateKey);
    await expect(readPrivateKey(pem, 'RS256')).rejects.toMatchObject({
      code: 'private_key_invalid',
      message: 'RS256 needs an RSA key in PKCS#8 PEM.',
    });
    await expect(readPrivateKey('dose-not-a-key', 'ES256')).rejects.toMatchObject({
      code: 'private_key_invalid',
      message: expect.not.stringContaining('dose'),
    });
  });
});

describe('the credentials of HTTP Basic', () => {
  const sent = (id: string, secret: string): string => atob(basicCredentials(id, secret));
  /** As servers that follow RFC 6749 section 2.3.1 read them. */
  const decoded = (text: string): string => new URLSearchParams(`text=${text}`).get('text') ?? '';

  test('send what needs no escape as it is, so that servers that do not decode read it too', () => {
    const id = '12345678-1234-1234-1234-123456789abc';
    const secret = 'a_b.c~d*e!f\'g(h)i/j=k@l$m,n#o?p[q]r{s}t|u\\v^w`x"y<z>';
    expect(sent(id, secret)).toBe(`${id}:${secret}`);
  });

  test.each([
    'a:b',
    '100%',
    'a+b',
    'a b',
    'a&b;c',
    '"quoted" <tag> [x]{y}|z\\^`',
    'é',
    '鍵',
    '🔑',
    '%2D',
    "-_.~*!'()",
    '/=@$,',
    '#?',
    'a\u007fb',
  ])('are read as they were meant by servers that decode: %s', (odd) => {
    const [id = '', secret = '', ...more] = sent(odd, odd).split(':');
    expect(more).toEqual([]);
    expect([decoded(id), decoded(secret)]).toEqual([odd, odd]);
    // Some know no `+` for a space.
    expect(decodeURIComponent(secret)).toBe(odd);
  });

  test('are ASCII, also where half a surrogate pair is among them', () => {
    expect(sent('id', 'a\ud83d')).toBe('id:a%EF%BF%BD');
  });
});
