/** A sign-in at a Databricks host that says itself where people sign in, from the profile to the revocation. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createConnections } from '../../../src/main/app/profiles/connections.ts';
import { createSecrets } from '../../../src/main/app/profiles/profile-secrets.ts';
import { createProfileSetup } from '../../../src/main/app/profiles/profile-setup.ts';
import { createGrantServices } from '../../../src/main/app/sign-in/grant-services.ts';
import { createLog } from '../../../src/main/log/log.ts';
import type { Grant } from '../../../src/main/oauth/grants/grant.ts';
import { obtainServiceAccountGrant } from '../../../src/main/oauth/sign-in/client-credentials.ts';
import { openProfiles } from '../../../src/main/settings/profiles.ts';
import { createMemoryVault } from '../../../src/main/vault/vault.ts';
import type { Connection } from '../../../src/shared/profile/connection.ts';
import type { DatabricksServer } from '../../../src/shared/profile/servers.ts';
import { defaultBehaviour } from '../../../standins/authorization-server/authorization-server.ts';
import { DEMO_WORKSPACE_ID } from '../../../standins/authorization-server/host-metadata.ts';
import type { JournalEntry } from '../../../standins/control/calls.ts';
import { visitAs } from '../../../standins/scripted-browser.ts';
import { draftFor, newDraft, withConnection } from '../../support/profiles.ts';
import { arrive, startSigningIn } from '../../support/signing-in.ts';
import { createFakeStore } from '../../support/vault-fakes.ts';

let fixture: Awaited<ReturnType<typeof startSigningIn>>;
let end: () => Promise<void> = async () => undefined;
beforeAll(async () => {
  fixture = await startSigningIn();
});
afterAll(() => fixture.stop());
beforeEach(() => {
  fixture.as.controlHandlers.setBehaviour({ ...defaultBehaviour });
  fixture.as.controlHandlers.clearFaults({});
  fixture.as.controlHandlers.clearJournal({});
});
afterEach(async () => {
  await end();
  end = async () => undefined;
});

const SCOPES = ['all-apis', 'openid', 'email', 'offline_access'];

/** The program with one profile, whose connection is at the stand-in's host; a client with a secret. */
async function serving(server: Partial<DatabricksServer> = {}, changes: Partial<Connection> = {}) {
  const lines: string[] = [];
  const log = createLog({ write: (line) => lines.push(line), now: Date.now });
  const clock = { aheadMs: 0 };
  const profiles = await openProfiles({
    settings: createFakeStore(),
    hasDamagedFile: false,
    randomUuid: randomUUID,
    onDamaged: () => undefined,
  });
  const secrets = createSecrets({ vault: createMemoryVault(), log });
  const connections = createConnections({ profiles, secrets });
  const grants = createGrantServices({
    connections,
    secrets,
    fetch: Object.assign(fixture.fetch.bind(null), { close: async () => undefined }),
    allowLoopbackHttp: true,
    now: Date.now,
    uptime: () => performance.now() + clock.aheadMs,
    random: () => 0,
    log,
    onChange: () => undefined,
    onRevocationRefused: () => {},
    onEvent: () => undefined,
  });
  const setup = createProfileSetup({
    profiles,
    secrets,
    connections,
    keeper: grants.keeper,
    system: { confirmChange: async () => true },
    allowLoopbackHttp: true,
    cancelSignIns: async () => undefined,
    onProfileChanging: () => undefined,
    onProfileKept: () => undefined,
  });
  const { confidential, servicePrincipal } = fixture.as.clients;
  const { clientId, clientSecret } = changes.flow === 'client_credentials' ? servicePrincipal : confidential;
  const host = { provider: 'databricks', host: fixture.as.origin, level: 'automatic', accountId: null } as const;
  const draft = withConnection(newDraft, {
    server: { ...host, ...server },
    clientId,
    clientSecret,
    scopes: SCOPES,
    redirectUris: [...fixture.redirectUris],
    ...changes,
  });
  const profile = await setup.save(draft);
  const id = profile.connections[0]?.id ?? '';
  async function signIn(person = 'Ada Moreno'): Promise<Grant> {
    const { all } = fixture.signIns(async (url) => void (await arrive(await visitAs(url, person))), {
      metadata: grants.metadata,
      storeGrant: grants.adopt,
      revoke: grants.revoke,
      log,
    });
    try {
      return await all.start(await connections.signInRequest(id)).result;
    } finally {
      await all.dispose();
    }
  }
  /** The profile with another server in its connection. */
  const change = (other: Partial<DatabricksServer>) => {
    const present = connections.find(id).profile;
    return setup.save(withConnection(draftFor(present), { server: { ...host, ...server, ...other } }));
  };
  end = grants.dispose;
  return { grants, connections, lines, clock, id, signIn, change };
}

