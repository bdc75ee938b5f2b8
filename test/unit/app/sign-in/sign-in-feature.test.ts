/** Signing in and out through the requests of a window, over real grants and a network that answers as the test says. */
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { connectionFingerprint, createConnections } from '../../../../src/main/app/profiles/connections.ts';
import { createSecrets } from '../../../../src/main/app/profiles/profile-secrets.ts';
import { createProfileSetup } from '../../../../src/main/app/profiles/profile-setup.ts';
import { createGrantServices } from '../../../../src/main/app/sign-in/grant-services.ts';
import { createSignInFeature } from '../../../../src/main/app/sign-in/sign-in-feature.ts';
import { openProfiles } from '../../../../src/main/settings/profiles.ts';
import { createMemoryVault } from '../../../../src/main/vault/vault.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import type { ProfileDraft } from '../../../../src/shared/profile/profile.ts';
import { en } from '../../../../src/shared/text/en.ts';
import { freePorts } from '../../../support/driver/free-ports.ts';
import { grantAt } from '../../../support/grants.ts';
import { held } from '../../../support/held.ts';
import { newDraft, silentLog } from '../../../support/profiles.ts';
import { createFakeStore } from '../../../support/vault-fakes.ts';
import { createVirtualClock, settled } from '../../../support/virtual-clock.ts';

const here = { windowId: 'window-1', kind: 'viewer' } as const;
const issuer = 'https://old.example/oidc';
type DraftConnection = ProfileDraft['connections'][number];
type Answer = () => Response | Promise<Response>;

const tokens: Answer = () =>
  Response.json({ access_token: 'access', refresh_token: 'refresh', token_type: 'Bearer', expires_in: 3_600 });
const busy: Answer = () => new Response(null, { status: 503 });
const refused: Answer = () => Response.json({ error: 'invalid_client' }, { status: 401 });
const never: Answer = () => new Promise(() => {});

const isFor = (url: string, of: string) => new URL(url).pathname.includes(of);

