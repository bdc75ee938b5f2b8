import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { REDACTED, redact, redactValue } from '../../../src/main/log/redact.ts';

// Made here from a seed: shaped like the real thing, good for nothing, and the same in every run.
const bytes = (seed: string, length: number): Buffer => {
  const parts = Array.from({ length: Math.ceil(length / 32) }, (_, index) =>
    createHash('sha256').update(`${seed}-${index}`).digest(),
  );
  return Buffer.concat(parts).subarray(0, length);
};
const b64 = (seed: string, length: number) => bytes(seed, length).toString('base64');
const b64url = (seed: string, length: number) => bytes(seed, length).toString('base64url');
const header = (fields: object) => Buffer.from(JSON.stringify(fields)).toString('base64url');

const secrets = {
  'a JWT': `${header({ alg: 'RS256', kid: 'k' })}.${header({ sub: 'ada@example.com', scope: 'all-apis' })}.${b64url('sig', 256)}`,
  'an unsigned JWT': `${header({ alg: 'none' })}.${header({ sub: 'ada' })}.`,
  'a JWE': `${header({ alg: 'dir', enc: 'A256GCM' })}..${b64url('iv', 12)}.${b64url('text', 200)}.${b64url('tag', 16)}`,
  'a Databricks client secret': `dose${bytes('dose', 16).toString('hex')}`,
  'a Databricks personal token': `dapi${bytes('dapi', 16).toString('hex')}-2`,
  "Sigma's encrypted token": [16, 12, 16, 900].map((length, index) => b64(`sigma${index}`, length)).join('.'),
  "Sigma's token, percent-encoded": encodeURIComponent(
    [16, 12, 16, 60].map((length) => b64(`s${length}`, length)).join('.'),
  ),
  'a Sigma embed secret': bytes('embed', 64).toString('hex'),
  'a code verifier': b64url('verifier', 32),
  'an opaque refresh token': b64url('refresh', 48),
};

/** Where a value may stand, whatever it is. */
const anywhere: Record<string, (secret: string) => string> = {
  alone: (secret) => secret,
  'in prose': (secret) => `the server said ${secret} and hung up`,
  'in brackets': (secret) => `(${secret})`,
  'in a sentence end': (secret) => `It was ${secret}.`,
  'in quotes': (secret) => `"${secret}"`,
  'in a path': (secret) => `https://h.example/cb/${secret}/x`,
  'in a list': (secret) => `a,${secret},b`,
  'in a harmless JSON field': (secret) => JSON.stringify({ note: secret }),
  'in JSON in JSON': (secret) => JSON.stringify({ body: JSON.stringify({ note: secret }) }),
  'in a harmless parameter': (secret) => `https://h.example/?note=${secret}&x=1`,
  'in a Bearer header': (secret) => `authorization: Bearer ${secret}`,
  'on a line of its own': (secret) => `first\n${secret}\nlast`,
};

describe('whatever is shaped like a secret', () => {
  for (const [what, secret] of Object.entries(secrets)) {
    test.each(Object.keys(anywhere))(`${what} %s`, (where) => {
      const text = anywhere[where]?.(secret) ?? '';
      expectHidden(redact(text), secret);
      expectHidden(
        JSON.stringify(redactValue({ field: text, [text]: 1, list: [text], error: new Error(text) })),
        secret,
      );
    });
  }
});