const isActive = ({ accessToken }: Grant) => fixture.as.introspect(accessToken).active;
const journal = () => fixture.as.controlHandlers.journal({}) as JournalEntry[];
const askedOf = (endpoint: string) => journal().filter((entry) => entry.endpoint === endpoint);
const hostIs = (hostKind: (typeof defaultBehaviour)['hostKind']) =>
  fixture.as.controlHandlers.setBehaviour({ hostKind });
const hostSays = (body: unknown, status = 200) =>
  fixture.as.controlHandlers.failNext({ endpoint: 'hostMetadata', status, body, times: 1, delayMs: 0 });

/** Renewed, used and ended at this level, and nowhere else. */
async function expectWholeLife(
  house: Awaited<ReturnType<typeof serving>>,
  grant: Grant,
  level: 'workspace' | 'account',
) {
  const { grants, id } = house;
  expect(grant.server.issuer).toBe(fixture.as.issuers[level]);
  fixture.as.controlHandlers.clearJournal({});
  const renewed = await grants.keeper.renew(id);
  expect([isActive(renewed), renewed.server]).toEqual([true, grant.server]);
  await grants.keeper.forget(id);
  await grants.revocationsEnded();
  expect(isActive(renewed)).toBe(false);
  expect(journal().map((entry) => [entry.endpoint, entry.level])).toEqual([
    ['token', level],
    ['revoke', level],
    ['revoke', level],
  ]);
}

describe('nobody decides where people sign in:', () => {
  test('a host that answers 404 is a workspace, as before', async () => {
    hostIs('silent');
    const house = await serving();
    const grant = await house.signIn();
    expect(grant.person?.userName).toBe('ada.moreno@example.com');
    expect(askedOf('me')).toMatchObject([{ status: 200 }]);
    await expectWholeLife(house, grant, 'workspace');
    expect(house.lines.join()).toContain('metadata.host-silent');
  });

  test('a workspace says so, and is asked who it is', async () => {
    const house = await serving();
    const grant = await house.signIn();
    expect(askedOf('hostMetadata')).toHaveLength(1);
    expect(askedOf('me')).toMatchObject([{ status: 200, userName: 'ada.moreno@example.com' }]);
    await expectWholeLife(house, grant, 'workspace');
  });

  test('a unified host signs people in at its account, and is asked who it is for the workspace of the profile', async () => {
    hostIs('unified');
    const house = await serving({ workspaceId: DEMO_WORKSPACE_ID });
    const grant = await house.signIn();
    expect(askedOf('me')).toMatchObject([{ status: 200, userName: 'ada.moreno@example.com' }]);
    await expectWholeLife(house, grant, 'account');
  });

  test('a unified host of which no workspace is known is not asked: the ID token says who it is', async () => {
    hostIs('unified');
    const house = await serving();
    const grant = await house.signIn('Ben Okafor');
    expect(grant.person?.userName).toBe('ben.okafor@example.com');
    expect(askedOf('me')).toEqual([]);
    await expectWholeLife(house, grant, 'account');
  });

  test('a unified host that does not know the workspace leaves it to the ID token', async () => {
    hostIs('unified');
    const { signIn } = await serving({ workspaceId: '7' });
    expect((await signIn()).person?.userName).toBe('ada.moreno@example.com');
    expect(askedOf('me')).toMatchObject([{ status: 404 }]);
  });

  test('an account console signs people in at the account of the profile', async () => {
    hostIs('account');
    const house = await serving({ accountId: fixture.as.accountId });
    const grant = await house.signIn();
    expect(grant.person?.userName).toBe('ada.moreno@example.com');
    expect(askedOf('me')).toEqual([]);
    await expectWholeLife(house, grant, 'account');
  });

  test('a machine gets its token where the host says, too', async () => {
    hostIs('unified');
    const machine: Partial<Connection> = { flow: 'client_credentials', scopes: ['all-apis'] };
    const { connections, grants, id } = await serving({ workspaceId: DEMO_WORKSPACE_ID }, machine);
    const { metadata, tokenClient } = grants;
    const log = createLog({ write: () => undefined, now: Date.now });
    const request = await connections.clientCredentialsRequest(id);
    const grant = await obtainServiceAccountGrant({ fetch: fixture.fetch, metadata, tokenClient, log }, request);
    expect(grant.server.issuer).toBe(fixture.as.issuers.account);
    await grants.keeper.adopt(grant);
    expect(grants.keeper.view(id).status).toBe('signed-in');
    fixture.as.controlHandlers.clearJournal({});
    await grants.keeper.renew(id);
    expect(journal().map(({ endpoint, level }) => [endpoint, level])).toEqual([['token', 'account']]);
  });
});

