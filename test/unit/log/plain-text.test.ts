/** What servers say, made fit to show. */
import { expect, test } from 'vitest';
import { plainText } from '../../../src/main/log/plain-text.ts';
import { REDACTED } from '../../../src/main/log/redact.ts';

test('becomes one line without control and direction characters', () => {
  expect(plainText('  one\r\n\ttwo\u0000three\u202efour\u2028five ')).toBe('one two three four five');
});

test('is cut to its length, also after something was taken out of it', () => {
  expect(plainText('a '.repeat(400))).toHaveLength(500);
  expect(plainText('abcdef', 3)).toBe('abc');
  expect(plainText(`x password=abc ${'y '.repeat(20)}`, 20)).toHaveLength(20);
});

test('is made of the beginning of a huge answer alone', () => {
  expect(plainText(`${' '.repeat(1_999)}near`)).toBe('n');
  expect(plainText(`${' '.repeat(2_000)}far`)).toBe('');
});

test('loses what looks like a secret', () => {
  expect(plainText('access_token=abc')).toBe(`access_token=${REDACTED}`);
});

test.each([
  ['as it is', 'hunter2 a+b/c'],
  ['in an address', encodeURIComponent('hunter2 a+b/c')],
  ['in a form', new URLSearchParams({ x: 'hunter2 a+b/c' }).toString().slice(2)],
])('loses a value that the server was sent, %s, wherever it stands', (_where, sent) => {
  expect(plainText(`you sent ${sent}! and ${sent}`, 500, ['other-value', 'hunter2 a+b/c'])).toBe(
    `you sent ${REDACTED}! and ${REDACTED}`,
  );
});

test('loses such a value also where it would be cut in two', () => {
  // Blanks become few, so that what stands far behind them comes into sight.
  expect(plainText(`${' '.repeat(8)}hunter2-hunter2`, 4, ['hunter2-hunter2'])).toBe(REDACTED.slice(0, 4));
});

test('keeps words that happen to be short values', () => {
  expect(plainText('the scope read is wrong', 500, ['read', 'scope'])).toBe('the scope read is wrong');
  expect(plainText('the client sales1 is wrong', 500, ['sales1'])).toBe(`the client ${REDACTED} is wrong`);
});