/** The feature over one profile with one connection, which is changed as the test says. */
async function signingIn(changes: Partial<DraftConnection> = {}) {
  const clock = createVirtualClock();
  const world = {
    metadata: (() =>
      Response.json({
        issuer,
        authorization_endpoint: `${issuer}/v1/authorize`,
        token_endpoint: `${issuer}/v1/token`,
        response_types_supported: ['code'],
        code_challenge_methods_supported: ['S256'],
      })) as Answer,
    token: tokens,
    canOpenBrowser: true,
    isLocked: false,
    /** Waited for before anything is stored. */
    storing: async () => {},
  };
  const done: string[] = [];
  const opened: string[] = [];
  const copied: string[] = [];
  /** How many times each was asked for. */
  const asked = { metadata: 0, token: 0 };
  const waiting: { reached(): boolean; resolve(): void }[] = [];
  function look(): void {
    for (const { reached, resolve } of waiting) if (reached()) resolve();
  }
  /** Resolves when the state is like this; looked at whenever it changes. */
  const until = (reached: () => boolean) =>
    new Promise<void>((resolve) => {
      waiting.push({ reached, resolve });
      look();
    });

  const settings = createFakeStore();
  const profiles = await openProfiles({
    settings,
    hasDamagedFile: false,
    randomUuid: randomUUID,
    onDamaged: () => {},
  });
  const memory = createMemoryVault();
  const secrets = createSecrets({
    vault: {
      ...memory,
      get: async (name) => {
        if (world.isLocked) throw new AppError('vault_locked', { reason: 'notRead' });
        return memory.get(name);
      },
      put: async (name, secret) => {
        await world.storing();
        await memory.put(name, secret);
      },
    },
    log: silentLog,
  });
  const connections = createConnections({ profiles, secrets });
  const fetch = async (url: string) => {
    if (isFor(url, '.well-known')) {
      asked.metadata += 1;
      return world.metadata();
    }
    if (isFor(url, '/token')) {
      asked.token += 1;
      return world.token();
    }
    return isFor(url, 'Me') ? Response.json({ id: '1', userName: 'ada@example.com' }) : new Response(null);
  };
  const grants = createGrantServices({
    connections,
    secrets,
    fetch: Object.assign(fetch, { close: async () => {} }),
    allowLoopbackHttp: false,
    now: clock.now,
    uptime: clock.uptime,
    random: () => 0,
    log: silentLog,
    onChange: look,
    onRevocationRefused: () => {},
    onEvent: () => {},
  });
  const setup = createProfileSetup({
    profiles,
    secrets,
    connections,
    keeper: grants.keeper,
    system: { confirmChange: async () => true },
    allowLoopbackHttp: false,
    cancelSignIns: async () => {},
    onProfileChanging: () => {},
    onProfileKept: () => {},
  });
  const [port] = await freePorts(1);
  const redirectUri = `http://127.0.0.1:${port}/callback`;
  const [drafted] = newDraft.connections;
  if (!drafted) throw new Error('no connection');
  const profile = await setup.save({
    ...newDraft,
    connections: [{ ...drafted, redirectUris: [redirectUri], ...changes }],
  });
  const connectionId = profile.connections[0]?.id ?? '';
  const feature = createSignInFeature({
    profiles,
    connections,
    grants,
    fetch,
    settings,
    system: {
      openBrowser: async (url) => {
        opened.push(url);
        if (!world.canOpenBrowser) throw new Error('no browser');
      },
      copyText: async (text) => void copied.push(text),
      comeForward: () => void done.push('come forward'),
    },
    text: en,
    onSignedIn: (id) => void done.push(`signed in ${id === connectionId}`),
    onSignIn: {
      begun: (id, windowId) => void done.push(`begun ${id === connectionId} in ${windowId}`),
      over: (id, isSignedIn) => void done.push(`over ${id === connectionId} ${isSignedIn}`),
    },
    closeAndClearSession: async (id) => void done.push(`close ${id === profile.id}`),
    timers: clock,
    now: clock.now,
    uptime: clock.uptime,
    random: () => 0,
    log: silentLog,
    onChange: look,
  });
  running.push(async () => {
    await feature.close?.();
    await grants.dispose();
  });
  const state = () => feature.sharedState();
  const status = () => state().grants[0]?.status;
  const start = () => feature.handlers['grants.signIn']({ connectionId }, here);
  /** Waits until the browser was opened for the sign-in. */
  const inBrowser = async () => {
    await start();
    await until(() => state().signIn?.phase === 'waiting-for-browser');
    await settled();
  };
  /** The browser comes back with a code; resolves with the page that it is shown. */
  const comeBack = async () => {
    const callback = new URL(redirectUri);
    callback.search = `code=a-code&state=${new URL(opened.at(-1) ?? copied.at(-1) ?? '').searchParams.get('state')}`;
    return (await globalThis.fetch(callback)).text();
  };
  return {
    feature,
    profile,
    connectionId,
    world,
    redirectUri,
    settings,
    asked,
    done,
    opened,
    copied,
    clock,
    state,
    status,
    start,
    inBrowser,
    comeBack,
    until,
    /** Stores a grant as an earlier run of the program did. */
    async leaveGrant() {
      const { connection } = connections.find(connectionId);
      const fingerprint = connectionFingerprint(connection, profile);
      await secrets.saveGrant(grantAt(clock.now(), { connectionId, fingerprint }));
    },
  };
}

const running: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of running.splice(0)) await end();
});

const serviceAccount: Partial<DraftConnection> = { flow: 'client_credentials', scopes: ['all-apis'] };

/** Metadata of a server that says how it can be asked which account to use. */
const asking: Answer = () =>
  Response.json({
    issuer,
    authorization_endpoint: `${issuer}/v1/authorize`,
    token_endpoint: `${issuer}/v1/token`,
    response_types_supported: ['code'],
    prompt_values_supported: ['none', 'login', 'select_account'],
  });

