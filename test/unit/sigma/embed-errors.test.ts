/** What Sigma says when it refuses, as codes of ours. */
import { describe, expect, test } from 'vitest';
import { explainRefusal, explainSigmaError, meansExpiredToken } from '../../../src/main/sigma/embed-errors.ts';
import { saysSessionIsOver } from '../../../src/main/sigma/expired-token.ts';
import { warehouseErrors } from '../../../standins/warehouse/errors.ts';
import { aboutOtherThings, aboutTokens } from '../../support/sigma-errors.ts';

describe('errors of Sigma', () => {
  test.each([
    ['EINVAL', 'Bad parameter', 'sigma_parameter_invalid'],
    ['EINVAL', 'exp cannot be in the past', 'sigma_clock_wrong'],
    [undefined, 'Session expired. Reload the page.', 'sigma_session_expired'],
    ['EINVAL', 'Invalid encrypted token', 'sigma_secret_wrong'],
    ['EACCES', 'Sign in to view this connection', 'sigma_connection_sign_in'],
    ['EINVAL', 'connection_oauth_tokens is only supported in ver 1.1', 'sigma_version_unsupported'],
    ['EINVAL', 'Cannot update account type for internal users', 'sigma_internal_user_claims'],
    [undefined, 'Personal Microsoft accounts are not supported', 'sigma_personal_account'],
    ['EPERM', undefined, 'sigma_user_missing'],
    ['EACCES', undefined, 'sigma_access_denied'],
    ['ENOENT', undefined, 'sigma_not_found'],
    ['ETIMEDOUT', undefined, 'data_timed_out'],
    ['EEXIST', undefined, 'sigma_failed'],
    ['ESTALE', undefined, 'sigma_not_found'],
    ['UNKNOWN', undefined, 'sigma_failed'],
    ['NETWORK', undefined, 'sigma_unreachable'],
    ['SOMETHING', 'new', 'sigma_failed'],
    [undefined, undefined, 'sigma_failed'],
  ])('%s %s becomes %s', (code, message, ours) => {
    const error = explainSigmaError(code, message);
    expect(error.code).toBe(ours);
    if (message) expect(error.message).toContain(message);
  });

  test.each([
    ['session has expired', 'sigma_session_expired'],
    ['PERMISSION DENIED: no SELECT on trips', 'data_access_denied'],
    ['User does not have permission to query the warehouse', 'data_access_denied'],
    ['Access Denied: Table trips', 'data_access_denied'],
    ['Access Denied: Dataset trips', 'data_access_denied'],
    ['Access Denied: Project trips', 'data_access_denied'],
    ['401 Unauthorized', 'data_sign_in_refused'],
    ['Invalid access token', 'data_sign_in_refused'],
  ])('what a data platform says through Sigma, "%s", becomes %s, whatever the code', (message, ours) => {
    expect(explainSigmaError('EINVAL', message).code).toBe(ours);
  });

  test('are none where Sigma says why it does not do what was asked', () => {
    expect(explainRefusal('Bookmark not selected')?.values.reason).toBe('notSelected');
    expect(explainRefusal('Cannot update bookmark, no explore changes made')?.values.reason).toBe('noChanges');
    expect(explainRefusal('Session expired. Reload the page.')).toBeNull();
    expect(explainRefusal(undefined)).toBeNull();
  });

  test('carry what Sigma said, as one line of plain text without secrets', () => {
    expect(explainSigmaError('EINVAL', 'Bad\n parameter dapi0123456789abcdef0123').toView()).toEqual({
      code: 'sigma_parameter_invalid',
      values: { reason: 'sigmaSays', said: 'EINVAL: Bad parameter [redacted]' },
    });
    expect(explainSigmaError('EPERM', undefined).message).toBe('Sigma says: EPERM');
    expect(explainSigmaError(undefined, 'Something').message).toBe('Sigma says: Something');
    expect(explainSigmaError(undefined, ' ').message).toBe('Sigma says: no further details');
  });

  test.each([
    ['EINVAL', 'Session expired. Reload the page.', true],
    ['EACCES', 'Token expired', true],
    ['401', 'The access token expired', true],
    ['EINVAL', 'exp cannot be in the past', false],
    ['EACCES', undefined, false],
    ['401', undefined, true],
    [undefined, 'The session has expired', true],
    [undefined, 'The token is expired', true],
    [undefined, 'An expired token was sent', true],
    [undefined, 'Error 4011', false],
    [undefined, undefined, false],
  ])('a fresh token helps against %s %s: %s', (code, message, helps) => {
    expect(meansExpiredToken(code, message)).toBe(helps);
  });

  test.each(aboutTokens)('a fresh token helps against "%s"', (message) => {
    expect(meansExpiredToken('EACCES', message)).toBe(true);
    expect(['sigma_session_expired', 'data_sign_in_refused']).toContain(explainSigmaError('EACCES', message).code);
  });

  test.each(aboutOtherThings)('"%s" has nothing to do with tokens', (message) => {
    expect(meansExpiredToken('EINVAL', message)).toBe(false);
    expect(explainSigmaError('EINVAL', message).code).toBe('sigma_parameter_invalid');
  });

  test.each(Object.entries(warehouseErrors))('what %s says to an old token is understood', (_platform, errors) => {
    expect([errors.expired, errors.unknown].map((message) => meansExpiredToken('EACCES', message))).toEqual([
      true,
      true,
    ]);
    const others = [errors.missingScope(['sql']), errors.missingPrivilege('ada@example.com')];
    expect(others.map((message) => meansExpiredToken('EACCES', message))).toEqual([false, false]);
  });

  test('a text of any length is looked at in no time', () => {
    for (const piece of ['the ', 'access ', '[a] ', 'error: ', 'token ', 'Error', '401 ', ' ']) {
      expect(meansExpiredToken(undefined, piece.repeat(100_000))).toBe(false);
    }
  });

  test('a code that is the name of a method of every object is an unknown code', () => {
    expect(explainSigmaError('constructor', undefined).code).toBe('sigma_failed');
    expect(saysSessionIsOver(undefined)).toBe(false);
  });
});
