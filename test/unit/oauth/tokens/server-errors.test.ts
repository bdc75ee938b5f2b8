import { describe, expect, test } from 'vitest';
import { parseRetryAfter, retryAfterMs } from '../../../../src/main/net/retry-after.ts';
import { authorizationError } from '../../../../src/main/oauth/sign-in/authorization-error.ts';
import type { TokenUse } from '../../../../src/main/oauth/tokens/authorization-server.ts';
import { tokenError } from '../../../../src/main/oauth/tokens/token-error.ts';
import { databricks } from '../../../../src/main/providers/databricks.ts';

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
    ['refresh', 401, 'invalid_request', 'Something else', 'token_request_rejected'],
    ['refresh', 400, 'invalid_request', 'Refresh token is invalid', 'token_request_rejected'],
    ['refresh', 401, 'invalid_client', '', 'client_rejected'],
    ['code', 401, 'invalid_request', 'Refresh token is invalid', 'token_request_rejected'],
    ['refresh', 500, 'invalid_grant', '', 'server_busy'],
    ['refresh', 429, '', '', 'server_busy'],
    ['refresh', 400, 'temporarily_unavailable', '', 'server_busy'],
    ['refresh', 302, '', '', 'token_request_rejected'],
  ])('%s, %i %s "%s" is %s', (use, status, error, description, code) => {
    expect(tokenError(answer(status, error, description), use, 0, [], rules)).toMatchObject({ code });
  });

  test.each([401, 403])('a page instead of JSON with %i says no more than its status', (status) => {
    const error = tokenError({ status, headers: new Headers(), body: '<html>no</html>' }, 'refresh', 0);
    expect(error.code).toBe(status === 401 ? 'client_rejected' : 'token_request_rejected');
    expect(error.message).toBe(`The server answered HTTP ${status}.`);
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

test.each([
  ['120', 120_000],
  ['0', 0],
  ['999999', 3_600_000],
  ['Thu, 01 Jan 1970 00:00:30 GMT', 20_000],
  ['Thu, 01 Jan 1970 00:00:01 GMT', 0],
  ['soon', null],
  [null, null],
])('Retry-After %s at ten seconds past midnight means %s ms', (header, wait) => {
  expect(parseRetryAfter(header, 10_000)).toBe(wait);
});
