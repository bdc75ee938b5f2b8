import { describe, expect, test } from 'vitest';
import { parseRetryAfter, retryAfterCause, retryAfterMs } from '../../../../src/main/net/retry-after.ts';
import { authorizationError } from '../../../../src/main/oauth/sign-in/authorization-error.ts';
import type { Refusal, ServerRules, TokenUse } from '../../../../src/main/oauth/tokens/authorization-server.ts';
import { tokenError } from '../../../../src/main/oauth/tokens/token-error.ts';
import { databricks } from '../../../../src/main/providers/databricks.ts';
import { AppError } from '../../../../src/shared/errors.ts';

describe('what the authorization endpoint refuses (RFC 6749 section 4.1.2.1)', () => {
  test.each([
    ['invalid_request', 'authorization_invalid_request'],
    ['unauthorized_client', 'authorization_unauthorized_client'],
    ['access_denied', 'authorization_denied'],
    ['unsupported_response_type', 'authorization_unsupported_response_type'],
    ['invalid_scope', 'authorization_invalid_scope'],
    ['server_error', 'authorization_server_error'],
    ['temporarily_unavailable', 'authorization_server_error'],
    ['interaction_required', 'authorization_interaction_required'],
    ['login_required', 'authorization_interaction_required'],
    ['account_selection_required', 'authorization_interaction_required'],
    ['consent_required', 'authorization_interaction_required'],
    ['invalid_request_uri', 'authorization_invalid_request'],
    ['invalid_request_object', 'authorization_invalid_request'],
    ['request_not_supported', 'authorization_invalid_request'],
    ['request_uri_not_supported', 'authorization_invalid_request'],
    ['registration_not_supported', 'authorization_invalid_request'],
    ['invalid_target', 'authorization_invalid_scope'],
    ['something_new', 'authorization_failed'],
    ['constructor', 'authorization_failed'],
  ])('%s is %s', (error, code) => {
    expect(authorizationError(error, null)).toMatchObject({ code, message: error });
  });

  test("the server's words are shown as one line of plain text", () => {
    const { message } = authorizationError('access_denied', `No\r\n\u001b[31mway\u202e ${'x'.repeat(2_000)}`);
    expect(message).toMatch(/^No \[31mway x+/);
    expect(message.length).toBeLessThan(600);
  });
});

describe('what the token endpoint refuses (RFC 6749 section 5.2)', () => {
  const answer = (status: number, error: string, description = '', headers = {}) => ({
    status,
    headers: new Headers(headers),
    body: JSON.stringify({ error, error_description: description }),
  });

  const rules = databricks.authorizationServer({
    provider: 'databricks',
    host: 'https://dbc-1.cloud.databricks.com',
    level: 'workspace',
    accountId: null,
  });

  test.each<[TokenUse, number, string, string, string]>([
    ['code', 400, 'invalid_request', '', 'token_request_rejected'],
    ['code', 400, 'invalid_grant', '', 'code_rejected'],
    ['code', 401, 'invalid_client', '', 'client_rejected'],
    ['code', 400, 'invalid_client', '', 'client_rejected'],
    ['code', 400, 'unauthorized_client', '', 'token_request_rejected'],
    ['code', 400, 'unsupported_grant_type', '', 'token_request_rejected'],
    ['code', 400, 'invalid_scope', '', 'authorization_invalid_scope'],
    ['refresh', 400, 'invalid_grant', 'Refresh token is invalid', 'grant_dead'],
    ['refresh', 400, 'invalid_grant', '', 'grant_dead'],
    ['refresh', 401, 'invalid_request', 'Refresh token is invalid.', 'grant_dead'],
    ['refresh', 401, 'invalid_request', 'Something else', 'grant_dead'],
    ['refresh', 400, 'invalid_request', 'Refresh token is invalid', 'grant_dead'],
    ['refresh', 400, 'invalid_request', '', 'grant_dead'],
    ['refresh', 403, 'invalid_request', '', 'grant_dead'],
    ['refresh', 400, 'refresh_token_not_found', '', 'grant_dead'],
    ['refresh', 403, 'access_denied', 'The user is blocked', 'grant_dead'],
    ['refresh', 401, 'invalid_token', '', 'grant_dead'],
    ['refresh', 404, 'expired_token', '', 'grant_dead'],
    ['refresh', 403, 'mfa_required', '', 'grant_dead'],
    // What the administrator mends
    ['refresh', 401, 'access_denied', 'Unauthorized', 'client_rejected'],
    ['refresh', 403, 'unauthorized_client', '', 'client_rejected'],
    ['refresh', 403, 'unauthorized_client', "Grant type 'refresh_token' not allowed", 'token_request_rejected'],
    ['refresh', 400, 'unauthorized_client', '', 'token_request_rejected'],
    ['refresh', 400, 'unsupported_grant_type', '', 'token_request_rejected'],
    ['refresh', 400, 'invalid_scope', '', 'authorization_invalid_scope'],
    ['refresh', 400, 'invalid_target', '', 'authorization_invalid_scope'],
    // What may stand before the server, or be about the place of this computer
    ['refresh', 400, '', '', 'renewal_refused'],
    ['refresh', 401, '', '', 'renewal_refused'],
    ['refresh', 401, 'unauthorized', '', 'renewal_refused'],
    ['refresh', 403, 'forbidden', '', 'renewal_refused'],
    ['refresh', 403, 'PERMISSION_DENIED', '', 'renewal_refused'],
    ['refresh', 403, '403', '', 'renewal_refused'],
    ['refresh', 403, 'access_denied', 'Source IP address 192.0.2.7 is blocked', 'access_from_here_refused'],
    ['refresh', 403, 'access_denied', 'Blocked by a network policy', 'access_from_here_refused'],
    ['refresh', 404, 'invalid_request', '', 'renewal_refused'],
    ['refresh', 400, 'invalid_grant', 'ip restricted', 'access_from_here_refused'],
    ['refresh', 400, 'invalid_grant', 'Rate limit exceeded', 'renewal_refused'],
    ['refresh', 400, 'invalid_grant', 'The service is temporarily unavailable', 'renewal_refused'],
    ['refresh', 400, 'invalid_grant', 'The recipient of this script is gone', 'grant_dead'],
    ['refresh', 400, 'invalid_client_credentials', '', 'client_rejected'],
    ['code', 400, 'invalid_client_id', '', 'client_rejected'],
    ['refresh', 400, 'INVALID_GRANT', '', 'grant_dead'],
    ['refresh', 400, 'invalid grant', '', 'grant_dead'],
    ['refresh', 401, '', 'Refresh token expired', 'grant_dead'],
    ['refresh', 404, '', 'Unknown refresh token', 'grant_dead'],
    ['refresh', 401, 'unauthorized', 'Invalid or expired refresh_token', 'grant_dead'],
    ['refresh', 401, 'unauthorized', 'Your session has expired', 'renewal_refused'],
    ['refresh', 400, 'invalid_grant', 'too many refresh tokens, the oldest was revoked', 'grant_dead'],
    ['refresh', 400, 'invalid_grant', 'too many failed attempts', 'renewal_refused'],
    ['refresh', 400, 'invalid_request', 'Client authentication failed', 'client_rejected'],
    ['refresh', 401, 'invalid_request', 'Invalid client credentials', 'client_rejected'],
    ['refresh', 401, '', 'The client secret has expired.', 'client_rejected'],
    ['refresh', 400, 'invalid_grant', 'Invalid client: the token is of another one', 'grant_dead'],
    ['refresh', 401, 'unauthorized_client', 'The refresh_token grant is not permitted', 'token_request_rejected'],
    ['code', 400, 'invalid_request', 'Client authentication failed', 'client_rejected'],
    ['refresh', 200, 'incorrect_client_credentials', '', 'client_rejected'],
    ['refresh', 200, 'bad_client_secret', '', 'client_rejected'],
    ['refresh', 401, 'client_authentication_failed', '', 'client_rejected'],
    ['refresh', 400, 'INVALID_CLIENT', '', 'client_rejected'],
    ['refresh', 400, 'client_error', '', 'grant_dead'],
    ['refresh', 403, 'ip_not_allowed', '', 'access_from_here_refused'],
    ['code', 403, 'ip_not_allowed', '', 'access_from_here_refused'],
    ['refresh', 403, 'ip_mismatch', '', 'renewal_refused'],
    ['refresh', 403, 'request_blocked', '', 'renewal_refused'],
    ['refresh', 400, 'invalid_grant', 'The session has timed out', 'grant_dead'],
    // What passes
    ['refresh', 408, '', '', 'server_busy'],
    ['refresh', 425, '', '', 'server_busy'],
    ['refresh', 400, 'slow_down', '', 'server_busy'],
    ['refresh', 403, 'rate_limit_exceeded', '', 'server_busy'],
    ['refresh', 200, 'ratelimited', '', 'server_busy'],
    ['refresh', 400, 'internal_error', '', 'server_busy'],
    ['refresh', 400, 'unknown_error', 'For more on this error consult the server log.', 'server_busy'],
    ['refresh', 400, 'backend_error', '', 'server_busy'],
    ['refresh', 403, 'maintenance_mode', '', 'server_busy'],
    ['refresh', 400, 'timeout', '', 'server_busy'],
    ['refresh', 400, 'grant_error', '', 'grant_dead'],
    ['refresh', 403, 'TEMPORARILY_UNAVAILABLE', '', 'server_busy'],
    ['code', 403, 'unauthorized_client', '', 'client_rejected'],
    ['code', 403, 'unauthorized_client', 'Grant type is not allowed', 'token_request_rejected'],
    ['client_credentials', 403, 'unauthorized_client', '', 'client_rejected'],
    ['refresh', 401, 'invalid_client', '', 'client_rejected'],
    ['code', 401, 'invalid_request', 'Refresh token is invalid', 'token_request_rejected'],
    ['refresh', 401, 'invalid_client', 'Refresh token is invalid', 'client_rejected'],
    ['refresh', 500, 'invalid_grant', '', 'server_busy'],
    ['refresh', 429, '', '', 'server_busy'],
    ['refresh', 400, 'temporarily_unavailable', '', 'server_busy'],
    ['refresh', 302, '', '', 'renewal_refused'],
    ['refresh', 400, 'server_error', '', 'server_busy'],
    ['refresh', 408, '', '', 'server_busy'],
    ['refresh', 499, '', '', 'renewal_refused'],
    ['refresh', 400, 'interaction_required', '', 'grant_dead'],
    ['refresh', 400, 'login_required', '', 'grant_dead'],
    ['refresh', 400, 'consent_required', '', 'grant_dead'],
    ['code', 400, 'consent_required', '', 'token_request_rejected'],
    ['exchange', 400, 'invalid_grant', '', 'exchange_rejected'],
    ['exchange', 400, 'invalid_request', '', 'exchange_rejected'],
    ['exchange', 401, '', '', 'exchange_rejected'],
    ['exchange', 400, 'invalid_client', '', 'client_rejected'],
    ['exchange', 400, 'invalid_scope', '', 'authorization_invalid_scope'],
    ['client_credentials', 400, 'invalid_grant', '', 'client_rejected'],
    ['client_credentials', 400, 'invalid_scope', '', 'authorization_invalid_scope'],
    ['code', 401, '', '', 'client_rejected'],
    ['code', 401, 'access_denied', '', 'client_rejected'],
    ['code', 403, 'access_denied', '', 'token_request_rejected'],
    ['code', 401, 'invalid_scope', '', 'authorization_invalid_scope'],
    ['code', 400, 'redirect_uri_mismatch', '', 'redirect_uri_mismatch'],
    ['code', 400, 'invalid_grant', 'redirect_uri does not match', 'redirect_uri_mismatch'],
    ['revocation', 400, 'redirect_uri_mismatch', '', 'token_request_rejected'],
    ['revocation', 400, 'invalid_client', '', 'client_rejected'],
  ])('%s, %i %s "%s" is %s', (use, status, error, description, code) => {
    expect(tokenError(answer(status, error, description), use, 0, [], rules)).toMatchObject({ code });
  });

  test.each([401, 403])('a page instead of JSON with %i ends nothing, whatever it says', (status) => {
    const body = '<html>invalid_grant</html>';
    const error = tokenError({ status, headers: new Headers(), body }, 'refresh', 0);
    expect(error.code).toBe('renewal_refused');
    expect(error.message).toBe(`The server answered HTTP ${status}. invalid_grant`);
  });

  test('what a gateway passes on as text means what it says', () => {
    const passedOn = JSON.stringify({ error: 'invalid_grant', error_description: 'It is over.' });
    for (const body of [JSON.stringify(passedOn), JSON.stringify({ message: passedOn })]) {
      const error = tokenError({ status: 400, headers: new Headers(), body }, 'refresh', 0);
      expect(error.code).toBe('grant_dead');
      expect(error.message).toBe('The server answered HTTP 400. It is over. (invalid_grant)');
    }
  });

  test.each([
    [400, '', 'grant_dead'],
    [400, ' \r\n', 'grant_dead'],
    [400, '{ }', 'grant_dead'],
    [400, 'null', 'grant_dead'],
    [401, '{}', 'renewal_refused'],
    [400, '<html>no</html>', 'renewal_refused'],
    [400, 'No.', 'renewal_refused'],
    [401, '', 'renewal_refused'],
    [403, '', 'renewal_refused'],
    [404, '', 'renewal_refused'],
  ])('a refresh that is refused with %i and "%s" is %s', (status, body, code) => {
    expect(tokenError({ status, headers: new Headers(), body }, 'refresh', 0).code).toBe(code);
  });

  test('a refusal that may be a filter’s keeps the wait that it asks for', () => {
    const headers = new Headers({ 'retry-after': '7' });
    expect(retryAfterMs(tokenError({ status: 403, headers, body: '<html>' }, 'refresh', 0))).toBe(7_000);
  });

  test('what the server says is shown with its error, or either alone', () => {
    const said = (error: string, description: string) => tokenError(answer(400, error, description), 'code', 0).values;
    expect(said('invalid_request', 'Words')).toEqual({
      reason: 'answered',
      status: 400,
      said: 'Words (invalid_request)',
    });
    expect(said('', 'Words')).toMatchObject({ said: 'Words' });
    expect(said('invalid_request', '')).toMatchObject({ said: '(invalid_request)' });
    expect(said('', '')).toMatchObject({ said: '' });
  });

  test.each(['null', '[]', '7', '{"error":7,"error_description":[]}', '{}'])('%s says nothing', (body) => {
    const error = tokenError({ status: 400, headers: new Headers(), body }, 'code', 0);
    expect(error.values).toEqual({ reason: 'answered', status: 400, said: '' });
  });

  test('a description is read also where its error is of the wrong kind', () => {
    const body = JSON.stringify({ error: 7, error_description: 'Words' });
    const error = tokenError({ status: 400, headers: new Headers(), body }, 'code', 0);
    expect(error.values).toMatchObject({ said: 'Words' });
  });

  test('a secret that was sent is left out, in the description and in the error', () => {
    const secret = 'plainword';
    const error = tokenError(answer(400, `no ${secret}`, `bad ${secret}`), 'code', 0, [secret]);
    expect(error.message).not.toContain(secret);
    expect(error.message).toContain('bad');
  });

  test('the words of an error are cut at 100 characters', () => {
    const { values } = tokenError(answer(400, 'x'.repeat(300)), 'code', 0);
    expect(values).toMatchObject({ said: `(${'x'.repeat(100)})` });
  });

  test('a secret that the server repeats does not reach the person', () => {
    const secret = `dose${'0123456789abcdef'.repeat(2)}`;
    expect(tokenError(answer(401, 'invalid_client', `bad secret ${secret}`), 'code', 0).message).not.toContain(secret);
  });

  test('Retry-After comes along with server_busy', () => {
    expect(retryAfterMs(tokenError(answer(503, '', '', { 'retry-after': '7' }), 'refresh', 0))).toBe(7_000);
    expect(retryAfterMs(tokenError(answer(503, ''), 'refresh', 0))).toBeNull();
  });
});

describe('words in which servers say that the redirect URI is not registered', () => {
  test.each([
    'redirect_uri mismatch',
    'The redirect URI in the request does not match the ones authorized',
    'redirect url not registered',
    'redirecturi not allowed',
    'Redirect URL is invalid',
    'redirect_uri not whitelisted',
    'Mismatching redirect URI.',
    'Invalid parameter: redirect_uri',
    'unregistered redirect_uri',
    'unknown redirect url',
    'Illegal redirect_uri',
    'mismatch of the redirect_uri',
    `redirect_uri${' '.repeat(80)}mismatch`,
    `invalid${' '.repeat(40)}redirect_uri`,
  ])('%s', (description) => {
    expect(authorizationError('invalid_request', description).code).toBe('redirect_uri_mismatch');
  });

  test.each([
    'redirect_uri',
    'The redirect_uri was fine',
    'invalid client',
    `redirect_uri${' '.repeat(81)}mismatch`,
    `invalid${' '.repeat(41)}redirect_uri`,
    `${' '.repeat(2_000)}redirect_uri mismatch`,
  ])('but not %j', (description) => {
    expect(authorizationError('invalid_request', description).code).toBe('authorization_invalid_request');
  });
});

describe('words in which servers say that they let nobody in from a network', () => {
  test.each([
    'Source IP address: 203.0.113.7 is blocked by Databricks IP ACL for workspace: 1',
    'Incoming request with IP/Token 203.0.113.7 is not allowed to access Snowflake.',
    'Your IP address is not whitelisted',
    'The IP 203.0.113.7 is not authorized',
    'Access denied by network policy',
    'Blocked from an IP that is not on the list',
  ])('%s', (description) => {
    for (const use of ['code', 'refresh', 'client_credentials', 'exchange'] as const) {
      const body = JSON.stringify({ message: description });
      const error = tokenError({ status: 403, headers: new Headers(), body }, use, 0);
      expect(error.code).toBe('access_from_here_refused');
      expect(error.values.remedy).toBeUndefined();
    }
  });

  test.each(['Access denied', 'The tip is blocked', 'recipient not allowed', 'IP address', 'shipping restricted'])(
    'but not %j',
    (description) => {
      const body = JSON.stringify({ message: description });
      expect(tokenError({ status: 403, headers: new Headers(), body }, 'code', 0).code).toBe('token_request_rejected');
    },
  );
});

test('what a server of its own kind makes of a refusal comes first, from the first 2,000 characters', () => {
  const asked: Refusal[] = [];
  const rules: ServerRules = {
    vendorError: (refusal) => {
      asked.push(refusal);
      return { code: 'authorization_denied' };
    },
  };
  const error = authorizationError('redirect_uri_mismatch', 'x'.repeat(3_000), rules);
  expect(error.code).toBe('authorization_denied');
  const description = 'x'.repeat(2_000);
  const refusal = { use: 'authorization', status: null, error: 'redirect_uri_mismatch', description };
  // For the code, and for what to do about it
  expect(asked).toEqual([refusal, refusal]);
});

test('the error of an authorization endpoint is shown behind its words, or alone', () => {
  expect(authorizationError('access_denied', 'No').values).toEqual({ reason: 'said', said: 'No (access_denied)' });
  expect(authorizationError('access_denied', ' ').values).toEqual({ reason: 'said', said: 'access_denied' });
  expect(authorizationError('x'.repeat(300), null).values).toEqual({ reason: 'said', said: 'x'.repeat(100) });
});

test.each([
  ['120', 120_000],
  ['1.25', 1_250],
  ['0', 0],
  ['999999', 3_600_000],
  ['Thu, 01 Jan 1970 00:00:30 GMT', 20_000],
  ['Thu, 01 Jan 1970 00:00:01 GMT', 0],
  ['soon', null],
  [' 7 ', 7_000],
  ['7s', null],
  ['1970-01-01T00:00:30Z', 20_000],
  ['Thu, 01 Jan 1970 00:00:30 +0000', 20_000],
  ['s7', null],
  ['', null],
  ['3600', 3_600_000],
  ['3601', 3_600_000],
  [null, null],
])('Retry-After %s at ten seconds past midnight means %s ms', (header, wait) => {
  expect(parseRetryAfter(header, 10_000)).toBe(wait);
});

test('without a wait there is no cause to carry it', () => {
  expect(retryAfterCause(null)).toBeUndefined();
});

test.each([
  ['a wait', { cause: { retryAfterMs: 5 } }, 5],
  ['no wait', { cause: { retryAfterMs: 'soon' } }, null],
  ['something else', { cause: { other: 5 } }, null],
  ['a text', { cause: 'retryAfterMs' }, null],
  ['null', { cause: null }, null],
  ['nothing', {}, null],
])('an error whose cause holds %s', (_, cause, wait) => {
  expect(retryAfterMs(new AppError('server_busy', { reason: 'said', said: 'x' }, cause))).toBe(wait);
});
