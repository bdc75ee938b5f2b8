/** The wiring of grants: which server is asked, by whose rules it is understood, and what goes out when one leaves. */
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { connectionFingerprint, createConnections } from '../../../../src/main/app/profiles/connections.ts';
import { createSecrets } from '../../../../src/main/app/profiles/profile-secrets.ts';
import { createProfileSetup } from '../../../../src/main/app/profiles/profile-setup.ts';
import { createGrantServices } from '../../../../src/main/app/sign-in/grant-services.ts';
import { createLog } from '../../../../src/main/log/log.ts';
import type { Grant } from '../../../../src/main/oauth/grants/grant.ts';
import { openProfiles } from '../../../../src/main/settings/profiles.ts';
import { createMemoryVault, type EntryName } from '../../../../src/main/vault/vault.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import type { AuthorizationServer } from '../../../../src/shared/profile/servers.ts';
import { grantAt, HOUR } from '../../../support/grants.ts';
import { gate } from '../../../support/keeping-grants.ts';
import { newDraft, withConnection } from '../../../support/profiles.ts';
import { createFakeStore } from '../../../support/vault-fakes.ts';
import { settled } from '../../../support/virtual-clock.ts';

const NOW = 1_700_000_000_000;
const databricks: AuthorizationServer = {
  provider: 'databricks',
  host: 'https://old.example',
  level: 'workspace',
  accountId: null,
};
const google: AuthorizationServer = { provider: 'google', issuer: 'https://accounts.google.com' };
const entra: AuthorizationServer = {
  provider: 'oidc',
  metadataUrl: 'https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration',
  audience: null,
};

/** The grant services over one connection to this server, which answers as the test says. */
async function serving(server: AuthorizationServer, answer: (url: string) => Response | Promise<Response>) {
  const sent: string[] = [];
  const events: string[] = [];
  const views: string[] = [];
  const memory = createMemoryVault();
  const vault = {
    ...memory,
    isLocked: false,
    async get(name: EntryName) {
      if (vault.isLocked) throw new AppError('vault_locked', { reason: 'notRead' });
      return memory.get(name);
    },
  };
  const profiles = await openProfiles({
    settings: createFakeStore(),
    hasDamagedFile: false,
    randomUuid: randomUUID,
    onDamaged: () => undefined,
  });
  const log = createLog({ write: () => undefined, now: () => NOW });
  const secrets = createSecrets({ vault, log });
  const connections = createConnections({ profiles, secrets });
  let isOpen = true;
  const services = createGrantServices({
    connections,
    secrets,
    fetch: Object.assign(
      async (url: string, init?: RequestInit) => {
        sent.push(`${url} ${init?.body}`);
        return answer(url);
      },
      {
        close: async () => {
          isOpen = false;
        },
      },
    ),
    allowLoopbackHttp: false,
    now: () => NOW,
    uptime: () => 5_000,
    random: () => 0,
    log,
    onChange: (_, view) => views.push(view.status),
    onRevocationRefused: () => {},
    onEvent: (event) => events.push(event.kind),
  });
  const setup = createProfileSetup({
    profiles,
    secrets,
    connections,
    keeper: services.keeper,
    system: { confirmChange: async () => true },
    allowLoopbackHttp: false,
    cancelSignIns: async () => undefined,
    onProfileChanging: () => undefined,
    onProfileKept: () => undefined,
  });
  await setup.save(withConnection(newDraft, { server }));
  const [connection] = connections.all();
  if (!connection) throw new Error('There is no connection.');
  const { issuer } = (await connections.signInRequest(connection.id)).server;
  const grant = grantAt(NOW, {
    connectionId: connection.id,
    fingerprint: connectionFingerprint(connection, connections.find(connection.id).profile),
    server: {
      ...grantAt(0).server,
      issuer,
      tokenEndpoint: `${issuer}/token`,
      revocationEndpoint: `${issuer}/revoke`,
    },
  });
  const client = await connections.clientOf(connection);
  return { services, grant, client, connection, profiles, secrets, vault, sent, events, views, isOpen: () => isOpen };
}

const refusal = (status: number, error: string, error_description: string) => () =>
  Response.json({ error, error_description }, { status });