describe('sign-ins one after another', () => {
  test('come a dozen in a row and then only as fast as a person needs them', async () => {
    const { start, feature, clock, opened, until, state } = await signingIn();
    for (let count = 0; count < 12; count += 1) {
      await start();
      await until(() => state().signIn?.phase === 'waiting-for-browser');
      await settled();
    }
    const refusal = { code: 'request_refused', values: { reason: 'tooManySignIns' } };
    await expect(start()).rejects.toMatchObject(refusal);
    // The same browser is meant.
    const reopen = async () => feature.handlers['grants.reopenBrowser'](undefined, here);
    await expect(reopen()).rejects.toMatchObject(refusal);
    // The one under way goes on.
    expect(state().signIn?.phase).toBe('waiting-for-browser');
    const before = opened.length;
    await clock.advance(5_000);
    await reopen();
    expect(opened.length).toBe(before + 1);
  });
});

describe('somebody else', () => {
  const askedFor = (url: string | undefined) => new URL(url ?? '').searchParams.get('prompt');
  type Signing = Awaited<ReturnType<typeof signingIn>>;
  const end = async ({ comeBack, until, state }: Signing) => {
    await comeBack();
    await until(() => state().signIn === null);
    await settled();
  };
  const startAsSomebodyElse = async ({ feature, connectionId, until, state }: Signing) => {
    await feature.handlers['grants.signIn']({ connectionId, asSomebodyElse: true }, here);
    await until(() => state().signIn?.phase === 'waiting-for-browser');
    await settled();
  };

  test('is asked for, and whoever is signed in stays so until that has succeeded', async () => {
    const signing = await signingIn();
    const { feature, world, inBrowser, opened, state, status, until, done } = signing;
    world.metadata = asking;
    await inBrowser();
    expect([askedFor(opened[0]), state().signIn?.account]).toEqual([null, null]);
    await end(signing);

    await startAsSomebodyElse(signing);
    expect([askedFor(opened[1]), state().signIn?.account]).toEqual(['select_account', 'asked']);
    expect(status()).toBe('signed-in');
    feature.handlers['grants.cancelSignIn'](undefined, here);
    await until(() => state().signIn === null);
    expect(done.at(-1)).toBe('over true false');
    expect(status()).toBe('signed-in');
    await startAsSomebodyElse(signing);
    await end(signing);
    expect(status()).toBe('signed-in');
  });

  test('may be whoever signs in after a sign-out: that is asked until somebody has', async () => {
    const signing = await signingIn();
    const { feature, world, inBrowser, opened, until, state, profile, settings, connectionId } = signing;
    world.metadata = asking;
    await inBrowser();
    await end(signing);
    await feature.handlers['grants.signOut']({ profileId: profile.id }, here);
    // Also by the next start of the program.
    expect(settings.get('signedOut')).toEqual([connectionId]);
    await inBrowser();
    feature.handlers['grants.cancelSignIn'](undefined, here);
    await until(() => state().signIn === null);
    await inBrowser();
    await end(signing);
    await inBrowser();
    expect(opened.map(askedFor)).toEqual([null, 'select_account', 'select_account', null]);
    expect(settings.get('signedOut')).toEqual([]);
  });

  test('may be whoever signs in after a sign-out that came while a sign-in was being stored', async () => {
    const { feature, world, inBrowser, comeBack, opened, profile, settings, connectionId } = await signingIn();
    world.metadata = asking;
    await inBrowser();
    const reached = held();
    const stored = held();
    world.storing = () => {
      reached.release();
      return stored.released;
    };
    const page = comeBack();
    await reached.released;
    const signedOut = feature.handlers['grants.signOut']({ profileId: profile.id }, here);
    stored.release();
    await Promise.all([signedOut, page]);
    await settled();
    expect(settings.get('signedOut')).toEqual([connectionId]);
    await inBrowser();
    expect(opened.map(askedFor)).toEqual([null, 'select_account']);
  });

  test('finds another browser first, where the server cannot be asked', async () => {
    const signing = await signingIn();
    const { feature, opened, copied, state, status } = signing;
    await startAsSomebodyElse(signing);
    expect(state().signIn).toMatchObject({ phase: 'waiting-for-browser', account: 'unaskable' });
    expect(opened).toEqual([]);
    feature.handlers['grants.copySignInLink'](undefined, here);
    expect(askedFor(copied[0])).toBeNull();
    await feature.handlers['grants.reopenBrowser'](undefined, here);
    expect(opened).toEqual(copied);
    await end(signing);
    expect(status()).toBe('signed-in');
  });

  test('is not looked for after a sign-out, where the server cannot be asked', async () => {
    const { feature, inBrowser, opened, state, profile } = await signingIn();
    await feature.handlers['grants.signOut']({ profileId: profile.id }, here);
    await inBrowser();
    expect(opened.map(askedFor)).toEqual([null]);
    expect(state().signIn?.account).toBeNull();
  });
});

