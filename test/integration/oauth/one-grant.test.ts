/**
 * A server that counts all sign-ins of a person with one application as one grant: to revoke a token of one of them ends
 * them all. What is thrown away must not take with it what is kept.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createConnections } from '../../../src/main/app/profiles/connections.ts';
import { createSecrets } from '../../../src/main/app/profiles/profile-secrets.ts';
import { createProfileSetup } from '../../../src/main/app/profiles/profile-setup.ts';
import { createGrantServices } from '../../../src/main/app/sign-in/grant-services.ts';
import { createLog } from '../../../src/main/log/log.ts';
import type { Grant } from '../../../src/main/oauth/grants/grant.ts';
import { createTokenClient } from '../../../src/main/oauth/tokens/token-client.ts';
import { openProfiles } from '../../../src/main/settings/profiles.ts';
import { createMemoryVault } from '../../../src/main/vault/vault.ts';
import { AppError, codeOf } from '../../../src/shared/errors.ts';
import { defaultBehaviour } from '../../../standins/authorization-server/authorization-server.ts';
import { visitAs } from '../../../standins/scripted-browser.ts';
import { newDraft, withConnection } from '../../support/profiles.ts';
import { arrive, startSigningIn } from '../../support/signing-in.ts';
import { createFakeStore } from '../../support/vault-fakes.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

let fixture: Awaited<ReturnType<typeof startSigningIn>>;
let end: () => Promise<void> = async () => undefined;
beforeAll(async () => {
  fixture = await startSigningIn();
});
afterAll(() => fixture.stop());
beforeEach(() => {
  fixture.as.controlHandlers.setBehaviour({ ...defaultBehaviour, oneGrantPerPerson: true });
  fixture.as.controlHandlers.clearFaults({});
  fixture.as.controlHandlers.revokeGrants({});
});
afterEach(async () => {
  await end();
  end = async () => undefined;
});

/** The grant services over profiles with one connection each, all to the same server and client. */
async function serving(profileCount: number) {
  const lines: string[] = [];
  const log = createLog({ write: (line) => lines.push(line), now: Date.now });
  const profiles = await openProfiles({
    settings: createFakeStore(),
    hasDamagedFile: false,
    randomUuid: randomUUID,
    onDamaged: () => undefined,
  });
  const secrets = createSecrets({ vault: createMemoryVault(), log });
  const connections = createConnections({ profiles, secrets });
  const disk = { isFull: false };
  /** The connection whose sign-in is in the browser, and what happens meanwhile. */
  const browser = { at: null as string | null, meanwhile: (): Promise<void> => Promise.resolve() };
  const grants = createGrantServices({
    connections,
    secrets: {
      ...secrets,
      async saveGrant(grant) {
        if (disk.isFull) throw new AppError('vault_write_failed', { reason: 'grant' });
        await secrets.saveGrant(grant);
      },
    },
    fetch: Object.assign(fixture.fetch.bind(null), { close: async () => undefined }),
    allowLoopbackHttp: true,
    signingIn: () => browser.at,
    now: Date.now,
    uptime: () => performance.now(),
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
  const draft = withConnection(newDraft, {
    server: fixture.server,
    clientId: fixture.publicClient.clientId,
    clientAuthentication: 'none',
    clientSecret: null,
    scopes: ['all-apis', 'sql', 'openid', 'email', 'offline_access'],
    redirectUris: [...fixture.redirectUris],
  });
  const ids: string[] = [];
  for (let count = 0; count < profileCount; count += 1) {
    const { connections: made } = await setup.save({ ...draft, name: `Profile ${count}` });
    ids.push(made[0]?.id ?? '');
  }
  async function signIn(id = ids[0] ?? ''): Promise<Grant> {
    const visit = async (url: string): Promise<void> => {
      browser.at = id;
      const page = await visitAs(url, 'Ada Moreno');
      await browser.meanwhile();
      await arrive(page);
    };
    const { all } = fixture.signIns(visit, {
      // Without the keys of earlier sign-ins.
      tokenClient: createTokenClient({
        ...createVirtualClock(Date.now()),
        fetch: fixture.fetch,
        allowLoopbackHttp: true,
      }),
      storeGrant: grants.adopt,
      revoke: grants.revoke,
      revocationsEnded: grants.revocationsEnded,
    });
    try {
      return await all.start(await connections.signInRequest(id)).result;
    } finally {
      browser.at = null;
      await all.dispose();
    }
  }
  end = grants.dispose;
  return { grants, ids, disk, browser, lines, signIn };
}

const isActive = ({ accessToken }: Grant) => fixture.as.introspect(accessToken).active;

describe('a second sign-in that fails leaves the first one alone:', () => {
  type World = Awaited<ReturnType<typeof serving>>;
  test.each<[string, string, (world: World) => void]>([
    [
      'it lacks a scope',
      'scopes_missing',
      () => fixture.as.controlHandlers.setBehaviour({ grantOnlyScopes: ['openid', 'sql', 'offline_access'] }),
    ],
    [
      'its ID token cannot be verified',
      'server_busy',
      () => fixture.as.controlHandlers.failNext({ endpoint: 'jwks', status: 503, times: 9, delayMs: 0 }),
    ],
    [
      'it cannot be saved',
      'vault_write_failed',
      ({ disk }) => {
        disk.isFull = true;
      },
    ],
  ])('%s', async (_, code, break_) => {
    const world = await serving(1);
    const first = await world.signIn();
    break_(world);
    expect(await world.signIn().catch(codeOf)).toBe(code);
    await world.grants.revocationsEnded();
    expect(isActive(first)).toBe(true);
    expect(world.lines.join('\n')).toContain('grant.left-to-expire');
    world.disk.isFull = false;
    fixture.as.controlHandlers.setBehaviour({ grantOnlyScopes: null });
    const renewed = await world.grants.keeper.renew(first.connectionId);
    expect(isActive(renewed)).toBe(true);
  });
});

test('tokens of a sign-in whose ID token cannot be verified are given back where no earlier one is kept', async () => {
  const { grants, signIn } = await serving(1);
  fixture.as.controlHandlers.failNext({ endpoint: 'jwks', status: 503, times: 9, delayMs: 0 });
  const before = fixture.as.issuedTokens().length;
  expect(await signIn().catch(codeOf)).toBe('server_busy');
  await grants.revocationsEnded();
  const issued = fixture.as.issuedTokens().slice(before);
  expect(issued.length).toBeGreaterThan(0);
  expect(issued.map((token) => fixture.as.introspect(token).active)).toEqual(issued.map(() => false));
});

test('signing out of one profile leaves the same person signed in to another; the last one revokes', async () => {
  const { grants, ids, signIn } = await serving(2);
  const [one = '', two = ''] = ids;
  const first = await signIn(one);
  const second = await signIn(two);
  await grants.keeper.forget(one);
  await grants.revocationsEnded();
  expect([first, second].map(isActive)).toEqual([true, true]);
  await grants.keeper.forget(two);
  await grants.revocationsEnded();
  expect([first, second].map(isActive)).toEqual([false, false]);
});

test('signing out of one profile while the same person signs in to another leaves the new sign-in alone', async () => {
  const { grants, ids, browser, signIn } = await serving(2);
  const [one = '', two = ''] = ids;
  await signIn(one);
  browser.meanwhile = async () => {
    await grants.keeper.forget(one);
    await grants.revocationsEnded();
  };
  const second = await signIn(two);
  expect(isActive(second)).toBe(true);
  expect(isActive(await grants.keeper.renew(two))).toBe(true);
});

test('signing out of several connections at once revokes all the same', async () => {
  fixture.as.controlHandlers.setBehaviour({ oneGrantPerPerson: false });
  const { grants, ids, signIn } = await serving(2);
  const held = [await signIn(ids[0]), await signIn(ids[1])];
  await Promise.all(ids.map((id) => grants.keeper.forget(id)));
  await grants.revocationsEnded();
  expect(held.map(isActive)).toEqual([false, false]);
});