test('a renewal that grants less than the connection asks for is told, and its token kept', async () => {
  const answers = ['openid', 'all-apis'];
  const { services, grant, client, secrets } = await serving(databricks, () =>
    Response.json({ access_token: 'a', token_type: 'Bearer', expires_in: 3_600, scope: answers.shift() }),
  );
  await services.adopt(grant, client);
  expect((await services.keeper.renew(grant.connectionId)).scopes).toEqual(['openid']);
  expect(services.keeper.view(grant.connectionId)).toMatchObject({
    status: 'signed-in',
    problem: { code: 'scopes_missing', values: { missing: 'all-apis', place: 'databricks' } },
  });
  expect(await secrets.loadGrant(grant.connectionId)).toMatchObject({ accessToken: 'a' });
  // Without the one for refresh tokens it is good for as much as before.
  await services.keeper.renew(grant.connectionId);
  expect(services.keeper.view(grant.connectionId).problem).toBeNull();
  await services.dispose();
});

test('a sign-in without a refresh token has the remedy of its server, also after its connection has gone', async () => {
  const { services, grant, client, profiles } = await serving(google, () => new Response(null));
  await services.adopt({ ...grant, refreshToken: null }, client);
  expect(services.keeper.view(grant.connectionId).problem).toEqual({
    code: 'renewal_unavailable',
    values: { reason: 'noRefreshToken', remedy: 'googleRefresh' },
  });
  for (const { id } of profiles.all()) await profiles.remove(id);
  expect(services.keeper.view(grant.connectionId).problem).toMatchObject({ code: 'renewal_unavailable' });
  await services.dispose();
});

describe('a sign-in in the place of an earlier one', () => {
  const signedInAfter = async (changes: Partial<Grant>) => {
    const { services, grant, client, sent } = await serving(databricks, () => new Response(null));
    await services.adopt({ ...grant, refreshToken: 'earlier' }, client);
    await services.adopt({ ...grant, refreshToken: 'later', accessToken: 'another', ...changes }, client);
    await services.revocationsEnded();
    expect(services.keeper.held().map(({ refreshToken }) => refreshToken)).toEqual(['later']);
    await services.dispose();
    return sent.filter((request) => request.includes('/revoke'));
  };

  test('of another person takes the tokens of the one before back to the server', async () => {
    const person = { id: '2', userName: 'ben@example.com', displayName: 'Ben' };
    const revoked = await signedInAfter({ person });
    expect(revoked).toHaveLength(2);
    expect(revoked.join()).toContain('earlier');
    expect(revoked.join()).not.toMatch(/later|another/);
  });

  test('of the same person, or of nobody known, leaves them alone: they may be one grant', async () => {
    expect(await signedInAfter({})).toEqual([]);
    expect(await signedInAfter({ person: null })).toEqual([]);
  });
});

describe('a renewal is understood by the rules of the connection', () => {
  const busyByItsNumber = refusal(400, 'invalid_grant', 'AADSTS50196: The server met a client request loop.');

  test('to Databricks, which passes on what Entra says: the grant has not ended', async () => {
    const { services, grant, client, events } = await serving(databricks, busyByItsNumber);
    await services.adopt(grant, client);
    await expect(services.keeper.renew(grant.connectionId)).rejects.toMatchObject({ code: 'server_busy' });
    expect(events).toEqual(['adopted', 'renewal-failed']);
    await services.dispose();
  });

  test('to another server, at which the same words mean nothing of the kind', async () => {
    const { services, grant, client, events } = await serving(google, busyByItsNumber);
    await services.adopt(grant, client);
    await expect(services.keeper.renew(grant.connectionId)).rejects.toMatchObject({ code: 'grant_dead' });
    expect(events).toEqual(['adopted', 'ended']);
  });

  test('to Entra by its metadata URI, whose numbers say what is wrong', async () => {
    const { services, grant, client } = await serving(
      entra,
      refusal(400, 'invalid_request', 'AADSTS7000222: The provided client secret keys are expired.'),
    );
    await services.adopt(grant, client);
    await expect(services.keeper.renew(grant.connectionId)).rejects.toMatchObject({ code: 'client_rejected' });
    await services.dispose();
  });
});

test('a grant that was renewed is told of once, with its new token, and its state is pushed', async () => {
  const { services, grant, client, events, views } = await serving(databricks, () =>
    Response.json({ access_token: 'newer', token_type: 'Bearer', expires_in: HOUR / 1_000 }),
  );
  await services.adopt(grant, client);
  expect((await services.keeper.renew(grant.connectionId)).accessToken).toBe('newer');
  expect(events).toEqual(['adopted', 'renewed']);
  expect(views).toEqual(['signed-in', 'renewing', 'signed-in']);
  await services.dispose();
});

