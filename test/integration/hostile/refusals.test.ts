/** What servers refuse, in the words of RFC 6749 sections 4.1.2.1 and 5.2, OpenID Connect and Databricks. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { retryAfterMs } from '../../../src/main/net/retry-after.ts';
import { createGrantKeeper } from '../../../src/main/oauth/grants/grant-keeper.ts';
import { tokenError } from '../../../src/main/oauth/tokens/token-error.ts';
import { databricks } from '../../../src/main/providers/databricks.ts';
import { AppError, type ErrorCode } from '../../../src/shared/errors.ts';
import {
  expectRefused,
  expectSignedIn,
  type HostileFixture,
  type Scene,
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

describe('the authorization endpoint refuses with', () => {
  test.each<[error: string, code: ErrorCode]>([
    // RFC 6749 section 4.1.2.1
    ['invalid_request', 'authorization_invalid_request'],
    ['unauthorized_client', 'authorization_unauthorized_client'],
    ['access_denied', 'authorization_denied'],
    ['unsupported_response_type', 'authorization_unsupported_response_type'],
    ['invalid_scope', 'authorization_invalid_scope'],
    ['server_error', 'authorization_server_error'],
    ['temporarily_unavailable', 'authorization_server_error'],
    // OpenID Connect Core section 3.1.2.6
    ['interaction_required', 'authorization_interaction_required'],
    ['login_required', 'authorization_interaction_required'],
    ['account_selection_required', 'authorization_interaction_required'],
    ['consent_required', 'authorization_interaction_required'],
    ['invalid_request_uri', 'authorization_invalid_request'],
    ['invalid_request_object', 'authorization_invalid_request'],
    ['request_not_supported', 'authorization_invalid_request'],
    ['request_uri_not_supported', 'authorization_invalid_request'],
    ['registration_not_supported', 'authorization_invalid_request'],
    // RFC 8707 section 2
    ['invalid_target', 'authorization_invalid_scope'],
    ['something_new', 'authorization_failed'],
  ])('%s', async (error, code) => {
    const outcome = await fixture.attempt({
      respond: (response) => {
        response.delete('code');
        response.set('error', error);
        response.set('error_description', 'The <b>reason</b>.');
      },
    });
    expectRefused(outcome, code, false);
    expect(outcome.error?.message).toBe(`The <b>reason</b>. (${error})`);
    expect(outcome.page?.body).toContain(`The &lt;b&gt;reason&lt;/b&gt;. (${error})`);
  });
});

const refusal = (status: number, error: string, description = 'The <b>reason</b>.') =>
  json({ error, error_description: description }, { status });
const DEAD = 'Refresh token is invalid: it was used before.';

type Refusal = readonly [rule: string, atCode: ErrorCode, atRefresh: ErrorCode, answer: Answer];
/** RFC 6749 section 5.2, and how servers say it. */
const refusals: readonly Refusal[] = [
  ['invalid_request', 'token_request_rejected', 'grant_dead', refusal(400, 'invalid_request')],
  ['invalid_client with 400', 'client_rejected', 'client_rejected', refusal(400, 'invalid_client')],
  ['invalid_client with 401', 'client_rejected', 'client_rejected', refusal(401, 'invalid_client')],
  ['invalid_grant', 'code_rejected', 'grant_dead', refusal(400, 'invalid_grant')],
  ['unauthorized_client', 'token_request_rejected', 'token_request_rejected', refusal(400, 'unauthorized_client')],
  ['unauthorized_client with 403', 'client_rejected', 'client_rejected', refusal(403, 'unauthorized_client')],
  [
    'unsupported_grant_type',
    'token_request_rejected',
    'token_request_rejected',
    refusal(400, 'unsupported_grant_type'),
  ],
  ['invalid_scope', 'authorization_invalid_scope', 'authorization_invalid_scope', refusal(400, 'invalid_scope')],
  ['an error of its own', 'token_request_rejected', 'grant_dead', refusal(400, 'blame_the_moon')],
  ['an error named __proto__', 'token_request_rejected', 'renewal_refused', refusal(400, '__proto__')],
  ['Databricks’ 400 invalid_grant', 'code_rejected', 'grant_dead', refusal(400, 'invalid_grant', DEAD)],
  ['Databricks’ 401 invalid_request', 'token_request_rejected', 'grant_dead', refusal(401, 'invalid_request', DEAD)],
  [
    '401 invalid_request about something else',
    'token_request_rejected',
    'grant_dead',
    refusal(401, 'invalid_request', 'No.'),
  ],
  ['200 and bad_refresh_token', 'token_request_rejected', 'grant_dead', json({ error: 'bad_refresh_token' })],
  ['400 and nothing more', 'token_request_rejected', 'grant_dead', raw('', 'text/plain', { status: 400 })],
  ['401 and nothing more', 'client_rejected', 'renewal_refused', raw('', 'text/plain', { status: 401 })],
  ['403 and a page', 'token_request_rejected', 'renewal_refused', html('<h1>Forbidden</h1>', { status: 403 })],
  ['404', 'token_request_rejected', 'renewal_refused', html('<h1>Not found</h1>', { status: 404 })],
  ['400 and a list', 'code_rejected', 'grant_dead', json(['invalid_grant'], { status: 400 })],
  [
    '400 and an error that is an object',
    'code_rejected',
    'grant_dead',
    json({ error: { code: 'invalid_grant' } }, { status: 400 }),
  ],
  ['200 and an error', 'code_rejected', 'grant_dead', json({ error: 'invalid_grant' })],
  ['temporarily_unavailable with 400', 'server_busy', 'server_busy', refusal(400, 'temporarily_unavailable')],
  ['server_error with 400', 'server_busy', 'server_busy', refusal(400, 'server_error')],
  ['invalid_grant with 500', 'server_busy', 'server_busy', refusal(500, 'invalid_grant')],
  ['503 and a page', 'server_busy', 'server_busy', html('<h1>Down</h1>', { status: 503 })],
  ['502', 'server_busy', 'server_busy', html('<h1>Bad gateway</h1>', { status: 502 })],
  ['429', 'server_busy', 'server_busy', json({}, { status: 429 })],
];

