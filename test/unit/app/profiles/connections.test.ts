/** What the OAuth rooms are told about a connection. */
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { connectionFingerprint, createConnections } from '../../../../src/main/app/profiles/connections.ts';
import { openProfiles } from '../../../../src/main/settings/profiles.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import type { Connection } from '../../../../src/shared/profile/connection.ts';
import type { ProfileDraft } from '../../../../src/shared/profile/profile.ts';
import { grantAt } from '../../../support/grants.ts';
import { grantFingerprint, grantServer, newDraft, withConnection } from '../../../support/profiles.ts';
import { createFakeStore } from '../../../support/vault-fakes.ts';

/** Connections of one profile; every secret that is asked for is written down with its destination. */
async function setUp(draft: ProfileDraft = newDraft, hasClientSecret = true) {
  const profiles = await openProfiles({
    settings: createFakeStore(),
    hasDamagedFile: false,
    randomUuid: randomUUID,
    onDamaged: () => {},
  });
  const profile = profiles.prepare(draft);
  await profiles.keep(profile);
  const asked: string[] = [];
  const connections = createConnections({
    profiles,
    secrets: {
      hasClientSecret: () => hasClientSecret,
      async clientSecret(connectionId, destination) {
        asked.push(`${connectionId} at ${destination}`);
        if (!hasClientSecret) throw new AppError('secret_missing', { reason: 'clientSecretNotStored' });
        return 'the secret';
      },
    },
  });
  const [connection] = profile.connections;
  if (!connection) throw new Error('no connection');
  return { connections, connection, profile, asked };
}

let house: Awaited<ReturnType<typeof setUp>>;
beforeEach(async () => {
  house = await setUp();
});

test('a connection is found with its profile, until it is gone', () => {
  const { connections, connection, profile } = house;
  expect(connections.find(connection.id)).toEqual({ profile, connection });
  expect(connections.all()).toEqual([connection]);
  expect([connections.exists(connection.id), connections.exists('another')]).toEqual([true, false]);
  expect(() => connections.find('another')).toThrowError(
    expect.objectContaining({ code: 'profile_missing', message: 'The connection was removed.' }),
  );
});

test('a connection is found among those of several profiles', async () => {
  const [one] = newDraft.connections;
  if (!one) throw new Error('no connection');
  const profiles = await openProfiles({
    settings: createFakeStore(),
    hasDamagedFile: false,
    randomUuid: randomUUID,
    onDamaged: () => {},
  });
  const draft = { ...newDraft, connections: [one, { ...one, sigmaConnectionId: 'second' }] };
  const kept = [profiles.prepare(draft), profiles.prepare(draft)];
  for (const profile of kept) await profiles.keep(profile);
  const secrets = { hasClientSecret: () => false, clientSecret: async () => '' };
  const connections = createConnections({ profiles, secrets });
  for (const profile of kept) {
    for (const connection of profile.connections) {
      expect(connections.find(connection.id)).toEqual({ profile, connection });
      expect(connections.exists(connection.id)).toBe(true);
    }
  }
});

test('a person signs in with what the connection says', async () => {
  const { connections, connection, asked } = house;
  expect(await connections.signInRequest(connection.id)).toMatchObject({
    connectionId: connection.id,
    server: { issuer: 'https://old.example/oidc' },
    client: { clientId: 'client', authentication: { method: 'client_secret_post', clientSecret: 'the secret' } },
    scopes: ['all-apis', 'offline_access'],
    redirectUris: ['http://localhost:3000/callback'],
    identityUrl: 'https://old.example/api/2.0/preview/scim/v2/Me',
    exchange: null,
    claimNames: [],
    rules: { userNameField: null, userNameClaims: ['email', 'preferred_username'] },
  });
  expect(asked).toEqual([`${connection.id} at https://old.example client`]);
});

test('after an exchange, the data platform says who the person is', async () => {
  const server = { provider: 'databricks', host: 'https://lake.example', level: 'workspace', accountId: null } as const;
  const exchanged = withConnection(newDraft, {
    server: { provider: 'oidc', metadataUrl: 'https://id.example/.well-known/openid-configuration', audience: 'api' },
    flow: 'token_exchange',
    exchange: { server, clientId: 'at-lake', scopes: ['sql'] },
  });
  const { connections, connection } = await setUp(exchanged);
  expect(await connections.signInRequest(connection.id)).toMatchObject({
    server: { issuer: 'https://id.example' },
    audience: 'api',
    identityUrl: 'https://lake.example/api/2.0/preview/scim/v2/Me',
    exchange: { server: { issuer: 'https://lake.example/oidc' }, clientId: 'at-lake', scopes: ['sql'] },
  });
});

test('an exchange that is not used any more is not made', async () => {
  const server = { provider: 'databricks', host: 'https://lake.example', level: 'workspace', accountId: null } as const;
  const leftOver = withConnection(newDraft, { exchange: { server, clientId: null, scopes: ['sql'] } });
  const { connections, connection } = await setUp(leftOver);
  expect((await connections.signInRequest(connection.id)).exchange).toBeNull();
});

