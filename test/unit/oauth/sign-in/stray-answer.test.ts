import { describe, expect, test } from 'vitest';
import { strayAnswer } from '../../../../src/main/oauth/sign-in/stray-answer.ts';

const targets = { host: 'localhost:3000', callbackPath: '/auth/callback' };
const stray = (url: string, { method = 'GET', headers = {} as Record<string, string[]> } = {}) =>
  strayAnswer({ url, method, headersDistinct: { host: ['localhost:3000'], ...headers } }, targets);

describe('an answer that does not fit is', () => {
  test.each([
    ['without state', '/auth/callback?error=access_denied', 'noState', 400],
    ['a code without state', '/auth/callback?code=c', 'noState', 400],
    ['with another state', '/auth/callback?code=c&state=s', 'otherState', 400],
    ['with an empty state', '/auth/callback?code=c&state=', 'otherState', 400],
    ['with two states', '/auth/callback?code=c&state=a&state=b', 'stateTwice', 400],
    ['empty, as where it stands behind a #', '/auth/callback', 'empty', 400],
    ['with nothing known in it', '/auth/callback?x=1', 'empty', 400],
    ['a token, as of the implicit flow', '/auth/callback?access_token=t', 'noState', 400],
    ['at the path with a slash more', '/auth/callback/?code=c&state=s', 'otherAddress', 404],
    ['at the path with a slash more and nothing in it', '/auth/callback/', 'otherAddress', 404],
    ['at the path in capitals', '/Auth/Callback', 'otherAddress', 404],
    ['at the path with two slashes', '/auth//callback', 'otherAddress', 404],
    ['at the root', '/?code=c&state=s', 'otherAddress', 404],
    ['at any other path', '/oidc/cb?error=access_denied', 'otherAddress', 404],
  ])('%s', (_, url, kind, status) => {
    expect(stray(url)).toMatchObject({ kind, status });
  });

  test.each(['127.0.0.1:3000', '[::1]:3000'])('at the number of the address: %s', (host) => {
    const headers = { host: [host] };
    const url = '/auth/callback?error=access_denied';
    expect(stray(url, { headers })).toEqual({ kind: 'otherAddress', status: 421, said: 'access_denied' });
    expect(stray('/?code=c', { headers })).toMatchObject({ kind: 'otherAddress', status: 421 });
    expect(stray('/', { headers })).toBeNull();
    expect(stray(url, { headers, method: 'POST' })).toBeNull();
  });

  test('a form, of which nothing is read', () => {
    const url = '/auth/callback?error=access_denied&error_description=words';
    expect(stray(url, { method: 'POST' })).toEqual({ kind: 'form', status: 405, said: '' });
    expect(stray('/other?code=c', { method: 'POST' })).toBeNull();
  });
});

describe('nothing is shown', () => {
  test.each(['/', '/favicon.ico', '/auth', '/signed-in/guess', '/robots.txt?x=1'])('for %s', (url) => {
    expect(stray(url)).toBeNull();
  });

  test.each(['HEAD', 'OPTIONS', 'PUT', 'DELETE'])('for %s', (method) => {
    expect(stray('/auth/callback?error=x', { method })).toBeNull();
  });

  test.each<[string, Record<string, string[]>]>([
    ['under another name (DNS rebinding)', { host: ['evil.example:3000'] }],
    ['under another port', { host: ['localhost:3001'] }],
    ['under a name below localhost', { host: ['evil.localhost:3000'] }],
    ['under two names', { host: ['localhost:3000', 'localhost:3000'] }],
    ['to a script', { 'sec-fetch-dest': ['empty'] }],
    ['in an image', { 'sec-fetch-dest': ['image'] }],
    ['in a frame', { 'sec-fetch-dest': ['iframe'] }],
    ['to what is loaded ahead', { 'sec-fetch-dest': ['document'], 'sec-purpose': ['prefetch'] }],
  ])('%s', (_, headers) => {
    expect(stray('/auth/callback?error=access_denied', { headers })).toBeNull();
  });

  test('unless a browser goes to a page, or does not say where', () => {
    const headers = {
      'sec-fetch-mode': ['navigate'],
      'sec-fetch-dest': ['document'],
      'sec-fetch-site': ['cross-site'],
    };
    expect(stray('/auth/callback?error=access_denied', { headers })).toMatchObject({ kind: 'noState' });
  });
});

describe('what it says', () => {
  const said = (parameters: Record<string, string>) =>
    stray(`/auth/callback?${new URLSearchParams(parameters)}`)?.said ?? '';

  test('is the words and the name of its error', () => {
    expect(said({ error: 'access_denied', error_description: 'User said no' })).toBe('User said no (access_denied)');
    expect(said({ error: 'access_denied' })).toBe('access_denied');
    expect(said({ error_description: 'words alone' })).toBe('words alone');
    expect(said({ error_code: '1349', error_message: 'Not set up' })).toBe('Not set up (1349)');
  });

  test('is one line without characters that control or turn it', () => {
    const words = said({ error: 'x', error_description: 'a\u202eb\u2066c\u200fd\u0000e\r\nf\tg\u001b[2J' });
    expect(words).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(words).toContain('a b c d e f g');
  });

  test('has an end', () => {
    const words = said({ error: 'n '.repeat(500), error_description: 'word '.repeat(2_000) });
    expect(words.length).toBeLessThanOrEqual(300 + 60 + 3);
  });
});