/** Where a name announces what it holds. Too short and plain to be known by its shape. */
const short = 'hunter2';
describe('whatever stands under a telling name', () => {
  const names = [
    'code',
    'state',
    'code_verifier',
    'access_token',
    'refresh_token',
    'id_token',
    'client_secret',
    'client_assertion',
    'jwt',
    'password',
    'secret',
    'embedSecret',
    'SIGMA_EMBED_SECRET',
    'token',
    'assertion',
    'subject_token',
  ];
  const places: Record<string, (name: string) => string> = {
    'in a query': (name) => `https://h.example/cb?a=1&${name}=${short}&b=2`,
    'first in a query': (name) => `https://h.example/cb?${name}=${short}`,
    'in a fragment': (name) => `https://h.example/cb#${name}=${short}`,
    'in a form': (name) => `grant_type=x&${name}=${short}`,
    'in a parameter of an address in a parameter': (name) => `?next=https://h.example/?${name}=${short}`,
    'percent-encoded': (name) => `?next=https%3A%2F%2Fh%3F${name}%3D${short}%26b%3D2`,
    'in JSON': (name) => JSON.stringify({ a: 1, [name]: short, b: 2 }),
    'in indented JSON': (name) => JSON.stringify({ [name]: short }, null, 2),
    'in JSON in JSON': (name) => JSON.stringify({ body: JSON.stringify({ [name]: short }) }),
    'in unfinished JSON': (name) => `{"${name}":"${short}`,
    'in a setting': (name) => `${name}="${short} ${short}"`,
    'on a command line': (name) => `tool --${name}=${short} --verbose`,
  };
  for (const name of names) {
    test.each(Object.keys(places))(`${name} %s`, (where) => {
      expectHidden(redact(places[where]?.(name) ?? ''), short);
    });
    test(`${name} as a field`, () => {
      expect(redactValue({ [name]: short })).toEqual({ [name]: REDACTED });
      expect(redactValue({ [name]: { deep: short } })).toEqual({ [name]: REDACTED });
    });
  }

  test.each([
    [`https://acme.example/w?:embed=true&:jwt=${short}`],
    [`%3Ajwt%3D${short}`],
    [`{ client_secret: '${short}', a: 1 }`],
    [`password: ${short}`],
    [`Cookie: a=${short}; b=${short}`],
    [`Authorization: Basic ${short}`],
    [`{"authorization":"Bearer ${short}"}`],
    [`{"client_secret":"a\\"${short}"}`],
    [`{"connection_oauth_tokens":"${short}"}`],
  ])('%s', (text) => expectHidden(redact(text), short));
});

describe('what is no secret stays readable', () => {
  test.each([
    `grant ${randomUUID()} was renewed`,
    `panes/${randomUUID()}/${randomUUID()}`,
    'https://dbc-1234.cloud.databricks.com/oidc/.well-known/oauth-authorization-server: HTTP 404',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY on accounts.cloud.databricks.com',
    'metadata_endpoint_untrusted_and_other_long_names_of_ours',
    'response_type=code&client_id=abc&code_challenge_method=S256',
    'the bearer token was refused (Basic authentication)',
    '{"code":"grant_dead","title":"Your sign-in has ended"}',
    '2026-11-21T23:13:47.000Z',
    '',
  ])('%s', (text) => expect(redact(text)).toBe(text));

  test('fields that only look telling', () => {
    const fields = {
      code: 'grant_dead',
      hasEmbedSecret: true,
      secret: null,
      tokenEndpoint: 'https://h/t',
      exit: { code: 1 },
    };
    expect(redactValue(fields)).toEqual(fields);
  });
});

describe('values of every kind', () => {
  test('errors with their causes, addresses, dates, bytes, circles', () => {
    const circle: Record<string, unknown> = {
      at: new Date(0),
      bytes: Buffer.from(short),
      url: new URL('https://h/?token=x'),
    };
    circle.self = circle;
    circle.error = new Error('outer', { cause: Object.assign(new Error(`?code=${short}`), { code: 'ENOENT' }) });
    expect(redactValue(circle)).toEqual({
      at: '1970-01-01T00:00:00.000Z',
      bytes: '[7 bytes]',
      url: `https://h/?token=${REDACTED}`,
      self: '[left out]',
      error: {
        name: 'Error',
        message: 'outer',
        cause: { name: 'Error', message: `?code=${REDACTED}`, errorCode: 'ENOENT' },
      },
    });
  });
});

describe('hostile text costs time in proportion to its length', () => {
  const size = 200_000;
  const patterns = [
    'eyJ',
    '"code":"',
    'code=',
    '\\',
    '\\"',
    '%3F',
    '"',
    "'",
    'a',
    'A1b2',
    'a.',
    'dose-',
    'a:',
    `${'x'.repeat(50)}.`,
    '=',
    'bearer ',
    ':  ',
    'ab=',
    '%',
  ];
  test.each(patterns)('%s', (pattern) => {
    const text = pattern.repeat(Math.ceil(size / pattern.length));
    const start = performance.now();
    redact(text);
    // A quadratic expression would need minutes; the bound leaves room for a busy machine.
    expect(performance.now() - start).toBeLessThan(4_000);
  });
});

function expectHidden(text: string, secret: string): void {
  for (let at = 0; at + 7 <= secret.length; at += 1)
    expect(text).not.toContain(secret.slice(at, at + Math.min(16, secret.length)));
  expect(text).toContain(REDACTED);
}