describe('an answer that does not fit', () => {
  test('shows in the state in no words of its own, while the sign-in goes on; and is gone at the end', async () => {
    const { inBrowser, comeBack, until, state, redirectUri } = await signingIn();
    await inBrowser();
    expect(state().signIn?.hasStrayAnswer).toBe(false);
    const words = 'call-this-number';
    const page = await globalThis.fetch(`${redirectUri}?error=access_denied&error_description=${words}`);
    expect(page.status).toBe(400);
    expect(await page.text()).toContain(words);
    await until(() => state().signIn?.hasStrayAnswer === true);
    expect(JSON.stringify(state())).not.toContain(words);
    expect(state()).toMatchObject({ signIn: { phase: 'waiting-for-browser' }, signInProblem: null });
    await comeBack();
    await until(() => state().signIn === null);
    expect(state().grants[0]?.status).toBe('signed-in');
  });
});

describe('a person', () => {
  test('signs in through the browser; then the workbook is opened, and only after that the window comes forward', async () => {
    const { inBrowser, comeBack, until, state, status, done, connectionId } = await signingIn();
    expect(status()).toBe('signed-out');
    await inBrowser();
    expect(state().signIn).toMatchObject({ connectionId, phase: 'waiting-for-browser' });
    expect(done.splice(0)).toEqual(['begun true in window-1']);
    await comeBack();
    await until(() => state().signIn === null);
    await settled();
    expect(done).toEqual(['over true true', 'come forward', 'signed in true']);
    expect(state().grants).toMatchObject([
      { connectionId, status: 'signed-in', person: { userName: 'ada@example.com' }, isServiceAccount: false },
    ]);
    expect(state().signInProblem).toBeNull();
  });

  test('whose keychain was unlocked need not sign in: what is stored is taken up', async () => {
    const { feature, leaveGrant, world, start, status, state, opened } = await signingIn();
    await leaveGrant();
    world.isLocked = true;
    await feature.restore?.();
    expect(state().grants).toMatchObject([{ status: 'signed-out', problem: { code: 'vault_locked' } }]);
    // What it brought could not be stored.
    await expect(start()).rejects.toMatchObject({ code: 'vault_locked' });
    world.isLocked = false;
    await start();
    expect([status(), opened]).toEqual(['signed-in', []]);
  });

  test('whose keychain was unlocked and held nothing signs in', async () => {
    const { feature, world, inBrowser, state, opened } = await signingIn();
    world.isLocked = true;
    await feature.restore?.();
    world.isLocked = false;
    await inBrowser();
    expect([state().grants[0]?.problem, opened.length]).toEqual([null, 1]);
  });

  test('whose keychain is unlocked while they sign in ends up with the new sign-in', async () => {
    const { feature, leaveGrant, world, inBrowser, comeBack, until, state } = await signingIn();
    await inBrowser();
    await leaveGrant();
    world.isLocked = true;
    await feature.restore?.();
    world.isLocked = false;
    feature.wake?.('unlock');
    await until(() => state().grants[0]?.status === 'signed-in');
    await comeBack();
    await until(() => state().signIn === null);
    await settled();
    expect(state().grants).toMatchObject([
      { status: 'signed-in', person: { userName: 'ada@example.com' }, problem: null },
    ]);
    expect(state().signInProblem).toBeNull();
  });

  test('counts as signing in from when the browser opens, until the grant is kept', async () => {
    const { feature, start, inBrowser, comeBack, until, state, connectionId } = await signingIn();
    await start();
    expect([state().signIn?.phase, feature.signingIn()]).toEqual(['preparing', null]);
    await inBrowser();
    expect(feature.signingIn()).toBe(connectionId);
    await comeBack();
    await until(() => state().signIn === null);
    expect(feature.signingIn()).toBeNull();
  });

  test('can copy the link that the browser was given, and open it again', async () => {
    const { feature, inBrowser, opened, copied } = await signingIn();
    await inBrowser();
    expect(opened).toHaveLength(1);
    feature.handlers['grants.copySignInLink'](undefined, here);
    expect(copied).toEqual(opened);
    await feature.handlers['grants.reopenBrowser'](undefined, here);
    expect(opened).toHaveLength(2);
    expect(opened[1]).toBe(opened[0]);
  });

  test('is told that no browser opened, while the sign-in goes on', async () => {
    const { inBrowser, world, state } = await signingIn();
    world.canOpenBrowser = false;
    await inBrowser();
    expect(state()).toMatchObject({
      signIn: { phase: 'waiting-for-browser' },
      signInProblem: { error: { code: 'browser_not_opened' } },
    });
  });

  test('cancels, and nothing is said of it; there is no link any more', async () => {
    const { feature, inBrowser, until, state, copied } = await signingIn();
    await inBrowser();
    feature.handlers['grants.cancelSignIn'](undefined, here);
    await until(() => state().signIn === null);
    expect(state().signInProblem).toBeNull();
    expect(() => feature.handlers['grants.copySignInLink'](undefined, here)).toThrow();
    expect(copied).toEqual([]);
  });

  test('whose connection goes is signed in no further; that of another connection goes on', async () => {
    const { feature, inBrowser, state, connectionId } = await signingIn();
    await inBrowser();
    await feature.cancelFor(['another']);
    expect(state().signIn).not.toBeNull();
    await feature.cancelFor([connectionId]);
    expect(state().signIn).toBeNull();
  });

  test('is signed in no further when the program closes', async () => {
    const { feature, inBrowser, state } = await signingIn();
    await inBrowser();
    await feature.close?.();
    expect(state().signIn).toBeNull();
  });

  test('sees why a sign-in failed', async () => {
    const { start, world, until, state, connectionId } = await signingIn();
    world.metadata = () => Response.json({ issuer: 'https://another.example' });
    await start();
    await until(() => state().signInProblem !== null);
    expect(state()).toMatchObject({
      signIn: null,
      signInProblem: { connectionId, error: { code: 'metadata_issuer_mismatch' } },
    });
  });

  test('who asks for a renewal gets one, and an answer without the grant', async () => {
    const { feature, inBrowser, comeBack, until, state, asked, connectionId } = await signingIn();
    const renew = () => feature.handlers['grants.renew']({ connectionId }, here);
    await expect(renew()).rejects.toMatchObject({ code: 'grant_missing' });
    await inBrowser();
    await comeBack();
    await until(() => state().signIn === null);
    expect(asked.token).toBe(1);
    expect(await renew()).toBeUndefined();
    expect(asked.token).toBe(2);
  });

  test('who asks for a renewal does not wait for our back-off, but leaves a server alone that asks for it', async () => {
    const { feature, inBrowser, comeBack, until, state, asked, connectionId, world } = await signingIn();
    const renew = () => feature.handlers['grants.renew']({ connectionId }, here);
    await inBrowser();
    await comeBack();
    await until(() => state().signIn === null);
    world.token = () => new Response('', { status: 503 });
    await expect(renew()).rejects.toMatchObject({ code: 'server_busy' });
    await expect(renew()).rejects.toMatchObject({ code: 'server_busy' });
    expect(asked.token).toBe(3);
    world.token = () => new Response('', { status: 503, headers: { 'retry-after': '60' } });
    await expect(renew()).rejects.toMatchObject({ code: 'server_busy' });
    await expect(renew()).rejects.toMatchObject({ code: 'server_busy' });
    expect(asked.token).toBe(4);
  });

  test('who signs out has no grant any more, and nothing on screen', async () => {
    const { feature, inBrowser, comeBack, until, state, status, done, profile } = await signingIn();
    await inBrowser();
    await comeBack();
    await until(() => state().signIn === null);
    await settled();
    done.length = 0;
    await feature.handlers['grants.signOut']({ profileId: profile.id }, here);
    expect(done).toEqual(['close true']);
    expect(status()).toBe('signed-out');
  });
});

