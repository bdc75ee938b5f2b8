/** Errors as values: their codes, their texts, and what of them crosses a border. */
import { expect, test } from 'vitest';
import { AppError, asAppError, codeOf, withRemedy } from '../../../src/shared/errors.ts';
import { en } from '../../../src/shared/text/en.ts';
import { errorText } from '../../../src/shared/text/error-text.ts';

test('an error of ours stays what it is', () => {
  const error = new AppError('offline', { reason: 'said', said: 'No network.' });
  expect(asAppError(error, 'signIn')).toBe(error);
  expect(codeOf(error)).toBe('offline');
});

test('of any other error, neither words nor cause are passed on', () => {
  const secret = new TypeError('bad token eyJsecret', { cause: 'eyJsecret' });
  const error = asAppError(secret, 'signIn');
  expect(error).toMatchObject({ code: 'internal', message: 'The sign-in failed in an unexpected way (TypeError).' });
  expect(error.cause).toBeUndefined();
  expect(codeOf(secret)).toBe('internal');
  expect(asAppError('eyJsecret', 'signIn').message).toBe('The sign-in failed in an unexpected way (string).');
});

test('a remedy takes the place of the one of the code, and travels with the error', () => {
  const error = new AppError('offline', { reason: 'said', said: 'No network.' }, { cause: { retryAfterMs: 5 } });
  const more = withRemedy(error, 'databricksNetwork');
  expect(errorText(en, more.toView())).toEqual({
    title: en.errors.offline.title,
    detail: 'No network.',
    remedy: en.remedies.databricksNetwork,
  });
  expect(more.cause).toEqual({ retryAfterMs: 5 });
  expect(withRemedy(more, 'entraClient')).toBe(more);
  expect(withRemedy(error, undefined)).toBe(error);
  expect(errorText(en, error).remedy).toBe(en.errors.offline.remedy);
});

test.each(['noSuchRemedy', 'constructor', 7])('a remedy that this version does not know (%s) is left out', (remedy) => {
  expect(errorText(en, { code: 'offline', values: { reason: 'said', said: '', remedy } }).remedy).toBe(
    en.errors.offline.remedy,
  );
});
