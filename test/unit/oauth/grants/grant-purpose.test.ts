import { expect, test } from 'vitest';
import { fingerprintOf, type GrantPurpose } from '../../../../src/main/oauth/grants/grant-purpose.ts';

const purpose: GrantPurpose = {
  flow: 'token_exchange',
  issuer: 'https://id.example',
  clientId: 'client',
  scopes: ['openid', 'offline_access'],
  audience: 'https://api.example',
  exchange: { issuer: 'https://dbc.example/oidc', clientId: null, scopes: ['all-apis'] },
};
const exchange = purpose.exchange as NonNullable<GrantPurpose['exchange']>;

test.each<[string, Partial<GrantPurpose>]>([
  ['flow', { flow: 'authorization_code' }],
  ['server', { issuer: 'https://other.example' }],
  ['client', { clientId: 'other' }],
  ['scopes: one more', { scopes: ['openid', 'offline_access', 'email'] }],
  ['scopes: one less', { scopes: ['openid'] }],
  ['scopes: other letters', { scopes: ['OPENID', 'offline_access'] }],
  ['audience', { audience: 'https://other-api.example' }],
  ['audience: none', { audience: null }],
  ['exchange: none', { exchange: null }],
  ['exchange: server', { exchange: { ...exchange, issuer: 'https://dbc-2.example/oidc' } }],
  ['exchange: client', { exchange: { ...exchange, clientId: 'client' } }],
  ['exchange: scopes', { exchange: { ...exchange, scopes: ['sql'] } }],
])('another %s is another purpose', (_, change) => {
  expect(fingerprintOf({ ...purpose, ...change })).not.toBe(fingerprintOf(purpose));
});

test('the order of scopes, and saying one twice, changes nothing', () => {
  const said = { ...purpose, scopes: ['offline_access', 'openid', 'openid'] };
  expect(fingerprintOf(said)).toBe(fingerprintOf(purpose));
});
