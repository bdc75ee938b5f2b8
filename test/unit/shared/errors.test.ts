/** Errors as values: their codes, their texts, and what of them crosses a border. */
import { expect, test } from 'vitest';
import { AppError, asAppError, codeOf } from '../../../src/shared/errors.ts';

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
