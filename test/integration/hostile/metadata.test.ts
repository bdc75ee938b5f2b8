/** What a server says of itself (RFC 8414, OpenID Connect Discovery). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ErrorCode } from '../../../src/shared/errors.ts';
import {
  expectRefused,
  expectSignedIn,
  type HostileFixture,
  type Outcome,
  paths,
  type Scene,
  type Script,
  startHostileFixture,
} from '../../support/hostile-fixture.ts';
import {
  type Answer,
  bomb,
  cut,
  cutMidway,
  endless,
  html,
  json,
  noise,
  raw,
  redirect,
  silent,
  stalled,
} from '../../support/hostile-server.ts';

let fixture: HostileFixture;
beforeAll(async () => {
  fixture = await startHostileFixture();
});
afterAll(() => fixture.stop());

/** Refused before the browser was opened: the person never sees a page of that server. */
function expectNoBrowser(outcome: Outcome, code: ErrorCode): void {
  expectRefused(outcome, code, false);
  expect(outcome.scene.as.received(paths.authorize)).toEqual([]);
  expect(outcome.page).toBeNull();
}

type Claim = readonly [rule: string, code: ErrorCode, describe: (scene: Scene) => Record<string, unknown>];

const claims: readonly Claim[] = [
  ['another issuer', 'metadata_issuer_mismatch', () => ({ issuer: 'https://evil.example/as' })],
  ['the issuer of another server that is configured', 'metadata_issuer_mismatch', (s) => ({ issuer: s.otherIssuer })],
  ['an issuer with a slash more', 'metadata_issuer_mismatch', ({ issuer }) => ({ issuer: `${issuer}/` })],
  ['an issuer with another path', 'metadata_issuer_mismatch', ({ issuer }) => ({ issuer: `${issuer}/tenant` })],
  ['an issuer without its path', 'metadata_issuer_mismatch', ({ as }) => ({ issuer: as.origin })],
  ['an issuer in capitals', 'metadata_issuer_mismatch', ({ issuer }) => ({ issuer: issuer.replace('/as', '/AS') })],
  ['an issuer with a query', 'metadata_issuer_mismatch', ({ issuer }) => ({ issuer: `${issuer}?x` })],
  ['an issuer with a fragment', 'metadata_issuer_mismatch', ({ issuer }) => ({ issuer: `${issuer}#x` })],
  ['an issuer with a user name', 'metadata_issuer_mismatch', (s) => ({ issuer: s.issuer.replace('//', '//evil@') })],
  ['an issuer of markup', 'metadata_invalid', () => ({ issuer: '<img src=x onerror=alert(1)>' })],
  ['an issuer that is a list of the right one', 'metadata_invalid', ({ issuer }) => ({ issuer: [issuer] })],
  ['a number as issuer', 'metadata_invalid', () => ({ issuer: 7 })],
  ['no issuer', 'metadata_invalid', () => ({ issuer: undefined })],
  ['an empty issuer', 'metadata_invalid', () => ({ issuer: '' })],

  ['a token endpoint elsewhere', 'metadata_endpoint_untrusted', at('token_endpoint', (s) => s.elsewhere.origin)],
  [
    'a token endpoint at another server that is configured',
    'metadata_endpoint_untrusted',
    at('token_endpoint', (s) => s.other.origin),
  ],
  [
    'an authorization endpoint elsewhere',
    'metadata_endpoint_untrusted',
    at('authorization_endpoint', (s) => s.elsewhere.origin),
  ],
  [
    'a revocation endpoint elsewhere',
    'metadata_endpoint_untrusted',
    at('revocation_endpoint', (s) => s.elsewhere.origin),
  ],
  ['a token endpoint over http', 'metadata_endpoint_untrusted', at('token_endpoint', () => 'http://dbc.example')],
  [
    'an authorization endpoint over http',
    'metadata_endpoint_untrusted',
    at('authorization_endpoint', () => 'http://dbc.example'),
  ],
  [
    'a revocation endpoint over http',
    'metadata_endpoint_untrusted',
    at('revocation_endpoint', () => 'http://dbc.example'),
  ],
  [
    'the same host over https',
    'metadata_endpoint_untrusted',
    at('token_endpoint', (s) => s.as.origin.replace('http:', 'https:')),
  ],
  [
    'the same host by another name',
    'metadata_endpoint_untrusted',
    at('token_endpoint', (s) => s.as.origin.replace('127.0.0.1', 'localhost')),
  ],
  [
    'a host that begins like ours',
    'metadata_endpoint_untrusted',
    at('token_endpoint', (s) => `${s.as.origin}.evil.example`),
  ],
  [
    'our host as a user name',
    'metadata_endpoint_untrusted',
    at('token_endpoint', (s) => `${s.as.origin}@evil.example`),
  ],
  [
    'a user name and password',
    'metadata_endpoint_untrusted',
    at('token_endpoint', (s) => s.as.origin.replace('//', '//a:b@')),
  ],
  ['a script to open', 'metadata_endpoint_untrusted', () => ({ authorization_endpoint: 'javascript:alert(1)' })],
  ['a file to open', 'metadata_endpoint_untrusted', () => ({ authorization_endpoint: 'file:///etc/passwd' })],
  ['a program to open', 'metadata_endpoint_untrusted', () => ({ authorization_endpoint: 'ms-msdt:/id PCWDiagnostic' })],
  ['data to open', 'metadata_endpoint_untrusted', () => ({ authorization_endpoint: 'data:text/html,<h1>Log in</h1>' })],
  ['an address without a scheme', 'metadata_endpoint_untrusted', () => ({ token_endpoint: '//evil.example/token' })],
  ['a path alone', 'metadata_endpoint_untrusted', () => ({ token_endpoint: '/as/token' })],
  ['an empty address', 'metadata_endpoint_untrusted', () => ({ token_endpoint: '' })],
  ['an address of markup', 'metadata_endpoint_untrusted', () => ({ token_endpoint: '<script>alert(1)</script>' })],
  [
    'a revocation endpoint that is a list',
    'metadata_endpoint_untrusted',
    ({ as }) => ({ revocation_endpoint: [as.origin] }),
  ],
  [
    'an authorization endpoint with a fragment',
    'metadata_endpoint_untrusted',
    ({ as }) => ({ authorization_endpoint: `${as.origin}/as/authorize#/login` }),
  ],
  [
    'a token endpoint with a fragment',
    'metadata_endpoint_untrusted',
    ({ as }) => ({ token_endpoint: `${as.origin}/as/token#x` }),
  ],
  ['a number as token endpoint', 'metadata_invalid', () => ({ token_endpoint: 443 })],
  ['a list of token endpoints', 'metadata_invalid', ({ as }) => ({ token_endpoint: [`${as.origin}/as/token`] })],
  ['null as token endpoint', 'metadata_invalid', () => ({ token_endpoint: null })],
  ['no token endpoint', 'metadata_invalid', () => ({ token_endpoint: undefined })],
  ['no authorization endpoint', 'metadata_invalid', () => ({ authorization_endpoint: undefined })],
  ['an object as authorization endpoint', 'metadata_invalid', () => ({ authorization_endpoint: {} })],

  ['PKCE with plain alone', 'pkce_unsupported', () => ({ code_challenge_methods_supported: ['plain'] })],
  ['no PKCE method', 'pkce_unsupported', () => ({ code_challenge_methods_supported: [] })],
  ['S256 in small letters', 'pkce_unsupported', () => ({ code_challenge_methods_supported: ['s256'] })],
  ['S256 that is no list', 'pkce_unsupported', () => ({ code_challenge_methods_supported: 'S256' })],
  ['S256 as the key of an object', 'pkce_unsupported', () => ({ code_challenge_methods_supported: { S256: true } })],
  ['a list of null for PKCE', 'pkce_unsupported', () => ({ code_challenge_methods_supported: [null] })],
];

