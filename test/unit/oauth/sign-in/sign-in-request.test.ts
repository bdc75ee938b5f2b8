import { describe, expect, test } from 'vitest';
import { fingerprintOf } from '../../../../src/main/oauth/grants/grant-purpose.ts';
import {
  fingerprintOfRequest,
  locateServers,
  type SignInRequest,
  standardRules,
} from '../../../../src/main/oauth/sign-in/sign-in-request.ts';
import type {
  AuthorizationServerAddress,
  LocatedServer,
} from '../../../../src/main/oauth/tokens/authorization-server.ts';
import type { ServerLocator } from '../../../../src/main/oauth/tokens/host-metadata.ts';

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

describe('a sign-in whose servers are found out', () => {
  const at = (issuer: string): AuthorizationServerAddress => ({ issuer, metadataUrls: [], fixedEndpoints: null });
  const identityHeaders = { 'x-workspace': '7' };
  /** Hosts that name other servers than the ones they are asked about. */
  const telling = (told: Readonly<Record<string, LocatedServer>>): ServerLocator => ({
    locate: async ({ issuer }) => told[issuer] ?? null,
  });

  test('is what it was where no host tells', async () => {
    expect(await locateServers(telling({}), request)).toEqual(request);
  });

  test('goes to the server that its host names, and is bound to it', async () => {
    const told = { server: at('https://as.example/found'), identityUrl: 'https://as.example/Me', identityHeaders };
    const located = await locateServers(telling({ 'https://as.example': told }), request);
    expect(located).toEqual({ ...request, ...told });
    expect(fingerprintOfRequest(located)).toBe(fingerprintOf({ ...purpose, issuer: 'https://as.example/found' }));
  });

  test('asks nobody who the person is where the host knows nobody to ask', async () => {
    const told = { server: at('https://as.example/found'), identityUrl: null };
    const asking = { ...request, identityUrl: 'https://as.example/Me' };
    expect((await locateServers(telling({ 'https://as.example': told }), asking)).identityUrl).toBeNull();
  });

  test('asks the exchanging server who the person is', async () => {
    const exchange = {
      server: at('https://platform.example'),
      clientId: null,
      scopes: ['all-apis'],
      scopeRules: standardRules.scopes,
    };
    const own = { server: at('https://as.example/found'), identityUrl: 'https://as.example/Me' };
    const other = { server: at('https://platform.example/found'), identityUrl: 'https://platform.example/Me' };
    const asking = { ...request, exchange, identityUrl: 'https://platform.example/usual' };
    const both = telling({ 'https://as.example': own, 'https://platform.example': other });
    expect(await locateServers(both, asking)).toEqual({
      ...asking,
      server: own.server,
      exchange: { ...exchange, server: other.server },
      identityUrl: 'https://platform.example/Me',
    });
    expect(await locateServers(telling({ 'https://as.example': own }), asking)).toEqual({
      ...asking,
      server: own.server,
    });
  });
});
