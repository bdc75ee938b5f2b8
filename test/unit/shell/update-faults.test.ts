import { expect, test } from 'vitest';
import { asFetchError, withoutPaths } from '../../../src/main/shell/update-faults.ts';
import { AppError } from '../../../src/shared/errors.ts';

const coded = (code: string, message = '') => Object.assign(new Error(message), { code });

test.each([
  [coded('ERR_CHECKSUM_MISMATCH'), 'update_untrusted', { reason: 'hash' }],
  [coded('ENOSPC'), 'update_not_fetched', { reason: 'disk' }],
  [coded('EDQUOT'), 'update_not_fetched', { reason: 'disk' }],
  [coded('EACCES', "open '/home/ben/x'"), 'update_not_fetched', { reason: 'system', systemCode: 'EACCES' }],
  [coded('REDIRECTED'), 'update_not_fetched', { reason: 'failed', systemCode: 'REDIRECTED' }],
  [
    Object.assign(new Error(), { statusCode: 404 }),
    'update_not_fetched',
    { reason: 'answered', status: 404, said: '' },
  ],
  [
    new Error('net::ERR_CONNECTION_RESET'),
    'update_not_fetched',
    { reason: 'failed', systemCode: 'ERR_CONNECTION_RESET' },
  ],
  [
    new Error("Attempted to redirect, but redirect policy was 'error'"),
    'update_not_fetched',
    { reason: 'failed', systemCode: 'REDIRECTED' },
  ],
  [new Error('at /home/ben'), 'update_not_fetched', { reason: 'failed', systemCode: 'UNKNOWN' }],
  [null, 'update_not_fetched', { reason: 'failed', systemCode: 'UNKNOWN' }],
])('%s becomes an error of ours, without a path', (error, code, values) => {
  expect(asFetchError(error).toView()).toEqual({ code, values });
});

test('an error of ours stays what it is', () => {
  const own = new AppError('update_not_fetched', { reason: 'stalled' });
  expect(asFetchError(own)).toBe(own);
});

test('what the updater says names no person, server or folder', () => {
  expect(withoutPaths('New version 1.1.0 has been downloaded to /home/Ben Okafor/x.AppImage')).toBe(
    'New version 1.1.0 has been downloaded to (place)',
  );
  expect(withoutPaths('open "C:\\Users\\ben\\x.exe" failed')).toBe('open "(place)');
  expect(withoutPaths('Found version 1.1.0 (url: https://ben:x@u.example.com/a)')).not.toContain('example');
  expect(withoutPaths('Error: no\n    at /home/ben/x.js:1')).toBe('Error: no');
  expect(withoutPaths('x'.repeat(900)).length).toBe(200);
});
