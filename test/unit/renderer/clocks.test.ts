/** How time is worded. */
import { describe, expect, test } from 'vitest';
import { clockTime, countdown, renewalWords } from '../../../src/renderer/model/clocks.ts';
import type { GrantView } from '../../../src/shared/state.ts';
import { durationWords } from '../../../src/shared/text/duration.ts';
import { en } from '../../../src/shared/text/en.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const now = new Date(2026, 2, 4, 16, 45).getTime();

const grant: GrantView = {
  connectionId: 'a',
  status: 'signed-in',
  person: null,
  scopes: [],
  expiresAt: now + hour,
  renewsAt: now + 54 * minute + 59 * second,
  lastRenewedAt: null,
  renewable: true,
  isServiceAccount: false,
  isAtRest: false,
  isIdentityIncomplete: false,
  problem: null,
};
const words = (...grants: Partial<GrantView>[]) =>
  renewalWords(
    grants.map((patch) => ({ ...grant, ...patch })),
    { sessionExpiresAt: now + 30 * minute },
    now,
    en,
  );

test.each([
  [272 * second, '4:32'],
  [5 * second, '0:05'],
  [4_001, '0:05'],
  [0, '0:00'],
  [-minute, '0:00'],
  [hour + 2 * minute + 9 * second, '1:02:09'],
  [76 * hour, '3 d 04:00:00'],
])('a countdown of %d ms reads %s', (ms, text) => expect(countdown(ms, en)).toBe(text));

test.each([
  [59 * second, 'less than a minute'],
  [54 * minute + 59 * second, '54 min'],
  [2 * hour, '2 h'],
  [2 * hour + 5 * minute, '2 h 5 min'],
  [30 * 24 * hour, '30 days'],
])('a duration of %d ms reads %s', (ms, text) => expect(durationWords(ms, en)).toBe(text));

test('a time on another day carries its date, unless it is near', () => {
  expect(clockTime(now + 55 * minute, now, en)).toBe('17:40');
  expect(clockTime(now + 9 * hour, now, en)).toBe('1:45');
  expect(clockTime(now + 24 * hour, now, en)).toMatch(/^Thu,? 5 Mar, 16:45$/);
  expect(clockTime(new Date(2027, 0, 1, 9, 0).getTime(), now, en)).toContain('2027');
});

describe('what the bar says about how long this goes on', () => {
  test('the next renewal, of the connection that comes first', () => {
    expect(words({})?.text).toBe('Renews in 54 min');
    expect(words({}, { renewsAt: now + 10 * minute })?.text).toBe('Renews in 10 min');
    expect(words({ renewsAt: now + 20 * second })?.text).toBe('Renews in a moment');
  });
  test('the end, when one cannot renew', () => {
    expect(words({}, { renewable: false, renewsAt: null, expiresAt: now + 55 * minute })).toEqual({
      text: 'You will have to sign in again at 17:40',
      tone: 'calm',
      ends: 'a',
    });
    expect(words({ renewable: false, expiresAt: now + 5 * minute })?.tone).toBe('warning');
    expect(words({ renewable: false, expiresAt: now - 1 })?.text).toBe('Session has ended');
    expect(words({ renewable: false, expiresAt: null })?.text).toBe('Session ends at 17:15');
  });
  test('that it renews, that it is late, that it is over', () => {
    expect(words({ status: 'renewing' })).toEqual({ text: 'Renewing…', tone: 'busy' });
    const problem = { code: 'offline', values: {} } as const;
    expect(words({ problem })?.text).toBe('Renewal delayed, ends at 17:45');
    expect(words({ status: 'renewing' }, { status: 'ended' })).toEqual({ text: 'Sign-in ended', tone: 'warning' });
  });
  test('that it renews although something else is wrong with the sign-in', () => {
    const problem = { code: 'scopes_missing', values: { missing: 'a', place: 'server' } } as const;
    expect(words({ problem })).toEqual({ text: 'Renews in 54 min', tone: 'warning' });
  });
  test('nothing without a grant', () => expect(words()).toBeNull());
});
