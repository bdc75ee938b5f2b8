import { expect, test } from 'vitest';
import { parsePolicy } from '../../../../src/main/settings/policy/policy.ts';

test('takes each key for itself, and names those that it does not understand', () => {
  const policy = parsePolicy({
    updates: 'off',
    updateUrl: 'http://updates.example.com/',
    updateDeferralDays: 7,
    runWithoutSandbox: 'yes',
    constructor: true,
    colour: 'blue',
  });
  expect(policy).toEqual({
    isManaged: true,
    values: { updates: 'off', updateDeferralDays: 7 },
    notUnderstood: ['colour', 'constructor', 'runWithoutSandbox', 'updateUrl'],
  });
});

test.each([null, [], 'off', 7])('%j is managed, and allows nothing', (found) => {
  expect(parsePolicy(found)).toEqual({ isManaged: true, values: {}, notUnderstood: ['(file)'] });
});