describe('what a host must not say ends the sign-in before the browser opens, and nothing else is asked:', () => {
  const evil = 'https://evil.example';
  const { origin, accountId } = { origin: () => fixture.as.origin, accountId: () => fixture.as.accountId };
  test.each<[string, string, () => unknown]>([
    ['another server', 'metadata_endpoint_untrusted', () => ({ oidc_endpoint: `${evil}/oidc` })],
    [
      'another server, in the name of the account',
      'metadata_endpoint_untrusted',
      () => ({ oidc_endpoint: `${evil}/oidc/accounts/{account_id}`, account_id: accountId() }),
    ],
    [
      'the account console of a cloud',
      'metadata_endpoint_untrusted',
      () => ({ oidc_endpoint: 'https://accounts.cloud.databricks.com/oidc/accounts/{account_id}', account_id: 'a' }),
    ],
    [
      'another port of itself',
      'metadata_endpoint_untrusted',
      () => ({ oidc_endpoint: origin().replace(/:\d+$/, ':1/oidc') }),
    ],
    ['a page of itself', 'metadata_endpoint_untrusted', () => ({ oidc_endpoint: `${origin()}/driver-proxy/oidc` })],
    [
      'itself with the password of another',
      'metadata_endpoint_untrusted',
      () => ({ oidc_endpoint: origin().replace('//', '//a:b@') }),
    ],
    ['a number', 'metadata_invalid', () => ({ oidc_endpoint: 7 })],
    [
      'an account that is a path',
      'metadata_invalid',
      () => ({ oidc_endpoint: `${origin()}/oidc`, account_id: '../a' }),
    ],
    [
      'a workspace that is a line of HTTP',
      'metadata_invalid',
      () => ({ oidc_endpoint: `${origin()}/oidc`, workspace_id: '1\r\nx: y' }),
    ],
    [
      'an account, but not which',
      'metadata_invalid',
      () => ({ oidc_endpoint: `${origin()}/oidc/accounts/{account_id}` }),
    ],
  ])('%s', async (_, code, body) => {
    const { signIn, grants, id } = await serving();
    hostSays(body());
    await expect(signIn()).rejects.toMatchObject({ code });
    expect(journal().map(({ endpoint }) => endpoint)).toEqual(['hostMetadata']);
    expect(grants.keeper.view(id).status).not.toBe('signed-in');
    // Once it is put right, it works: nothing of it is kept.
    expect((await signIn()).server.issuer).toBe(fixture.as.issuers.workspace);
  });

  test('another account than the one of the profile', async () => {
    for (const kind of ['workspace', 'unified'] as const) {
      hostIs(kind);
      const { signIn } = await serving({ accountId: '00000000-0000-0000-0000-000000000000' });
      await expect(signIn()).rejects.toMatchObject({ code: 'metadata_issuer_mismatch' });
    }
    expect(askedOf('authorize')).toEqual([]);
  });
});

describe('a host that does not say where people sign in is a workspace:', () => {
  test.each<[string, number, unknown, Record<string, string>?]>([
    ['401', 401, {}],
    ['403', 403, { oidc_endpoint: 'https://evil.example/oidc' }],
    ['its page for people', 200, '<!doctype html><title>Sign in</title>'],
    ['a redirect to another host', 302, '', { location: 'https://evil.example/.well-known/databricks-config' }],
    ['null', 200, null],
    ['a list', 200, [{ oidc_endpoint: 'https://evil.example/oidc' }]],
    ['nothing of use', 200, { cloud: 'AWS' }],
  ])('%s', async (_, status, body, headers = {}) => {
    const { signIn } = await serving();
    fixture.as.controlHandlers.failNext({ endpoint: 'hostMetadata', status, body, headers, times: 1, delayMs: 0 });
    expect((await signIn()).server.issuer).toBe(fixture.as.issuers.workspace);
  });
});