test('a service account signs in with its secret, and with no redirect URL', async () => {
  const { connections, connection } = await setUp(withConnection(newDraft, { flow: 'client_credentials' }));
  const request = await connections.clientCredentialsRequest(connection.id);
  expect(request).toMatchObject({
    connectionId: connection.id,
    server: { issuer: 'https://old.example/oidc' },
    client: { clientId: 'client', authentication: { clientSecret: 'the secret' } },
    scopes: ['all-apis', 'offline_access'],
    identityUrl: 'https://old.example/api/2.0/preview/scim/v2/Me',
  });
  expect(request).not.toHaveProperty('redirectUris');
});

describe('how an application proves itself', () => {
  const key = { algorithm: 'ES256', keyId: 'k1' } as const;
  test.each<[name: string, changes: Partial<Connection>, isStored: boolean, authentication: object]>([
    ['a public client', { clientAuthentication: 'none' }, true, { method: 'none' }],
    [
      'a secret in the header',
      { clientAuthentication: 'client_secret_basic' },
      true,
      { method: 'client_secret_basic', clientSecret: 'the secret' },
    ],
    [
      'automatic, with nothing stored',
      { clientAuthentication: 'automatic' },
      false,
      { method: 'automatic', clientSecret: null, key: null },
    ],
    [
      'automatic, with a secret',
      { clientAuthentication: 'automatic' },
      true,
      { method: 'automatic', clientSecret: 'the secret', key: null },
    ],
    [
      'automatic, with a key',
      { clientAuthentication: 'automatic', signingKey: key },
      true,
      {
        method: 'automatic',
        clientSecret: null,
        key: { privateKey: 'the secret', algorithm: 'ES256', audience: 'issuer', header: { kid: 'k1' } },
      },
    ],
    [
      'a key',
      { clientAuthentication: 'private_key_jwt', signingKey: { algorithm: 'RS256', keyId: null } },
      true,
      {
        method: 'private_key_jwt',
        key: { privateKey: 'the secret', algorithm: 'RS256', audience: 'issuer', header: {} },
      },
    ],
  ])('%s', async (_name, changes, isStored, authentication) => {
    const { connections, connection } = await setUp(withConnection(newDraft, changes), isStored);
    expect(await connections.clientOf(connection)).toEqual({ clientId: 'client', authentication });
  });

  test('a secret that has to be there and is not is missing', async () => {
    const { connections, connection } = await setUp(newDraft, false);
    await expect(connections.clientOf(connection)).rejects.toMatchObject({ code: 'secret_missing' });
  });
});

describe('the client of a grant', () => {
  const grantOf = (changes: Parameters<typeof grantAt>[1]) =>
    grantAt(0, {
      connectionId: house.connection.id,
      server: grantServer,
      fingerprint: grantFingerprint,
      clientId: 'client',
      ...changes,
    });

  test('is that of its connection, also when its server was found under another name', async () => {
    const authentication = { clientSecret: 'the secret' };
    const { connections } = house;
    expect(await connections.clientOfGrant(grantOf({}))).toMatchObject({ authentication });
    const named = { ...grantServer, issuer: 'https://same-server.example' };
    expect(await connections.clientOfGrant(grantOf({ server: named }))).toMatchObject({ authentication });
    // Other scopes make another fingerprint; server and client are still the same.
    expect(await connections.clientOfGrant(grantOf({ fingerprint: 'other' }))).toMatchObject({ authentication });
  });

  test.each<[string, Parameters<typeof grantAt>[1]]>([
    ['another server', { fingerprint: 'other', server: { ...grantServer, issuer: 'https://other.example' } }],
    ['another client', { clientId: 'other' }],
  ])('is not given to %s, and its secret is not even read', async (_name, changes) => {
    await expect(house.connections.clientOfGrant(grantOf(changes))).rejects.toMatchObject({
      code: 'profile_missing',
      message: 'The connection became another since this sign-in.',
    });
    expect(house.asked).toEqual([]);
  });

  test('of a connection that was removed is not there', async () => {
    await expect(house.connections.clientOfGrant(grantOf({ connectionId: 'gone' }))).rejects.toMatchObject({
      code: 'profile_missing',
    });
  });
});

describe('a stored grant fits', () => {
  const claiming = { ...newDraft.user, attributes: [{ attribute: 'Region', claim: 'region' }] } as ProfileDraft['user'];
  const fits = async (flow: Connection['flow'], claims: Record<string, unknown>, fingerprint?: string) => {
    const { connections, connection, profile } = await setUp(withConnection({ ...newDraft, user: claiming }, { flow }));
    const purpose = fingerprint ?? connectionFingerprint(connection, profile);
    const grant = grantAt(0, { fingerprint: purpose, claims } as never);
    return connections.fits(grant, connection, profile);
  };

  test('when it is for what the connection is, and knows what the profile asks', async () => {
    expect(await fits('authorization_code', { region: null })).toBe(true);
    expect(await fits('authorization_code', {})).toBe(false);
    expect(await fits('authorization_code', { region: 'EMEA' }, 'of another purpose')).toBe(false);
  });

  test('for a service account, which no claim is asked of', async () => {
    expect(await fits('client_credentials', {})).toBe(true);
  });
});
