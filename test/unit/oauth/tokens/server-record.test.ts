import { expect, test } from 'vitest';
import { serverOf, serverRecord } from '../../../../src/main/oauth/tokens/server-record.ts';

const plain = {
  issuer: 'https://as.example',
  authorization_endpoint: 'https://as.example/authorize',
  token_endpoint: 'https://as.example/token',
};
const said = {
  revocation_endpoint: 'https://as.example/revoke',
  id_token_signing_alg_values_supported: ['ES256'],
  token_endpoint_auth_methods_supported: ['client_secret_post'],
};

test('a grant remembers what its server said, and where the keys are that count', () => {
  expect(serverRecord({ ...plain, ...said, jwks_uri: 'https://as.example/other' }, 'https://as.example/keys')).toEqual({
    issuer: 'https://as.example',
    tokenEndpoint: 'https://as.example/token',
    revocationEndpoint: 'https://as.example/revoke',
    jwksUri: 'https://as.example/keys',
    idTokenAlgorithms: ['ES256'],
    authenticationMethods: ['client_secret_post'],
  });
});

test.each([
  ['everything', said],
  ['no more than it must', {}],
])('a server that said %s is spoken to as it said', (_, more) => {
  const { authorization_endpoint: _unused, ...expected } = { ...plain, ...more };
  expect(serverOf({ server: serverRecord({ ...plain, ...more }, null) })).toEqual(expected);
});