describe('a host that cannot be asked is not guessed about:', () => {
  test.each([429, 500, 503])('%i is said, with the wait that it asks for', async (status) => {
    const { signIn } = await serving();
    const fault = { endpoint: 'hostMetadata', status, headers: { 'retry-after': '9' }, times: 1, delayMs: 0 } as const;
    fixture.as.controlHandlers.failNext(fault);
    await expect(signIn()).rejects.toMatchObject({ code: 'server_busy', cause: { retryAfterMs: 9_000 } });
    expect(journal().map(({ endpoint }) => endpoint)).toEqual(['hostMetadata']);
  });

  test('a connection that breaks is the network, and the next sign-in asks again', async () => {
    hostIs('unified');
    const { signIn } = await serving();
    fixture.as.controlHandlers.failNext({ endpoint: 'hostMetadata', cut: 'before', times: 1, delayMs: 0 });
    await expect(signIn()).rejects.toMatchObject({ code: 'offline' });
    expect((await signIn()).server.issuer).toBe(fixture.as.issuers.account);
  });

  test('an answer that is too large is said to be', async () => {
    const { signIn } = await serving();
    hostSays('x'.repeat(1_100_000));
    await expect(signIn()).rejects.toMatchObject({ code: 'response_too_large' });
  });
});

describe('a host that becomes another one', () => {
  test('moves no sign-in that stands: it is renewed and revoked where it was given', async () => {
    const house = await serving();
    const grant = await house.signIn();
    hostIs('unified');
    await expectWholeLife(house, grant, 'workspace');
  });

  test('moves the next sign-in, once what was told is an hour old', async () => {
    const { signIn, grants, id, clock } = await serving();
    const first = await signIn();
    hostIs('unified');
    clock.aheadMs = 3_500_000;
    expect((await signIn()).server.issuer).toBe(fixture.as.issuers.workspace);
    clock.aheadMs = 3_700_000;
    const moved = await signIn();
    expect(moved.server.issuer).toBe(fixture.as.issuers.account);
    expect((await grants.keeper.renew(id)).server).toEqual(moved.server);
    expect(first.fingerprint).not.toBe(moved.fingerprint);
  });

  test('is asked once for several sign-ins of an hour, and never for a renewal', async () => {
    const { signIn, grants, id } = await serving();
    await signIn();
    await signIn('Ben Okafor');
    await grants.keeper.renew(id);
    await grants.keeper.renew(id);
    expect(askedOf('hostMetadata')).toHaveLength(1);
  });
});

describe('a sign-in that stands', () => {
  test('goes on when a profile with a chosen level leaves the choice to the host', async () => {
    const { signIn, grants, id, change } = await serving({ level: 'workspace' });
    await signIn();
    expect(askedOf('hostMetadata')).toEqual([]);
    await change({ level: 'automatic' });
    expect(grants.keeper.view(id).status).toBe('signed-in');
    expect(isActive(await grants.keeper.renew(id))).toBe(true);
  });

  test('ends when a level is chosen that is not the one of its host', async () => {
    hostIs('unified');
    const { signIn, grants, id, change } = await serving();
    const grant = await signIn();
    await change({ level: 'workspace' });
    await grants.revocationsEnded();
    expect([grants.keeper.view(id).status, isActive(grant)]).toEqual(['signed-out', false]);
  });

  test('ends when the profile names another account', async () => {
    hostIs('unified');
    const { signIn, grants, id, change } = await serving();
    await signIn();
    await change({ accountId: 'another' });
    expect(grants.keeper.view(id).status).toBe('signed-out');
  });
});

test('nothing that the sign-in at a unified host holds is in the log', async () => {
  hostIs('unified');
  const { signIn, lines, grants, id } = await serving({ workspaceId: DEMO_WORKSPACE_ID });
  const grant = await signIn();
  const renewed = await grants.keeper.renew(id);
  const { clientSecret } = fixture.as.clients.confidential;
  for (const secret of [
    grant.accessToken,
    grant.refreshToken,
    renewed.accessToken,
    renewed.refreshToken,
    clientSecret,
  ]) {
    expect(lines.join('\n')).not.toContain(secret);
  }
});
