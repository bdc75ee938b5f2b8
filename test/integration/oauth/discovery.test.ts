import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLog } from '../../../src/main/log/log.ts';
import { createFetch } from '../../../src/main/net/fetch.ts';
import { createMetadataSource } from '../../../src/main/oauth/tokens/server-metadata.ts';
import { type HttpService, sendHtml, sendJson, sendText, startHttpService } from '../../../standins/http-service.ts';

const paths = ['/oidc/a', '/oidc/b', '/oidc/c'] as const;
type Answers = Partial<Record<(typeof paths)[number], object | number | string>>;

let service: HttpService;
let answers: Answers;
let asked: string[];
let uptime: number;
const fetch = createFetch({ allowLoopbackHttp: true });

beforeEach(async () => {
  answers = {};
  asked = [];
  uptime = 0;
  service = await startHttpService(0, async (request, response) => {
    const path = request.url as (typeof paths)[number];
    asked.push(path);
    const answer = answers[path] ?? 404;
    if (typeof answer === 'number') sendText(response, answer, 'no');
    else if (typeof answer === 'string') sendHtml(response, 200, answer);
    else sendJson(response, 200, answer);
  });
});
afterEach(() => service.stop());

const metadata = (changes: object = {}) => ({
  issuer: `${service.origin}/oidc`,
  authorization_endpoint: `${service.origin}/oidc/v1/authorize`,
  token_endpoint: `${service.origin}/oidc/v1/token`,
  code_challenge_methods_supported: ['S256'],
  ...changes,
});
const address = (fixed = true) => ({
  issuer: `${service.origin}/oidc`,
  metadataUrls: paths.map((path) => `${service.origin}${path}`),
  fixedEndpoints: fixed
    ? { authorization_endpoint: `${service.origin}/fixed/authorize`, token_endpoint: `${service.origin}/fixed/token` }
    : null,
});
const source = () =>
  createMetadataSource({
    fetch,
    allowLoopbackHttp: true,
    now: Date.now,
    uptime: () => uptime,
    log: createLog({ write: () => undefined, now: Date.now }),
  });

describe('where the metadata is looked for', () => {
  test('the first address that has some is enough', async () => {
    answers = { '/oidc/a': metadata(), '/oidc/b': metadata({ token_endpoint: `${service.origin}/b` }) };
    expect(await source().find(address())).toMatchObject({ token_endpoint: `${service.origin}/oidc/v1/token` });
    expect(asked).toEqual(['/oidc/a']);
  });

  test.each<[string, Answers[(typeof paths)[number]]]>([
    ['404', 404],
    ['410', 410],
    ['a redirect', 302],
    ['an error', 500],
    ['HTML', '<html>Log in</html>'],
    ['JSON without an issuer', { hello: 1 }],
    ['a list', []],
  ])('%s leads to the next one', async (_, answer) => {
    answers = { '/oidc/a': answer ?? 404, '/oidc/b': 404, '/oidc/c': metadata() };
    expect(await source().find(address())).toMatchObject({ issuer: `${service.origin}/oidc` });
    expect(asked).toEqual([...paths]);
  });

  test('none anywhere means the documented endpoints, asked again next time', async () => {
    answers = { '/oidc/a': 500, '/oidc/b': 503, '/oidc/c': 500 };
    const from = source();
    expect(await from.find(address())).toEqual({ issuer: `${service.origin}/oidc`, ...address().fixedEndpoints });
    answers = { '/oidc/a': metadata() };
    expect(await from.find(address())).toMatchObject({ token_endpoint: `${service.origin}/oidc/v1/token` });
  });

  test('without documented endpoints it is said what every address answered', async () => {
    answers = { '/oidc/b': '<html>' };
    await expect(source().find(address(false))).rejects.toMatchObject({
      code: 'metadata_invalid',
      message: expect.stringMatching(/a: HTTP 404 [^;]*; .*b: HTTP 200; .*c: HTTP 404 /),
    });
    answers = { '/oidc/a': 500, '/oidc/b': 503, '/oidc/c': 429 };
    await expect(source().find(address(false))).rejects.toMatchObject({ code: 'server_busy' });
  });

  test('is remembered for an hour', async () => {
    answers = { '/oidc/a': metadata() };
    const from = source();
    await from.find(address());
    uptime = 3_599_999;
    await from.find(address());
    expect(asked).toHaveLength(1);
    uptime = 3_600_000;
    await from.find(address());
    expect(asked).toHaveLength(2);
  });
});

