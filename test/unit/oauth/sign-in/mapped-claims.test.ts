import { expect, test } from 'vitest';
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

test('only what is asked for is kept', () => {
  expect(mappedClaims([], claims, attributes)).toEqual({});
});