function at(name: string, origin: (scene: Scene) => string) {
  return (scene: Scene) => ({ [name]: `${origin(scene)}/as/token` });
}

describe('a server that says of itself', () => {
  test.each(claims)('%s', async (_, code, describeIt) => {
    const outcome = await fixture.attempt({ describe: describeIt });
    expectNoBrowser(outcome, code);
    expect(JSON.stringify(outcome.error?.toView())).not.toMatch(/\\u00|[\n\r]/);
  });

  test('something wrong is not asked for a second opinion, and documented endpoints do not make up for it', async () => {
    const outcome = await fixture.attempt({
      describe: ({ elsewhere }) => ({ token_endpoint: `${elsewhere.origin}/as/token` }),
      metadataToo: ({ as, issuer }) =>
        json({
          issuer,
          authorization_endpoint: `${as.origin}${paths.authorize}`,
          token_endpoint: `${as.origin}${paths.token}`,
        }),
      withFixedEndpoints: true,
    });
    expectNoBrowser(outcome, 'metadata_endpoint_untrusted');
    expect(outcome.scene.as.received(paths.metadataToo)).toEqual([]);
  });

  test('two token endpoints, the second elsewhere', async () => {
    const outcome = await fixture.attempt({
      metadata: ({ as, issuer, elsewhere }) =>
        raw(
          `{"issuer":"${issuer}","authorization_endpoint":"${as.origin}${paths.authorize}",` +
            `"token_endpoint":"${as.origin}${paths.token}","token_endpoint":"${elsewhere.origin}/as/token"}`,
          'application/json',
        ),
    });
    expectNoBrowser(outcome, 'metadata_endpoint_untrusted');
  });

  test('a token endpoint through __proto__', async () => {
    const outcome = await fixture.attempt({
      metadata: ({ as, issuer, elsewhere }) =>
        raw(
          `{"issuer":"${issuer}","authorization_endpoint":"${as.origin}${paths.authorize}",` +
            `"__proto__":{"token_endpoint":"${elsewhere.origin}/as/token"}}`,
          'application/json',
        ),
    });
    expectNoBrowser(outcome, 'metadata_invalid');
  });
});

