import { exportPKCS8, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { obtainServiceAccountGrant } from '../../../src/main/oauth/sign-in/client-credentials.ts';
import type { OAuthClient } from '../../../src/main/oauth/tokens/authorization-server.ts';
import { providerOf } from '../../../src/main/providers/registry.ts';
import { keyOf, startIdentityFixture } from '../../support/identity-fixture.ts';

type Fixture = Awaited<ReturnType<typeof startIdentityFixture>>;
const SCOPES = ['openid', 'email', 'profile', 'session:role-any', 'offline_access'];

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startIdentityFixture('okta');
});
afterAll(() => fixture.stop());

const clientsOf = ({ idp: { clients } }: Fixture): [string, OAuthClient][] => {
  const { secretPost, secretBasic, privateKey } = clients;
  const key = (algorithm: 'RS256' | 'PS256' | 'ES256', audience: 'issuer' | 'token_endpoint'): OAuthClient => {
    const { authentication, clientId } = keyOf(privateKey[algorithm]);
    if (authentication.method !== 'private_key_jwt') throw new Error('not a key');
    return { clientId, authentication: { ...authentication, key: { ...authentication.key, audience } } };
  };
  return [
    ['none', { clientId: clients.public.clientId, authentication: { method: 'none' } }],
    [
      'client_secret_post',
      {
        clientId: secretPost.clientId,
        authentication: { method: 'client_secret_post', clientSecret: secretPost.clientSecret },
      },
    ],
    [
      'client_secret_basic',
      {
        clientId: secretBasic.clientId,
        authentication: { method: 'client_secret_basic', clientSecret: secretBasic.clientSecret },
      },
    ],
    ['private_key_jwt with RS256', key('RS256', 'issuer')],
    ['private_key_jwt with PS256', key('PS256', 'token_endpoint')],
    ['private_key_jwt with ES256', key('ES256', 'issuer')],
    [
      'automatic with a secret',
      {
        clientId: secretBasic.clientId,
        authentication: { method: 'automatic', clientSecret: secretBasic.clientSecret, key: null },
      },
    ],
    [
      'automatic with a secret that belongs into the body, at a server that offers the header too',
      {
        clientId: secretPost.clientId,
        authentication: { method: 'automatic', clientSecret: secretPost.clientSecret, key: null },
      },
    ],
    [
      'automatic with a key',
      {
        clientId: privateKey.ES256.clientId,
        authentication: { method: 'automatic', clientSecret: null, key: assertionKey(keyOf(privateKey.ES256)) },
      },
    ],
    [
      'automatic with nothing',
      { clientId: clients.public.clientId, authentication: { method: 'automatic', clientSecret: null, key: null } },
    ],
  ];
};

function assertionKey({ authentication }: OAuthClient) {
  if (authentication.method !== 'private_key_jwt') throw new Error('not a key');
  return authentication.key;
}

test('every way signs in, renews and revokes both tokens', async () => {
  for (const [name, client] of clientsOf(fixture)) {
    const grant = await fixture.signIn(fixture.requestFor(client, SCOPES));
    expect(grant.person?.userName, name).toBe('ada.moreno@example.com');
    const renewed = await fixture.tokenClient.refreshGrant(grant, client);
    expect(renewed.accessToken, name).not.toBe(grant.accessToken);
    expect(fixture.idp.introspect(renewed.accessToken), name).toMatchObject({ active: true });
    await fixture.tokenClient.revokeGrant(renewed, client);
    await expect(fixture.tokenClient.refreshGrant(renewed, client), name).rejects.toMatchObject({ code: 'grant_dead' });
  }
});

test('automatic finds the body where only that is offered', async () => {
  const other = await startIdentityFixture('ping', ['client_secret_post']);
  const { clientId, clientSecret } = other.idp.clients.secretPost;
  const client: OAuthClient = { clientId, authentication: { method: 'automatic', clientSecret, key: null } };
  const grant = await other.signIn(other.requestFor(client, SCOPES));
  expect(grant.server.authenticationMethods).toEqual(['client_secret_post']);
  await other.tokenClient.refreshGrant(grant, client);
  await other.stop();
});

describe('what the server does not accept', () => {
  test('a key that it does not know, a wrong secret, an unknown client', async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const { ES256 } = fixture.idp.clients.privateKey;
    const { secretBasic } = fixture.idp.clients;
    const wrong: OAuthClient[] = [
      keyOf({ ...ES256, privateKey: await exportPKCS8(privateKey) }),
      { ...secretBasic, authentication: { method: 'client_secret_basic', clientSecret: 'wrong-secret' } },
    ];
    for (const client of wrong) {
      await expect(fixture.signIn(fixture.requestFor(client, SCOPES))).rejects.toMatchObject({
        code: 'client_rejected',
      });
    }
    expect(fixture.lines.join()).not.toContain('wrong-secret');
  });
});

describe('a service account (client credentials)', () => {
  const obtain = (client: OAuthClient, scopes: readonly string[]) =>
    obtainServiceAccountGrant(fixture, {
      connectionId: 'machine',
      server: providerOf(fixture.server).authorizationServer(fixture.server),
      client,
      scopes,
      audience: null,
      scopeRules: providerOf(fixture.server).scopes,
      identityUrl: null,
    });

  test('gets its grant without a browser, and another one when that ends', async () => {
    const { machine, machineKey } = fixture.idp.clients;
    const bySecret: OAuthClient = {
      clientId: machine.clientId,
      authentication: { method: 'client_secret_basic', clientSecret: machine.clientSecret },
    };
    for (const client of [bySecret, keyOf(machineKey)]) {
      const grant = await obtain(client, ['session:role-any']);
      expect(grant).toMatchObject({ flow: 'client_credentials', refreshToken: null, person: null });
      expect(fixture.idp.introspect(grant.accessToken)).toMatchObject({ active: true, person: null });
      const renewed = await fixture.tokenClient.refreshGrant(grant, client);
      expect(renewed.accessToken).not.toBe(grant.accessToken);
      expect(renewed).toMatchObject({ flow: 'client_credentials', refreshToken: null, signedInAt: grant.signedInAt });
      expect(fixture.idp.introspect(renewed.accessToken)).toMatchObject({ active: true });
    }
  });

  test('with a wrong secret is told so', async () => {
    const { clientId } = fixture.idp.clients.machine;
    const client: OAuthClient = { clientId, authentication: { method: 'client_secret_basic', clientSecret: 'no' } };
    await expect(obtain(client, ['session:role-any'])).rejects.toMatchObject({ code: 'client_rejected' });
  });

  test('is told that it is busy when the server is', async () => {
    fixture.idp.controlHandlers.failNext({ endpoint: 'token', status: 503, body: '', times: 1, delayMs: 0 });
    await expect(obtain(keyOf(fixture.idp.clients.machineKey), ['session:role-any'])).rejects.toMatchObject({
      code: 'server_busy',
    });
  });
});