test('what is remembered is the same as what was found', async () => {
  answers = { '/oidc/a': metadata() };
  const metadataSource = source();
  expect(await metadataSource.find(address())).toEqual(await metadataSource.find(address()));
  expect(asked).toEqual(['/oidc/a']);
});

test('every request is let go of with its caller', async () => {
  const { signal } = new AbortController();
  const signals: (AbortSignal | null | undefined)[] = [];
  const metadataSource = createMetadataSource({
    fetch: async (_, init) => {
      signals.push(init?.signal);
      return new Response('', { status: 404 });
    },
    allowLoopbackHttp: true,
    now: Date.now,
    uptime: () => uptime,
    log: createLog({ write: () => undefined, now: Date.now }),
  });
  await metadataSource.find(address(), signal);
  expect(signals).toEqual([signal, signal, signal]);
});

describe('what ends the search at once', () => {
  test.each<[string, object, string]>([
    ['another issuer', { issuer: 'https://evil.example' }, 'metadata_issuer_mismatch'],
    ['an issuer with another path', { issuer: 'PLACE/other' }, 'metadata_issuer_mismatch'],
    ['a token endpoint elsewhere', { token_endpoint: 'https://evil.example/token' }, 'metadata_endpoint_untrusted'],
    [
      'an authorization endpoint elsewhere',
      { authorization_endpoint: 'https://evil.example/a' },
      'metadata_endpoint_untrusted',
    ],
    [
      'a revocation endpoint elsewhere',
      { revocation_endpoint: 'https://evil.example/r' },
      'metadata_endpoint_untrusted',
    ],
    ['an http endpoint', { token_endpoint: 'http://evil.example/token' }, 'metadata_endpoint_untrusted'],
    ['another port', { token_endpoint: 'http://127.0.0.1:1/token' }, 'metadata_endpoint_untrusted'],
    ['no address at all', { token_endpoint: 'token' }, 'metadata_endpoint_untrusted'],
    ['a script', { authorization_endpoint: 'javascript:alert(1)' }, 'metadata_endpoint_untrusted'],
    ['no token endpoint', { token_endpoint: undefined }, 'metadata_invalid'],
    ['PKCE without S256', { code_challenge_methods_supported: ['plain'] }, 'pkce_unsupported'],
    ['PKCE methods that are no list', { code_challenge_methods_supported: 'S256' }, 'pkce_unsupported'],
  ])('%s', async (_, changes, code) => {
    const own = JSON.parse(JSON.stringify(changes).replace('PLACE', service.origin));
    answers = { '/oidc/a': { ...metadata(), ...changes, ...own }, '/oidc/b': metadata() };
    await expect(source().find(address())).rejects.toMatchObject({ code });
    expect(asked).toEqual(['/oidc/a']);
  });

  test('PKCE not being mentioned is no objection', async () => {
    answers = { '/oidc/a': metadata({ code_challenge_methods_supported: undefined }) };
    expect(await source().find(address())).toMatchObject({ token_endpoint: `${service.origin}/oidc/v1/token` });
  });

  test('no network, and no documented endpoint instead: those would not answer either', async () => {
    const dead = address();
    await service.stop();
    await expect(source().find(dead)).rejects.toMatchObject({
      code: 'offline',
      message: `${new URL(dead.issuer).host} could not be reached (ECONNREFUSED).`,
    });
    service = await startHttpService(0, async () => undefined);
  });

  test('an address that is not secure is not asked', async () => {
    const insecure = {
      issuer: 'http://dbc.example/oidc',
      metadataUrls: ['http://dbc.example/x'],
      fixedEndpoints: null,
    };
    await expect(source().find(insecure)).rejects.toMatchObject({ code: 'insecure_server' });
  });
});