test('no window has a part of its own', async () => {
  const { feature } = await signingIn();
  expect(feature.windowState('window-1')).toEqual({});
});

describe('a service account', () => {
  test('signs in when the program starts, and no window comes forward', async () => {
    const { feature, until, status, state, done, opened } = await signingIn(serviceAccount);
    await feature.restore?.();
    await until(() => status() === 'signed-in');
    await settled();
    expect(state().grants).toMatchObject([{ isServiceAccount: true }]);
    expect(done).toEqual(['signed in true']);
    expect(opened).toEqual([]);
  });

  test('that is refused says so until it succeeds', async () => {
    const { feature, world, until, state, done, connectionId } = await signingIn(serviceAccount);
    world.token = refused;
    await feature.restore?.();
    await until(() => state().signInProblem !== null);
    expect(state().signInProblem).toMatchObject({ connectionId, error: { code: 'client_rejected' } });
    expect(done).toEqual([]);
    world.token = tokens;
    feature.ensureServiceAccounts();
    await until(() => state().signInProblem === null);
    await settled();
    expect(done).toEqual(['signed in true']);
  });

  test('that failed for a passing reason tries at once when the computer wakes', async () => {
    const { feature, world, until, state, status, clock } = await signingIn(serviceAccount);
    world.token = busy;
    await feature.restore?.();
    await until(() => state().signInProblem !== null);
    await settled();
    expect(clock.pending()).toHaveLength(1);
    world.token = tokens;
    feature.wake?.('network-up');
    await until(() => status() === 'signed-in');
    expect(clock.pending()).toEqual([]);
  });

  test.each([
    ['its profile is about to change', 'changing'],
    ['the program closes', 'closing'],
  ] as const)('stops trying when %s', async (_when, end) => {
    const { feature, world, until, state, clock, profile } = await signingIn(serviceAccount);
    world.token = busy;
    await feature.restore?.();
    await until(() => state().signInProblem !== null);
    await settled();
    feature.profileChanging('another profile');
    expect(clock.pending()).toHaveLength(1);
    if (end === 'changing') feature.profileChanging(profile.id);
    else await feature.close?.();
    expect(clock.pending()).toEqual([]);
  });

  test('whose request is under way is given up when its profile is about to change', async () => {
    const { feature, world, until, status, profile, asked } = await signingIn(serviceAccount);
    world.token = never;
    await feature.restore?.();
    for (let turn = 0; asked.token === 0 && turn < 50; turn += 1) await settled();
    feature.profileChanging(profile.id);
    world.token = tokens;
    feature.ensureServiceAccounts();
    await until(() => status() === 'signed-in');
    expect(asked.token).toBe(2);
  });

  test('that was signed out stays so over a wake, and signs in when a person asks for it', async () => {
    const { feature, until, status, start, asked, profile } = await signingIn(serviceAccount);
    await feature.restore?.();
    await until(() => status() === 'signed-in');
    await settled();
    await feature.handlers['grants.signOut']({ profileId: profile.id }, here);
    feature.wake?.('resume');
    await settled();
    expect([status(), asked.token]).toEqual(['signed-out', 1]);
    await start();
    expect([status(), asked.token]).toEqual(['signed-in', 2]);
  });
});
