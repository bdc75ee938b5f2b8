import { describe, expect, test } from 'vitest';
import { mappedClaims } from '../../../../src/main/oauth/sign-in/mapped-claims.ts';

const claims = {
  region: 'EMEA',
  cost_center: 4711,
  manager: true,
  groups: ['sales', 'emea', 7, null, { nested: 1 }],
  'https://acme.example/desk': 'north',
  realm_access: { roles: ['viewer'] },
  empty: '',
  none: [],
  odd: [{}],
};
const attributes = {
  userName: 'ada@example.com',
  region: 'from SCIM',
  groups: [{ value: '1', display: 'Analysts' }],
  department: 'Sales',
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { costCenter: '12', department: 'unused' },
};

test.each([
  ['region', 'EMEA'],
  ['cost_center', '4711'],
  ['manager', 'true'],
  ['groups', ['sales', 'emea', '7']],
  ['https://acme.example/desk', 'north'],
  ['realm_access.roles', ['viewer']],
  ['none', []],
  ['odd', null],
  ['empty', null],
  ['missing', null],
  ['missing.deeply', null],
  ['constructor', null],
  ['department', 'Sales'],
  ['costCenter', '12'],
])('%s is %j', (name, value) => {
  expect(mappedClaims([name], claims, attributes)).toEqual({ [name]: value });
});

test('SCIM speaks where there is no ID token, groups by the names that people know', () => {
  expect(mappedClaims(['groups', 'region'], null, attributes)).toEqual({ groups: ['Analysts'], region: 'from SCIM' });
});

test.each([
  [
    'at most 256 values',
    Array.from({ length: 300 }, (_, index) => `g${index}`),
    (kept: unknown) => (kept as string[]).length,
    256,
  ],
  ['at most 1,024 characters', 'x'.repeat(2_000), (kept: unknown) => (kept as string).length, 1_024],
])('%s of a claim are kept', (_, value, measure, most) => {
  expect(measure(mappedClaims(['wide'], { wide: value }, null).wide)).toBe(most);
});

test.each<[string, unknown, unknown]>([
  ['the name that people know', [{ value: '1', display: 'Analysts' }], ['Analysts']],
  ['its value where it has no such name', [{ value: '1' }, { display: null, value: 2 }], ['1', '2']],
  ['nothing where it has neither', [{ type: 'direct' }, 'sales'], ['sales']],
])('an item of a list in SCIM is taken by %s', (_, value, kept) => {
  expect(mappedClaims(['groups'], null, { groups: value })).toEqual({ groups: kept });
});

test('false and zero are values', () => {
  expect(mappedClaims(['manager', 'level'], { manager: false, level: 0 }, null)).toEqual({
    manager: 'false',
    level: '0',
  });
});

test('a value that nothing can be made of leaves the word to SCIM', () => {
  expect(mappedClaims(['region'], { region: {} }, { region: 'EMEA' })).toEqual({ region: 'EMEA' });
});

test('only what is asked for is kept', () => {
  expect(mappedClaims([], claims, attributes)).toEqual({});
});

describe('of an ID token that does not vouch for the address', () => {
  const unverified = {
    email: 'other@example.com',
    email_verified: 'false',
    upn: 'other@example.com',
    emails: ['a', 'other@example.com'],
    region: 'EMEA',
  };

  test.each([
    ['email', null],
    ['upn', null],
    ['emails', null],
    ['region', 'EMEA'],
  ])('%s is %j', (name, value) => {
    expect(mappedClaims([name], unverified, null)).toEqual({ [name]: value });
    expect(mappedClaims([name], { ...unverified, email_verified: true }, null)).toEqual({
      [name]: unverified[name as keyof typeof unverified],
    });
  });

  test('the data platform still tells the address', () => {
    expect(mappedClaims(['email'], unverified, { email: 'ada@example.com' })).toEqual({ email: 'ada@example.com' });
  });
});

test('a claim that its own ID token calls unproven is not there', () => {
  expect(mappedClaims(['email', 'upn'], { email: 'a@b', upn: 'c@d' }, null, ['email'])).toEqual({
    email: null,
    upn: 'c@d',
  });
});
