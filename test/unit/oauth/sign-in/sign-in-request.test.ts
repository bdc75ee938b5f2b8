import { expect, test } from 'vitest';
import { fingerprintOf } from '../../../../src/main/oauth/grants/grant-purpose.ts';
import {
  fingerprintOfRequest,
  type SignInRequest,
  standardRules,
} from '../../../../src/main/oauth/sign-in/sign-in-request.ts';

const request: SignInRequest = {
  connectionId: 'connection',
  server: { issuer: 'https://as.example', metadataUrls: [], fixedEndpoints: null },
  client: { clientId: 'client', authentication: { method: 'none' } },
  scopes: ['sql'],
  redirectUris: [],
  extraParameters: {},
  identityUrl: null,
};
const purpose = {
  flow: 'authorization_code',
  issuer: 'https://as.example',
  clientId: 'client',
  scopes: ['sql'],
  audience: null,
  exchange: null,
} as const;

test('a sign-in has the fingerprint of what it is for', () => {
  expect(fingerprintOfRequest(request)).toBe(fingerprintOf(purpose));
  expect(fingerprintOfRequest({ ...request, audience: 'api' })).toBe(fingerprintOf({ ...purpose, audience: 'api' }));
});

test('a sign-in whose token is exchanged has the fingerprint of both servers', () => {
  const server = { issuer: 'https://platform.example', metadataUrls: [], fixedEndpoints: null };
  const exchange = { server, clientId: 'exchanging', scopes: ['all-apis'], scopeRules: standardRules.scopes };
  expect(fingerprintOfRequest({ ...request, exchange })).toBe(
    fingerprintOf({
      ...purpose,
      flow: 'token_exchange',
      exchange: { issuer: 'https://platform.example', clientId: 'exchanging', scopes: ['all-apis'] },
    }),
  );
});

test('a server of which nothing is known may leave the refresh scope and the identity scopes out', () => {
  expect(standardRules.scopes.dispensable).toEqual(['openid', 'email', 'profile', 'offline_access']);
  expect(standardRules.scopes.covers('sql', ['sql:read'])).toBe(false);
});
