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

describe('a long run of characters', () => {
  test.each([
    ['letters large and small', 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'],
    ['large letters and digits', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH'],
    ['small letters and digits', 'qrstuvwxyz0123456789qrstuvwxyz0123456789qrst'],
    ['letters, digits, plus and minus, just long enough', `${'aB3-+dEfGh'.repeat(4)}`],
    ['much beside an id', `0b8f1c3e-6a51-4f7e-9d3c-2f1f6f9f4c11-${'Abcdefghij1234567890'.repeat(2)}`],
  ])('is hidden when it has %s', (_name, run) => {
    expect(redact(`x ${run} y`)).toBe(`x ${REDACTED} y`);
  });

  test.each([
    ['one case', 'abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz'],
    ['large letters alone', 'ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOPQRSTUVWXYZ'],
    ['digits alone', '0123456789012345678901234567890123456789012345'],
    ['few different characters', 'aB1'.repeat(15)],
    ['nine different characters', 'aBcDeF123'.repeat(5)],
    ['little beside ids', '0b8f1c3e-6a51-4f7e-9d3c-2f1f6f9f4c11-Abcdefghij1234567890'],
    ['ids alone, however many', Array(3).fill('0b8f1c3e-6a51-4f7e-9d3c-2f1f6f9f4c11').join('-')],
    ['39 characters', 'Abcdefghij1234567890Abcdefghij123456789'],
  ])('stays when it has %s', (_name, run) => {
    expect(redact(`x ${run} y`)).toBe(`x ${run} y`);
  });

  test('of hexadecimal digits is hidden from 64 on, however few are different', () => {
    expect(redact('ab'.repeat(32))).toBe(REDACTED);
    expect(redact('1'.repeat(63))).toBe('1'.repeat(63));
  });
});

describe('a scheme of authorization', () => {
  test.each([
    ['sent Bearer abcdefgh.ijk now', `sent Bearer ${REDACTED} now`],
    ['sent basic YTpi=', `sent basic ${REDACTED}`],
    ['sent DPoP  abc', `sent DPoP  ${REDACTED}`],
    [
      'a bearer token, a Basic authentication, a bearer scheme',
      'a bearer token, a Basic authentication, a bearer scheme',
    ],
    ['bearer tokens and tokens2', 'bearer tokens and tokens2'],
    ['the forbearer said', 'the forbearer said'],
    ['authorization: Custom abc def', `authorization: ${REDACTED}`],
    ['Set-Cookie: a=b; c=d\nnext', `Set-Cookie: ${REDACTED}\nnext`],
  ])('%s', (text, expected) => expect(redact(text)).toBe(expected));
});

describe('a name before a value', () => {
  test.each([
    // "code" and "state" are words in prose, and secrets in addresses.
    ['code: 42, state: ready', 'code: 42, state: ready'],
    ['authcode: abc', `authcode: ${REDACTED}`],
    ['user_code: abc-def', `user_code: ${REDACTED}`],
    ['code_verifier: abc, state-token: def', `code_verifier: ${REDACTED}, state-token: ${REDACTED}`],
    ['?state=abc&x=1', `?state=${REDACTED}&x=1`],
    ['Client-Secret=abc', `Client-Secret=${REDACTED}`],
    ['tokens=abc credentials=def', `tokens=${REDACTED} credentials=${REDACTED}`],
    ['secretary=abc tokenizer=def', 'secretary=abc tokenizer=def'],
    ['secret= next', 'secret= next'],
    ['secret="" next', 'secret="" next'],
    ['note=?token=abc', `note=?token=${REDACTED}`],
    [`{"token":"offline"}`, '{"token":"offline"}'],
    [`{"token":"x`, `{"token":"${REDACTED}"`],
    [`token=offline`, `token=${REDACTED}`],
  ])('%s', (text, expected) => expect(redact(text)).toBe(expected));
});

describe('hostile text costs time in proportion to its length', () => {
  const size = 200_000;
  const secret = b64url('at the end', 24);
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
    // A quadratic expression would need minutes for this, which the test runner does not allow a test.
    const text = pattern.repeat(Math.ceil(size / pattern.length));
    const redacted = redact(`${text}\nrefresh_token=${secret}`);
    expect(redacted).not.toContain(secret);
    expect(redacted).toContain(REDACTED);
  });
});

/** Nothing of a long secret, seven characters at a time, and nothing of a short one, three at a time. */
function expectHidden(text: string, secret: string): void {
  const length = secret.length > 7 ? 7 : 3;
  const visible = text.replaceAll(REDACTED, '');
  for (let at = 0; at + length <= secret.length; at += 1) expect(visible).not.toContain(secret.slice(at, at + length));
  expect(text).toContain(REDACTED);
}
