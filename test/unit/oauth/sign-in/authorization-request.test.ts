import { expect, test } from 'vitest';
import { buildAuthorizationUrl } from '../../../../src/main/oauth/sign-in/authorization-request.ts';

const request = {
  server: { authorization_endpoint: 'https://as.example/authorize?tenant=7' },
  clientId: 'client',
  redirectUri: 'http://localhost:3000/auth/databricks/callback',
  scopes: ['all-apis', 'offline_access'],
  state: 'the-state',
  codeChallenge: 'the-challenge',
  nonce: null,
  audience: null,
  extraParameters: { access_type: 'offline' },
};

test('the request has everything RFC 6749, RFC 7636 and the provider ask for, and keeps the query of the endpoint', () => {
  const url = new URL(buildAuthorizationUrl(request));
  expect(`${url.origin}${url.pathname}`).toBe('https://as.example/authorize');
  expect(Object.fromEntries(url.searchParams)).toEqual({
    tenant: '7',
    response_type: 'code',
    client_id: 'client',
    redirect_uri: 'http://localhost:3000/auth/databricks/callback',
    scope: 'all-apis offline_access',
    state: 'the-state',
    code_challenge: 'the-challenge',
    code_challenge_method: 'S256',
    access_type: 'offline',
  });
});

test('a nonce is sent when there is one', () => {
  expect(new URL(buildAuthorizationUrl({ ...request, nonce: 'n' })).searchParams.get('nonce')).toBe('n');
});

test('the API is named when the server wants to be told', () => {
  const address = buildAuthorizationUrl({ ...request, audience: 'https://api.example' });
  expect(new URL(address).searchParams.get('audience')).toBe('https://api.example');
});

test.each(['state', 'code_challenge_method', 'redirect_uri', 'nonce', 'response_mode'])(
  'a provider cannot replace %s',
  (name) => {
    expect(() => buildAuthorizationUrl({ ...request, extraParameters: { [name]: 'x' } })).toThrow(name);
  },
);
