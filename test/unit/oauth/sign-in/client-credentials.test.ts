import { expect, test } from 'vitest';
import { createLog } from '../../../../src/main/log/log.ts';
import { fingerprintOf } from '../../../../src/main/oauth/grants/grant-purpose.ts';
import { scopeRules } from '../../../../src/main/oauth/grants/granted-scopes.ts';
import {
  type ClientCredentialsRequest,
  obtainServiceAccountGrant,
} from '../../../../src/main/oauth/sign-in/client-credentials.ts';
import type { LocatedServer } from '../../../../src/main/oauth/tokens/authorization-server.ts';
import type { MetadataSource } from '../../../../src/main/oauth/tokens/server-metadata.ts';
import type { TokenClient } from '../../../../src/main/oauth/tokens/token-client.ts';
import type { TokenAnswer } from '../../../../src/main/oauth/tokens/token-response.ts';

const server = {
  issuer: 'https://as.example',
  authorization_endpoint: 'https://as.example/a',
  token_endpoint: 'https://as.example/t',
};
const answer: TokenAnswer = {
  accessToken: 'access',
  refreshToken: 'refresh',
  scope: null,
  obtainedAt: 5,
  expiresAt: 65,
  lifetimeAssumed: true,
  claims: null,
  idToken: null,
  fields: {},
};
const request: ClientCredentialsRequest = {
  connectionId: 'connection',
  server: { issuer: 'https://as.example', metadataUrls: [], fixedEndpoints: null },
  client: { clientId: 'client', authentication: { method: 'none' } },
  scopes: ['sql'],
  audience: 'api',
  scopeRules: scopeRules({ refreshScope: null, place: 'there' }),
  identityUrl: 'https://platform.example/Me',
};

function obtaining(
  changes: {
    request?: Partial<ClientCredentialsRequest>;
    scope?: string;
    located?: LocatedServer;
    me?: (init?: RequestInit) => Response;
  } = {},
) {
  const asked: unknown[] = [];
  const found: unknown[] = [];
  const tokenClient: Partial<TokenClient> = {
    requestClientCredentials: async (wanted) => {
      asked.push(wanted);
      return { ...answer, scope: changes.scope ?? null };
    },
  };
  const metadata: MetadataSource = {
    locate: async () => changes.located ?? null,
    find: async (...wanted) => {
      found.push(wanted);
      return server;
    },
  };
  const fetched: (AbortSignal | null | undefined)[] = [];
  const options = {
    fetch: async (_: string, init?: RequestInit) => {
      fetched.push(init?.signal);
      return changes.me?.(init) ?? Response.json({ id: 7, userName: 'robot', displayName: 'The robot' });
    },
    metadata,
    tokenClient: tokenClient as TokenClient,
    log: createLog({ write: () => undefined, now: () => 0 }),
  };
  const obtain = (signal?: AbortSignal) =>
    obtainServiceAccountGrant(options, { ...request, ...changes.request }, signal);
  return { obtain, asked, found, fetched };
}

test('the grant of a service account has a name, and no refresh token even where one was sent', async () => {
  const { obtain } = obtaining();
  expect(await obtain()).toEqual({
    formatVersion: 2,
    connectionId: 'connection',
    flow: 'client_credentials',
    fingerprint: expect.any(String),
    accessToken: 'access',
    refreshToken: null,
    scopes: ['sql'],
    requestedScopes: ['sql'],
    audience: 'api',
    signedInAt: 5,
    obtainedAt: 5,
    expiresAt: 65,
    lifetimeAssumed: true,
    person: { id: '7', userName: 'robot', displayName: 'The robot' },
    subject: null,
    claims: {},
    clientId: 'client',
    server: {
      issuer: 'https://as.example',
      tokenEndpoint: 'https://as.example/t',
      revocationEndpoint: null,
      jwksUri: null,
      idTokenAlgorithms: null,
      authenticationMethods: null,
    },
    exchange: null,
  });
});

test('its fingerprint is that of what it is for', async () => {
  const { fingerprint } = await obtaining().obtain();
  const purpose = {
    issuer: 'https://as.example',
    clientId: 'client',
    scopes: ['sql'],
    audience: 'api',
    exchange: null,
  };
  expect(fingerprint).toBe(fingerprintOf({ flow: 'client_credentials', ...purpose }));
});

test('its token is asked for by what the connection says, with the rules of the server', async () => {
  const { obtain, asked } = obtaining();
  await obtain();
  expect(asked).toEqual([{ server, rules: request.server, client: request.client, scopes: ['sql'], audience: 'api' }]);
});

test('everything that is asked is let go of with the caller', async () => {
  const { obtain, asked, found, fetched } = obtaining();
  const { signal } = new AbortController();
  await obtain(signal);
  expect(found).toEqual([[request.server, signal]]);
  expect(asked).toMatchObject([{ signal }]);
  expect(fetched).toEqual([signal]);
});

test('one whose host names its server gets its grant there, and is named by that host', async () => {
  const sent: unknown[] = [];
  const located: LocatedServer = {
    server: { ...request.server, issuer: 'https://as.example/found' },
    identityUrl: 'https://platform.example/other/Me',
    identityHeaders: { 'x-workspace': '7' },
  };
  const { obtain, found } = obtaining({
    located,
    me: (init) => {
      sent.push(init?.headers);
      return Response.json({ id: 7, userName: 'robot' });
    },
  });
  const grant = await obtain();
  expect(found).toEqual([[located.server, undefined]]);
  expect(sent).toMatchObject([{ 'x-workspace': '7' }]);
  expect(grant.fingerprint).not.toBe((await obtaining().obtain()).fingerprint);
});

test('one that cannot be named works all the same', async () => {
  const failing = obtaining({
    me: () => {
      throw new Error('offline');
    },
  });
  expect((await failing.obtain()).person).toBeNull();
  expect((await obtaining({ request: { identityUrl: null } }).obtain()).person).toBeNull();
});

test('one that was given too little is refused', async () => {
  await expect(obtaining({ scope: 'other' }).obtain()).rejects.toMatchObject({ code: 'scopes_missing' });
});

test.each<[string, Partial<ClientCredentialsRequest>]>([
  ['another API', { audience: null }],
  ['other scopes', { scopes: ['sql', 'more'] }],
  ['another client', { client: { clientId: 'other', authentication: { method: 'none' } } }],
  ['another server', { server: { ...request.server, issuer: 'https://other.example' } }],
])('a grant for %s has another fingerprint', async (_, changes) => {
  const [one, other] = await Promise.all([obtaining().obtain(), obtaining({ request: changes }).obtain()]);
  expect(one.fingerprint).not.toBe(other.fingerprint);
});