test('signing out revokes with the client secret, although that is taken away in the next moment', async () => {
  const { services, grant, client, connection, secrets, sent } = await serving(
    databricks,
    () => new Response(null, { status: 200 }),
  );
  await services.adopt(grant, client);
  const forgotten = services.keeper.forget(grant.connectionId);
  await secrets.change([[`client-secret/${connection.id}`, null]], async () => undefined);
  await forgotten;
  await services.dispose();
  const revocations = sent.filter((line) => line.startsWith(`${grant.server.issuer}/revoke`));
  expect(revocations).toHaveLength(2);
  for (const line of revocations) expect(line).toContain('client_secret=client-secret-one');
});

test('a grant whose secret is gone is revoked with the client that it came with', async () => {
  const { services, grant, client, connection, secrets, sent } = await serving(
    databricks,
    () => new Response(null, { status: 200 }),
  );
  await services.adopt(grant, client);
  await secrets.change([[`client-secret/${connection.id}`, null]], async () => undefined);
  await services.keeper.forget(grant.connectionId);
  await services.dispose();
  expect(sent.filter((line) => line.includes('client_secret=client-secret-one'))).toHaveLength(2);
});

describe('tokens of a new sign-in that are thrown away', () => {
  const done = () => new Response(null, { status: 200 });

  test('are left to expire while the grant of an earlier one could not be read', async () => {
    const { services, grant, client, connection, secrets, sent, vault } = await serving(databricks, done);
    await secrets.saveGrant(grant);
    vault.isLocked = true;
    await services.keeper.restore([connection.id]);
    expect(services.keeper.unread()).toEqual([connection.id]);
    services.revoke(grant, client);
    await services.revocationsEnded();
    expect(sent).toEqual([]);

    vault.isLocked = false;
    services.keeper.wake('unlock');
    await settled();
    expect(services.keeper.unread()).toEqual([]);
    await services.keeper.forget(connection.id);
    await services.dispose();
    expect(sent).toHaveLength(2);
  });

  test('are revoked beside the grant of another person', async () => {
    const { services, grant, client, sent } = await serving(databricks, done);
    await services.adopt(grant, client);
    const ben = { id: '2', userName: 'ben@example.com', displayName: 'Ben' };
    services.revoke({ ...grant, person: ben, accessToken: 'of ben' }, client);
    services.revoke({ ...grant, accessToken: 'of ada' }, client);
    await services.dispose();
    expect(sent.join()).toContain('of+ben');
    expect(sent.join()).not.toContain('of+ada');
  });
});

test('closing waits for revocations under way, and closes the network last', async () => {
  const answer = gate<Response>();
  const { services, grant, client, isOpen } = await serving(databricks, () => answer.passed);
  await services.adopt(grant, client);
  await services.keeper.forget(grant.connectionId);
  let isClosed = false;
  const closed = services.dispose().then(() => {
    isClosed = true;
  });
  for (let turn = 0; turn < 5; turn += 1) await settled();
  expect({ isClosed, isOpen: isOpen() }).toEqual({ isClosed: false, isOpen: true });
  answer.open(new Response(null, { status: 200 }));
  await closed;
  expect(isOpen()).toBe(false);
});

test('a grant for what the connection used to be is not taken over', async () => {
  const { services, grant, client, sent } = await serving(databricks, () => new Response(null, { status: 200 }));
  const other: Grant = { ...grant, fingerprint: 'another' };
  await expect(services.adopt(other, client)).rejects.toMatchObject({ code: 'profile_missing' });
  await services.dispose();
  expect(sent).toHaveLength(2);
});

test('a refresh token that was rotated before its exchange failed is kept, with the client that it belongs to', async () => {
  const { services, grant, client, connection, secrets, sent } = await serving(databricks, (url) =>
    url.startsWith('https://lake.example')
      ? new Response(null, { status: 503 })
      : Response.json({ access_token: 'identity', token_type: 'Bearer', refresh_token: 'rotated', expires_in: 3_600 }),
  );
  const exchange = {
    issuer: 'https://lake.example/oidc',
    tokenEndpoint: 'https://lake.example/oidc/v1/token',
    revocationEndpoint: null,
    clientId: null,
    scopes: ['sql'],
  };
  await services.adopt({ ...grant, exchange }, client);
  await expect(services.keeper.renew(grant.connectionId)).rejects.toMatchObject({ code: 'server_busy' });
  expect(await secrets.loadGrant(connection.id)).toMatchObject({ refreshToken: 'rotated' });
  await secrets.change([[`client-secret/${connection.id}`, null]], async () => undefined);
  await services.keeper.forget(grant.connectionId);
  await services.dispose();
  const [revocation] = sent.filter((line) => line.startsWith(`${grant.server.issuer}/revoke`));
  expect(revocation).toContain('token=rotated');
  expect(revocation).toContain('client_secret=client-secret-one');
});
