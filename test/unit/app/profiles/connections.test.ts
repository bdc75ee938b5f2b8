/** What the OAuth rooms are told about a connection. */
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { connectionFingerprint, createConnections } from '../../../../src/main/app/profiles/connections.ts';
import { fingerprintOfRequest } from '../../../../src/main/oauth/sign-in/sign-in-request.ts';
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

describe('a grant of a host that says itself where people sign in', () => {
  const HOST = 'https://acme.databricks.com';
  const automatic = { provider: 'databricks', host: HOST, level: 'automatic', accountId: null } as const;
  type Server = Connection['server'];

  /** A connection, and a grant that was given for it at this issuer, in whatever way it came to be stored. */
  async function given(issuer: string, server: Server = automatic) {
    const made = await setUp(withConnection(newDraft, { server }));
    const { connections, connection, profile } = made;
    const request = await connections.signInRequest(connection.id);
    const fingerprint = fingerprintOfRequest({ ...request, server: { ...request.server, issuer } });
    const grant = grantAt(0, {
      connectionId: connection.id,
      fingerprint,
      server: { ...grantServer, issuer },
    });
    const fitsAs = (changed: Server) => connections.fits(grant, { ...connection, server: changed }, profile);
    return { ...made, grant, fitsAs };
  }

  test.each([`${HOST}/oidc`, `${HOST}/oidc/accounts/11aa-22`])(
    'stays good, whichever server the host named at the time: %s',
    async (issuer) => {
      const { fitsAs, grant, connections } = await given(issuer);
      expect(fitsAs(automatic)).toBe(true);
      expect(connections.boundToSigma(grant)).toBe(grant);
      expect(await connections.clientOfGrant(grant)).toMatchObject({ clientId: 'client' });
    },
  );

  test('of a workspace goes on when the choice is left to the host, and when it is made as the host had', async () => {
    const workspace = { ...automatic, level: 'workspace' } as const;
    expect((await given(`${HOST}/oidc`, workspace)).fitsAs(automatic)).toBe(true);
    expect((await given(`${HOST}/oidc`)).fitsAs(workspace)).toBe(true);
    const account = { ...automatic, level: 'account', accountId: '11aa-22' } as const;
    expect((await given(`${HOST}/oidc/accounts/11aa-22`)).fitsAs(account)).toBe(true);
  });

  test.each<[string, string, Server]>([
    ['another level is chosen', `${HOST}/oidc/accounts/11aa-22`, { ...automatic, level: 'workspace' }],
    ['another account is named', `${HOST}/oidc/accounts/11aa-22`, { ...automatic, accountId: '33cc-44' }],
    ['another host is named', `${HOST}/oidc`, { ...automatic, host: 'https://other.databricks.com' }],
    ['it came from another server than the host may name', 'https://evil.example/oidc', automatic],
    ['it came from a host that begins like it', `${HOST}.evil.example/oidc`, automatic],
  ])('ends when %s', async (_, issuer, changed) => {
    expect((await given(issuer)).fitsAs(changed)).toBe(false);
  });

  test('that was given for other scopes is still revoked by the client that it was given to', async () => {
    const { connections, grant } = await given(`${HOST}/oidc/accounts/11aa-22`);
    const outdated = { ...grant, fingerprint: 'of other scopes' };
    expect(await connections.clientOfGrant(outdated)).toMatchObject({ clientId: 'client' });
  });

  test('gets no secret when it came from a server that the host may not name', async () => {
    const { connections, grant, asked } = await given('https://evil.example/oidc');
    await expect(connections.clientOfGrant(grant)).rejects.toMatchObject({ code: 'profile_missing' });
    expect(asked.filter((line) => line.includes('evil'))).toEqual([]);
  });

  test('is asked who the person is for the workspace of the profile', async () => {
    const { connections, connection } = await setUp(
      withConnection(newDraft, { server: { ...automatic, workspaceId: '7' } }),
    );
    expect(await connections.signInRequest(connection.id)).toMatchObject({
      identityUrl: `${HOST}/api/2.0/preview/scim/v2/Me`,
      identityHeaders: { 'x-databricks-workspace-id': '7' },
    });
  });

  test('that was exchanged stays good as well', async () => {
    const exchanged = withConnection(newDraft, {
      server: { provider: 'oidc', metadataUrl: 'https://id.example/.well-known/openid-configuration', audience: null },
      flow: 'token_exchange',
      exchange: { server: automatic, clientId: null, scopes: ['sql'] },
    });
    const { connections, connection, profile } = await setUp(exchanged);
    const request = await connections.signInRequest(connection.id);
    const { exchange = null } = request;
    if (!exchange) throw new Error('no exchange');
    const issuer = `${HOST}/oidc/accounts/11aa-22`;
    const bound = { ...request, exchange: { ...exchange, server: { ...exchange.server, issuer } } };
    const grant = (at: string) =>
      grantAt(0, {
        fingerprint: fingerprintOfRequest(bound),
        server: { ...grantServer, issuer: 'https://id.example' },
        exchange: {
          issuer: at,
          tokenEndpoint: `${at}/v1/token`,
          revocationEndpoint: null,
          clientId: null,
          scopes: ['sql'],
        },
      });
    expect(connections.fits(grant(issuer), connection, profile)).toBe(true);
    expect(connections.fits(grant(`${HOST}/oidc`), connection, profile)).toBe(false);
  });
});
