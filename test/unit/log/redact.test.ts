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
  'a short opaque token': b64url('short', 24),
  'a refresh token of Entra ID': `1.AXkA${b64url('entra', 200).replace(/(.{30})/g, '$1.')}`,
  'an older refresh token of Entra ID': `0.AXoA${b64url('older', 40)}.AgABAAEAAAD--${b64url('entra2', 90)}`,
  'a refresh token of a personal account': `M.C507_BAY.0.U.-C${b64url('msa', 40)}!${b64url('msa2', 30)}*${b64url('msa3', 30)}$$`,
  'a client secret of Entra ID': 'abc8Q~dEfGh1jKlMnOpQrStUvWxYz.0123456789-_ab',
  'a client secret of Google': `GOCSPX-${b64url('google', 21)}`,
  'a refresh token of Google': `1//0g${b64url('google2', 60)}`,
  'a code of Google': `4/0A${b64url('google3', 40)}`,
  'an access token of Google': `ya29.a0${b64url('google4', 100)}`,
  'a refresh token of Snowflake': `ver:1-hint:9223-ETMs${b64('snowflake', 180)}`,
  'a refresh token of Auth0': `v1.M${b64url('auth0', 33)}`,
  'an OAuth secret of Databricks': `doauth${bytes('doauth', 16).toString('hex')}`,
  '32 hexadecimal digits': bytes('hex32', 16).toString('hex'),
  '32 large hexadecimal digits': bytes('hex32', 16).toString('hex').toUpperCase(),
  '40 hexadecimal digits': bytes('hex40', 20).toString('hex'),
  'base64 with slashes': `${b64('slashes', 12)}/${b64('slashes2', 9)}/${b64('slashes3', 12)}`,
  'base64, percent-encoded': encodeURIComponent(`${b64('percent', 21)}+/${b64('percent2', 24)}/`),
  'base64 as PHP writes it into JSON': `${b64('php', 21)}/${b64('php2', 24)}`.replaceAll('/', '\\/'),
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
    'percent-encoded twice': (name) => encodeURIComponent(encodeURIComponent(`https://h/?${name}=${short}&b=2`)),
    'percent-encoded three times': (name) => `x%25253F${name}%25253D${short}`,
    'escaped for JSON as .NET does it': (name) => `"a=1\\u0026${name}\\u003d${short}"`,
    'in a printed map': (name) => `{"${name}" => "${short}"}`,
    'in JSON in a page': (name) => `{&quot;${name}&quot;:&quot;${short}&quot;}`,
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

  test.each(['ENOSPC', 'ERR_STREAM_DESTROYED', 'vault_locked'])('the code of an error stays: %s', (code) => {
    expect(redactValue({ code })).toEqual({ code });
    expect(redact(JSON.stringify({ code }))).toBe(JSON.stringify({ code }));
  });

  test.each(['ENOSPCX', 'ERR_', 'ERR_abc', 'EABCDEFGH'])('what only looks like one is hidden: %s', (code) => {
    expect(redactValue({ code })).toEqual({ code: REDACTED });
  });

  test.each([
    [`https://acme.example/w?:embed=true&:jwt=${short}`],
    [`%3Ajwt%3D${short}`],
    [`{ client_secret: '${short}', a: 1 }`],
    [`password: ${short}`],
    [`client_secret = ${short}`],
    [`{:client_secret=>"${short}"}`],
    [`<client_secret>${short}</client_secret>`],
    [`["Set-Cookie","sid=${short}; Path=/"]`],
    [`[ 'host', 'h.example', 'proxy-authorization', 'Negotiate ${short}' ]`],
    [`https://ada:${short}@proxy.example:8080/x`],
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
    '2026-11-21T23:13:47.123456+02:00',
    'https://dbc-1a2b3c4d-5e6f.cloud.databricks.com/oidc/v1/token',
    'https://ada@h.example:8443/x and https://h.example:443/@ada',
    '["response_types_supported","code","state"] <code>AADSTS70008</code> a => b, x = y',
    'https://adb-984752964297111.11.azuredatabricks.net/oidc/v1/authorize',
    'https://xy12345.eu-central-1.snowflakecomputing.com/oauth/token-request',
    'https://trial-1234567.okta.com/oauth2/default/.well-known/openid-configuration',
    'https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0',
    'https://k8s-istioing-istioing-1a2b3c4d5e-1234567890.elb.us-east-1.amazonaws.com/x',
    'https://app.sigmacomputing.com/acme/workbook/Taxi-Trips-2iHq1sKd93jLmNoPqRsTuV',
    'https://h.example/Stra%C3%9Fe%20f%C3%BCr%20M%C3%BCller/%C3%84rger%20%C3%9Cbung',
    'at createGrantServices (file:///opt/Sightglass/resources/app.asar/out/main/index-BXk3jd9Q.js:12345:67)',
    'at TLSSocket.onConnectSecure (node:_tls_wrap:1674:34)',
    'at onDidChangeWorkspaceFoldersInternalHandler (node:internal/process/task_queues:95:5)',
    '/usr/lib/x86_64-linux-gnu/libnss3.so.2.31-0ubuntu9.2',
    'node_modules/.pnpm/undici@6.19.8/node_modules/undici/lib/dispatcher/client-h1.js:1234',
    'C:\\Users\\Ada Moreno\\AppData\\Local\\Programs\\sightglass\\resources\\app.asar.unpacked\\out\\main\\index.js',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.6723.191 Electron/33.4.11',
    'sightglass-1.2.3-mac-arm64.dmg electron-v33.4.11-linux-x64.zip windows-10.0.19045-x64-WOW64-2024-11-21',
    'TLSv1.3 TLS_AES_256_GCM_SHA384 ECDHE-RSA-AES128-GCM-SHA256 ERR_SSL_VERSION_OR_CIPHER_MISMATCH',
    'urn:ietf:params:oauth:grant-type:token-exchange',
    '2ff814a6-3304-4ab8-85cb-cd0e6f879c1d/user_impersonation offline_access session:role:ANALYST_EU_2024',
    'fe80::1ff:fe23:4567:890a 2001:0db8:85a3:0000:0000:8a2e:0370:7334 192.168.100.200:8443',
    "AADSTS50011: The redirect URI 'http://localhost:3000/auth/databricks/callback' does not match the redirect URIs configured for the application '2ff814a6-3304-4ab8-85cb-cd0e6f879c1d'. Trace ID: 0000aaaa-11bb-cccc-dd22-eeeeee333333 Correlation ID: aaaa0000-bb11-2222-33cc-444444dddddd Timestamp: 2016-01-09 02:02:12Z",
    'Die Datenschutz-Grundverordnungskonformit\u00e4tspr\u00fcfung der Verbindung \u201eLake\u201c ist fehlgeschlagen; bitte melden Sie sich erneut an.',
    'L\u2019authentification a \u00e9chou\u00e9 : la cl\u00e9 n\u2019est pas valable (r\u00e9essayez dans 30 secondes).',
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

describe('a secret of several lines', () => {
  const wrapped = (b64('wrapped', 150).match(/.{1,64}/g) ?? []) as string[];
  const expectNoLine = (text: string) => {
    for (const line of wrapped) expect(text).not.toContain(line.slice(0, 7));
  };

  test.each([
    ['line breaks', '\n'],
    ['line breaks of Windows', '\r\n'],
    ['escaped line breaks', '\\n'],
    ['line breaks that are escaped twice', '\\\\r\\\\n'],
  ])('is hidden to its last line, with %s', (_, divider) => {
    expect(wrapped.at(-1)?.length).toBeLessThan(24);
    expectNoLine(redact(`The key "${wrapped.join(divider)}" is wrong`));
  });

  test('is hidden as a private key, with whatever stands in it', () => {
    const pem = ['-----BEGIN RSA PRIVATE KEY-----', 'Proc-Type: 4', ...wrapped, '-----END RSA PRIVATE KEY-----'].join(
      '\n',
    );
    expect(redact(`before\n${pem}\nafter`)).toBe(`before\n${REDACTED}\nafter`);
    expect(redact(`before\n${pem.slice(0, 150)}`)).toBe(`before\n${REDACTED}`);
  });

  test('lines that were written stay', () => {
    const path = `/usr/lib/electron/resources/application/main/whatever/index/abcdefgh`;
    expect(path.length).toBeGreaterThan(60);
    expect(redact(`${path}\n${path}\nlast`)).toBe(`${path}\n${path}\nlast`);
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

describe('behind an escape, whose last letter is none of the secret', () => {
  const secrets = [
    'dapi0123456789abcdef0123456789abcdef',
    'dose0123456789abcdef0123456789abcdef-2',
    'ya29.abcdefghijkl',
    `AIza${'a1'.repeat(17)}b`,
    'GOCSPX-abcdefghij',
    'ver:1-hint:12345678',
    'Bearer abcdefgh',
    'Cookie: sid=abcdefgh',
    'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.',
    'eyJhbGciOiJub25lIn0%2EeyJzdWIiOiJhIn0%2E',
  ];
  const escapes = ['%3D', '%2F', '%253D', '%22', '\\n', '\\t', '\\u0022', '\\\\n'];
  test.each(secrets)('%s', (secret) => {
    const [, shown = ''] = /^((?:Bearer|Cookie:) )/.exec(secret) ?? [];
    for (const before of escapes) {
      const redacted = redact(`x${before}${secret}`);
      expect(redacted).toContain(REDACTED);
      expect(redacted).not.toContain(secret.slice(shown.length).slice(-6));
    }
  });

  test.each(['%22', '%2522'])('a name and its value in JSON that is percent-encoded: %s', (quote) => {
    const colon = quote === '%22' ? '%3A' : '%253A';
    const json = `q=x${quote}refresh_token${quote}${colon}${quote}abcdefgh${quote}&a=1`;
    expect(redact(json)).toBe(json.replace('abcdefgh', REDACTED));
  });
});

describe('a password in front of a host', () => {
  test.each([
    ['http://ada:hunter2@proxy.corp:8080', 'http://[redacted]@proxy.corp:8080'],
    ['http:\\/\\/ada:hunter2@proxy.corp', 'http:\\/\\/[redacted]@proxy.corp'],
    ['https%3A%2F%2Fada%3Ahunter2%40proxy.corp', 'https%3A%2F%2F[redacted]%40proxy.corp'],
    ['https%253A%252F%252Fada%253Ahunter2%2540proxy', 'https%253A%252F%252F[redacted]%2540proxy'],
    ['http://ada:hun/ter2@proxy.corp', 'http://[redacted]@proxy.corp'],
    ['http://ada:hun@ter@2@proxy.corp:8080/', 'http://[redacted]@proxy.corp:8080/'],
    ['http://ada@corp.example:hunter2@proxy:8080', 'http://[redacted]@proxy:8080'],
    ['http://ada:hunter2@h.example/a?to=b@c', 'http://[redacted]@h.example/a?to=b@c'],
    ['HTTP_PROXY=ada:hunter2@proxy.corp:8080', 'HTTP_PROXY=[redacted]@proxy.corp:8080'],
    ['proxy ada:hunter2@proxy:3128.', 'proxy [redacted]@proxy:3128.'],
  ])('%s', (text, expected) => expect(redact(text)).toBe(expected));

  test.each([
    'mail to: ada@proxy.corp',
    'https://h.example:8443/x@y',
    'ada@h.example:443',
    'at 12:30 see ada@h.example',
    'https%3A%2F%2Fh.example%2Fada%40x',
  ])('what is none stays: %s', (text) => expect(redact(text)).toBe(text));
});

describe('a command line', () => {
  test.each([
    ['hook --client-secret hunter2 --quiet', 'hook --client-secret [redacted] --quiet'],
    ['hook -password "hunter 2" x', 'hook -password "[redacted]" x'],
    ['curl -H Authorization=Basic YTpi', 'curl -H Authorization=[redacted] [redacted]'],
  ])('%s', (text, expected) => expect(redact(text)).toBe(expected));

  test.each(['hook --token --quiet', 'hook --state open', 'sightglass token test', 'a line - secret things'])(
    'what is none stays: %s',
    (text) => expect(redact(text)).toBe(text),
  );
});

test.each(['pwd', 'pass', 'sid', 'sig', 'sessionId', 'AccountKey', 'SAMLResponse', 'X-Amz-Signature'])(
  'other names that announce a secret: %s',
  (name) => {
    expect(redact(`https://h.example/?a=1&${name}=abcdefgh&b=2`)).toBe(
      `https://h.example/?a=1&${name}=${REDACTED}&b=2`,
    );
    expect(redactValue({ [name]: 'abcdefgh' })).toEqual({ [name]: REDACTED });
  },
);

test('words of prose that are such names too stay', () => {
  const text = 'The tests pass: all. A pass: 3, sig: none.';
  expect(redact(text)).toBe(text);
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
    'A1b2.',
    'a1/',
    '/',
    '%2F',
    '\\/',
    '1.A0',
    '8Q~',
    '%22code%22%3A%22',
    '%3A%2F%2F',
    '://a:',
    'a:b@c.',
    'eyJ%2E',
    '\\ncookie',
    'ver:1-hint:',
    '-----BEGIN PRIVATE KEY-----',
    `${'A'.repeat(64)}\n`,
    '0b8f1c3e-6a51-4f7e-9d3c-2f1f6f9f4c11',
    `${b64url('slow', 48)}\n`,
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