describe('the token endpoint refuses a code with', () => {
  test.each(refusals)('%s', async (_, code, __, answer) => {
    const outcome = await fixture.attempt({ token: () => answer, confidential: true });
    expectRefused(outcome, code, true);
    expect(outcome.page?.body).not.toMatch(/<b>reason|<h1>(?:Forbidden|Not found|Down|Bad)/);
    expect(outcome.page?.body).toContain(`<code>${code}</code>`);
  });

  const waits: readonly [string, number, Record<string, string>, ErrorCode, number | null][] = [
    ['429 with Retry-After in seconds', 429, { 'retry-after': '17' }, 'server_busy', 17_000],
    ['503 with Retry-After in seconds', 503, { 'retry-after': '17' }, 'server_busy', 17_000],
    ['503 with Retry-After in the past', 503, { 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' }, 'server_busy', 0],
    ['503 with a Retry-After of years', 503, { 'retry-after': '999999999' }, 'server_busy', 3_600_000],
    ['503 with a Retry-After without sense', 503, { 'retry-after': 'soon' }, 'server_busy', null],
    ['401 with Retry-After: waiting would not help', 401, { 'retry-after': '17' }, 'client_rejected', null],
  ];
  test.each(waits)('%s', async (_, status, headers, code, wait) => {
    const outcome = await fixture.attempt({ token: () => raw('', 'text/plain', { status, headers }) });
    expectRefused(outcome, code, true);
    expect(retryAfterMs(outcome.error as AppError)).toBe(wait);
  });

  // What was sent and comes back in the answer: short enough to look like a word, so only knowing it helps.
  const echoes: readonly [string, (form: URLSearchParams, scene: Scene) => string | null][] = [
    ['the verifier', (form) => form.get('code_verifier')],
    ['the client secret by its name', (form) => `client_secret=${form.get('client_secret')}`],
    ['the code by its name', (form) => `{"code":"${form.get('code')}"}`],
    ['the whole request', (form) => form.toString()],
  ];
  test.each(echoes)('%s in its description', async (_, echo) => {
    const outcome = await fixture.attempt({
      confidential: true,
      token: (scene) => (request, response) =>
        refusal(400, 'invalid_request', `Not good: ${echo(request.form, scene)}`)(request, response),
    });
    expectRefused(outcome, 'token_request_rejected', true);
  });
  test.each([
    ['the bare code', 'code'],
    ['the bare client secret', 'client_secret'],
  ])('%s in its description', async (_, name) => {
    const outcome = await fixture.attempt({
      confidential: true,
      token: () => (request, response) =>
        refusal(400, 'invalid_request', `${request.form.get(name)} is not good`)(request, response),
    });
    expectRefused(outcome, 'token_request_rejected', true);
  });
});

describe('the words of a refusal reach the person, and nothing that was sent, from', () => {
  const shapes: readonly [string, (words: string) => Answer][] = [
    ['an API', (words) => json({ error_code: '403', message: words }, { status: 403 })],
    ['an API of lists', (words) => json({ errors: [{ detail: words }] }, { status: 403 })],
    ['a page', (words) => html(`<title>Blocked</title><h1>${words}</h1>`, { status: 403 })],
    ['a document', (words) => raw(`<Error><Message>${words}</Message></Error>`, 'application/xml', { status: 403 })],
    ['plain text', (words) => raw(words, 'text/plain', { status: 403 })],
    [
      'a challenge',
      (words) =>
        raw('', 'text/plain', {
          status: 403,
          headers: { 'www-authenticate': `Bearer error="x", error_description="${words}"` },
        }),
    ],
    ['an answer of 200', (words) => json({ error: 'x', error_description: words })],
    ['a page of 200', (words) => html(`<title>Blocked</title><h1>${words}</h1>`)],
  ];

  test.each(shapes)('%s', async (_, answer) => {
    const outcome = await fixture.attempt({
      confidential: true,
      token: () => (request, response) => {
        const { form } = request;
        const sent = [form.get('code'), form.get('client_secret'), form.get('code_verifier')];
        return answer(`Not from &lt;img src=x&gt; here: ${sent.join(' ')}`)(request, response);
      },
    });
    expect(outcome.error?.message).toMatch(/Not from .*img src=x.* here: \[redacted\] \[redacted\] \[redacted\]/);
    expect(outcome.page?.body).not.toContain('<img');
    expectRefused(outcome, outcome.error?.code ?? 'internal', true);
  });
});

const rules = databricks.authorizationServer({
  provider: 'databricks',
  host: 'https://dbc-1.cloud.databricks.com',
  level: 'workspace',
  accountId: null,
});

/** A keeper with one grant from a real sign-in, whose renewal meets the answer. */
async function renewInto(answer: (scene: Scene) => Answer, hurried = false) {
  const running = fixture.program(hurried);
  const signedIn = await fixture.attempt({ confidential: true }, running);
  const grant = expectSignedIn(signedIn);
  const { scene } = signedIn;
  const saved: unknown[] = [];
  const removed: string[] = [];
  const keeper = createGrantKeeper({
    ...running.clock,
    random: () => 0,
    load: async () => grant,
    save: async (next) => void saved.push(next),
    remove: async (id) => void removed.push(id),
    // As for a connection to Databricks, whose own words are among the refusals.
    refresh: (kept) =>
      running.tokenClient.refreshGrant(kept, scene.client, { rules: { server: rules, exchange: null } }),
    onChange: () => undefined,
    onEvent: () => undefined,
    log: running.log,
  });
  await keeper.restore(['connection']);
  const before = scene.as.journal.length;
  scene.as.answer('/as/token', answer(scene));
  const error = await keeper.renew('connection').then(
    () => null,
    (reason: unknown) => reason,
  );
  const requests = scene.as.journal.slice(before);
  const view = keeper.view('connection');
  const kept = await keeper.fresh('connection').catch(() => null);
  await keeper.dispose();
  await running.stop();

  // The refresh token went to its token endpoint, once, and is in nothing that was written or shown.
  expect(requests.map(({ path, form }) => [path, form.get('refresh_token')])).toEqual([
    ['/as/token', scene.issued.refreshToken],
  ]);
  expect(scene.elsewhere.journal).toEqual([]);
  expect(scene.other.journal).toEqual([]);
  const told = error instanceof AppError ? `${error.message}${JSON.stringify(error.toView())}` : '';
  const shown = [...running.lines, told, JSON.stringify(view)].join('\n');
  const { refreshToken, accessToken } = scene.issued;
  for (const secret of [refreshToken, accessToken, fixture.clientSecret]) expect(shown).not.toContain(secret);
  return { error, grant, kept, saved, removed, view };
}

describe('the token endpoint answers a renewal with', () => {
  test.each(refusals)('%s', async (_, __, code, answer) => {
    const { error, saved, removed, view, kept, grant } = await renewInto(() => answer);
    expect(error).toMatchObject({ code });
    expect(saved).toEqual([]);
    const dead = code === 'grant_dead';
    expect(removed).toEqual(dead ? ['connection'] : []);
    expect(view).toMatchObject({ status: dead ? 'ended' : 'signed-in', problem: { code } });
    expect(kept).toEqual(dead ? null : grant);
  });

  const broken: readonly [string, ErrorCode, (scene: Scene) => Answer, boolean?][] = [
    ['a page of the Wi-Fi', 'token_response_invalid', () => html('<h1>Log in to the Wi-Fi</h1>')],
    ['200 and an error beside a token', 'token_response_invalid', () => json({ error: 'no', access_token: 'a' })],
    ['a spent token', 'token_response_invalid', () => json({ access_token: 'a', token_type: 'Bearer', expires_in: 0 })],
    ['another kind of token', 'token_response_invalid', () => json({ access_token: 'a', token_type: 'mac' })],
    ['an empty access token', 'token_response_invalid', () => json({ access_token: '', token_type: 'Bearer' })],
    ['a redirect to another server', 'renewal_refused', ({ elsewhere }) => redirect(`${elsewhere.origin}/token`, 307)],
    ['a redirect to itself', 'renewal_refused', ({ as }) => redirect(`${as.origin}/as/token`, 308)],
    [
      'a mebibyte and more',
      'response_too_large',
      () => json({ access_token: 'a'.repeat(1024 * 1024), token_type: 'Bearer' }),
    ],
    ['a body that never ends', 'response_too_large', () => endless()],
    ['a bomb', 'response_too_large', () => bomb(64 * 1024 * 1024)],
    ['half a body', 'offline', () => cutMidway('{"access_token":"')],
    ['a cut connection', 'offline', () => cut],
    ['something that is not HTTP', 'offline', () => noise],
    ['nothing, ever', 'offline', () => silent, true],
    ['a body that stops', 'offline', () => stalled, true],
  ];
  test.each(broken)('%s', async (_, code, answer, hurried = false) => {
    const { error, saved, removed, view, kept, grant } = await renewInto(answer, hurried);
    expect(error).toMatchObject({ code });
    expect([...saved, ...removed]).toEqual([]);
    expect(view).toMatchObject({ status: 'signed-in', problem: { code } });
    expect(kept).toEqual(grant);
  });

  test('a repetition of the refresh token in its description', async () => {
    const { error } = await renewInto(
      () => (request, response) =>
        refusal(400, 'invalid_grant', `${request.form.get('refresh_token')} is used up`)(request, response),
    );
    expect(error).toMatchObject({ code: 'grant_dead' });
  });
});

test('what was sent is taken out of what is said, as it was and as it stood in the form', () => {
  const answer = {
    status: 400,
    headers: new Headers(),
    body: JSON.stringify({
      error: 'invalid_grant',
      error_description: 'k~9 +/secret, k~9%20%2B%2Fsecret, k%7E9+%2B%2Fsecret',
    }),
  };
  const error = tokenError(answer, 'code', 0, ['k~9 +/secret', 'x']);
  expect(error.message).toBe('The server answered HTTP 400. [redacted], [redacted], [redacted] (invalid_grant)');
});