type Broken = readonly [rule: string, code: ErrorCode, answer: (scene: Scene) => Answer, script?: Script];

const JSON_TYPE = 'application/json';
const broken: readonly Broken[] = [
  ['404', 'metadata_invalid', () => html('<h1>Not found</h1>', { status: 404 })],
  ['410', 'metadata_invalid', () => html('', { status: 410 })],
  ['401', 'metadata_invalid', () => json({}, { status: 401 })],
  ['204', 'metadata_invalid', () => (_, response) => void response.writeHead(204).end()],
  ['500 here and 404 there', 'metadata_invalid', () => html('<h1>Oops</h1>', { status: 500 })],
  ['500 everywhere', 'server_busy', () => html('', { status: 500 }), { metadataToo: () => html('', { status: 500 }) }],
  ['429 everywhere', 'server_busy', () => json({}, { status: 429 }), { metadataToo: () => json({}, { status: 429 }) }],
  ['HTML', 'metadata_invalid', () => html('<!doctype html><h1>Log in to the Wi-Fi</h1>')],
  ['HTML that calls itself JSON', 'metadata_invalid', () => raw('<!doctype html>', JSON_TYPE)],
  ['nothing', 'metadata_invalid', () => raw('', JSON_TYPE)],
  ['half a JSON', 'metadata_invalid', ({ issuer }) => raw(`{"issuer":"${issuer}",`, JSON_TYPE)],
  ['JSON and something behind it', 'metadata_invalid', ({ issuer }) => raw(`{"issuer":"${issuer}"}}`, JSON_TYPE)],
  ['a list', 'metadata_invalid', ({ issuer }) => json([{ issuer }])],
  ['a text', 'metadata_invalid', ({ issuer }) => json(issuer)],
  ['null', 'metadata_invalid', () => json(null)],
  ['brackets without end', 'metadata_invalid', () => raw('['.repeat(500_000), JSON_TYPE)],
  ['bytes that are no text', 'metadata_invalid', () => raw(Buffer.from([0xff, 0xfe, 0x00, 0x80]), JSON_TYPE)],
  ['10 MB', 'response_too_large', () => json({ padding: 'x'.repeat(10_000_000) })],
  ['more than it can ever send', 'response_too_large', () => endless()],
  ['a bomb', 'response_too_large', () => bomb(64 * 1024 * 1024)],
  ['an encoding that it is not in', 'offline', () => raw('{}', JSON_TYPE, { headers: { 'content-encoding': 'gzip' } })],
  ['a cut connection', 'offline', () => cut],
  ['half a body', 'offline', ({ issuer }) => cutMidway(`{"issuer":"${issuer}"`)],
  ['something that is not HTTP', 'offline', () => noise],
  ['nothing, ever', 'offline', () => silent, { hurried: true }],
  ['a body that stops', 'offline', () => stalled, { hurried: true }],
  ['a redirect to itself', 'metadata_invalid', ({ as }) => redirect(`${as.origin}${paths.metadata}`)],
  [
    'a redirect to another server',
    'metadata_invalid',
    ({ elsewhere }) => redirect(`${elsewhere.origin}${paths.metadata}`, 301),
  ],
  [
    'a redirect in circles',
    'metadata_invalid',
    ({ as }) => redirect(`${as.origin}${paths.metadataToo}`, 308),
    { metadataToo: ({ as }) => redirect(`${as.origin}${paths.metadata}`, 307) },
  ],
];

