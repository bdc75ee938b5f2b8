import { expect, test } from 'vitest';
import { fingerprintOf, type GrantPurpose } from '../../../../src/main/oauth/grants/grant-purpose.ts';

const purpose: GrantPurpose = {
  flow: 'token_exchange',
  issuer: 'https://id.example',
  clientId: 'client',
  scopes: ['openid', 'offline_access'],
  audience: 'https://api.example',
  exchange: { issuer: 'https://dbc.example/oidc', clientId: null, scopes: ['all-apis'] },
  recipient: 'https://app.sigma.example client',
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
  ['recipient', { recipient: 'https://other-sigma.example client' }],
  ['exchange: scopes', { exchange: { ...exchange, scopes: ['sql'] } }],
])('another %s is another purpose', (_, change) => {
  expect(fingerprintOf({ ...purpose, ...change })).not.toBe(fingerprintOf(purpose));
});

test('a recipient is no exchange and no audience, and one left out is that of earlier versions', () => {
  const { recipient: _, ...unbound } = purpose;
  expect(fingerprintOf(unbound)).not.toBe(fingerprintOf(purpose));
  // As it was before recipients were named: stored grants are found by it.
  expect(fingerprintOf({ ...unbound, audience: null, exchange: null })).toBe(
    'sjnYcaHuA7U9E4Hq4cHFljZaY2tG-a6CG7iS6r5-160',
  );
});

test('the order of scopes, and saying one twice, changes nothing', () => {
  const said = { ...purpose, scopes: ['offline_access', 'openid', 'openid'] };
  expect(fingerprintOf(said)).toBe(fingerprintOf(purpose));
});