const rows = broken.map(([rule, code, answer, script = {}]) => [rule, { code, answer, script }] as const);

describe('a metadata address that answers with', () => {
  test.each(rows)('%s', async (_, { code, answer, script }) => {
    const outcome = await fixture.attempt({ ...script, metadata: answer });
    expectNoBrowser(outcome, code);
    // Nothing is repeated and nothing followed.
    expect(outcome.scene.as.received(paths.metadata)).toHaveLength(1);
    expect(outcome.scene.as.journal.length).toBeLessThanOrEqual(2);
  });

  test.each(rows.filter(([, { code }]) => code === 'metadata_invalid' || code === 'server_busy'))(
    '%s, of a server whose endpoints are documented: the code goes there and nowhere else',
    async (_, { answer, script }) => {
      const outcome = await fixture.attempt({ ...script, metadata: answer, withFixedEndpoints: true });
      expectSignedIn(outcome);
    },
  );
});

describe('what does no harm', () => {
  test('an authorization endpoint that fills in our parameters has them replaced', async () => {
    const outcome = await fixture.attempt({
      describe: ({ as }) => ({
        authorization_endpoint: `${as.origin}${paths.authorize}?tenant=1&redirect_uri=https://evil.example/&state=known&code_challenge=known&code_challenge_method=plain&client_id=evil&response_type=token`,
      }),
    });
    expectSignedIn(outcome);
    const [request] = outcome.scene.as.received(paths.authorize);
    const query = request?.query ?? new URLSearchParams();
    for (const name of new Set(query.keys())) expect(query.getAll(name), name).toHaveLength(1);
    expect(Object.fromEntries(query)).toMatchObject({
      tenant: '1',
      client_id: 'sightglass',
      response_type: 'code',
      code_challenge_method: 'S256',
      redirect_uri: fixture.redirectUris[0],
    });
    expect([query.get('state'), query.get('code_challenge')]).not.toContain('known');
  });

  test('endpoints that we never call may be anywhere: they hear nothing', async () => {
    const outcome = await fixture.attempt({
      describe: ({ elsewhere }) => {
        const away = `${elsewhere.origin}/as/token`;
        return {
          mtls_endpoint_aliases: { token_endpoint: away, revocation_endpoint: away },
          introspection_endpoint: away,
          // Not called at an address that is not trusted.
          userinfo_endpoint: away,
          registration_endpoint: away,
          pushed_authorization_request_endpoint: away,
          end_session_endpoint: away,
          device_authorization_endpoint: away,
        };
      },
    });
    expectSignedIn(outcome);
  });

  test('null, wherever something may be left out', async () => {
    const outcome = await fixture.attempt({
      describe: () => ({
        revocation_endpoint: null,
        userinfo_endpoint: null,
        code_challenge_methods_supported: null,
        token_endpoint_auth_methods_supported: null,
        authorization_response_iss_parameter_supported: null,
        scopes_supported: [null],
      }),
    });
    expectSignedIn(outcome);
  });

  test('a UserInfo endpoint elsewhere, which hears nothing, also when it is needed', async () => {
    for (const at of ['elsewhere', 'other'] as const) {
      const outcome = await fixture.attempt({
        scopes: ['openid', 'offline_access'],
        claims: () => ({ email: undefined }),
        userInfo: () => json({ sub: '7', email: 'ada@example.com' }),
        describe: (scene) => ({ userinfo_endpoint: `${scene[at].origin}/as/userinfo` }),
      });
      expectSignedIn(outcome);
      expect(outcome.grant).toMatchObject({
        person: null,
        identityProblems: { person: { code: 'user_info_failed', values: { reason: 'untrusted' } } },
      });
    }
  });

  test('everything else of a wrong kind', async () => {
    const outcome = await fixture.attempt({
      describe: () => ({
        scopes_supported: 'all-apis',
        response_types_supported: 7,
        grant_types_supported: { authorization_code: true },
        subject_types_supported: null,
        claims_supported: 'none',
        ui_locales_supported: [[[]]],
        signed_metadata: 42,
      }),
    });
    expectSignedIn(outcome);
  });
});
