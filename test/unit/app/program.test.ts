import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { AuditEdges } from '../../../src/main/app/audit/audit-edges.ts';
import { createNotices } from '../../../src/main/app/notices.ts';
import { createProgram } from '../../../src/main/app/program.ts';
import type { WallClock } from '../../../src/main/async/clock.ts';
import { systemTimers } from '../../../src/main/async/timers.ts';
import { createLog } from '../../../src/main/log/log.ts';
import type { Grant } from '../../../src/main/oauth/grants/grant.ts';
import { openChoices } from '../../../src/main/settings/choices.ts';
import { openProfiles } from '../../../src/main/settings/profiles.ts';
import { createLocalSigner } from '../../../src/main/sigma/local-signer.ts';
import { createMemoryVault, type EntryName, type Vault } from '../../../src/main/vault/vault.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { appearanceOf } from '../../../src/shared/profile/embed-parameters.ts';
import type { Profile } from '../../../src/shared/profile/profile.ts';
import type { AppState } from '../../../src/shared/state.ts';
import { en } from '../../../src/shared/text/en.ts';
import { allLines, newFolder } from '../../support/audit-trail.ts';
import { frozen } from '../../support/frozen.ts';
import { grantAt, HOUR } from '../../support/grants.ts';
import { noDesktop } from '../../support/no-desktop.ts';
import { noDownloads } from '../../support/no-downloads.ts';
import { noNotifying } from '../../support/no-notifying.ts';
import { noPictures } from '../../support/no-pictures.ts';
import { noUpdates } from '../../support/no-updates.ts';
import {
  draftFor,
  fingerprintFor,
  grantFingerprint,
  grantServer,
  newDraft,
  otherServer,
  unboundFingerprint,
  withConnection,
} from '../../support/profiles.ts';
import { plainSelf } from '../../support/self.ts';
import { createFakeStore, type FakeStore } from '../../support/vault-fakes.ts';
import { settled } from '../../support/virtual-clock.ts';

const NOW = 1_700_000_000_000;
const server = {
  ...grantServer,
  tokenEndpoint: 'https://old.example/oidc/v1/token',
  revocationEndpoint: 'https://old.example/oidc/v1/revoke',
};
const person = (userName: string) => ({ id: userName, userName, displayName: userName });

/** The window that asks where a test is about one window. */
const here = { windowId: 'window-1', kind: 'viewer' } as const;
const elsewhere = { windowId: 'window-2', kind: 'viewer' } as const;

/** The whole program over a vault in memory, with one profile. */
async function createFixture(
  changes: {
    vault?: Partial<Vault>;
    settings?: FakeStore;
    tabs?: FakeStore;
    networkClosed?: Promise<void>;
    answer?: () => Promise<Response>;
    wallClock?: WallClock;
    audit?: AuditEdges;
  } = {},
) {
  const memory = createMemoryVault();
  const vault: Vault = { ...memory, mode: 'encrypted', ...changes.vault };
  const settings = changes.settings ?? createFakeStore();
  const profiles = await openProfiles({ settings, hasDamagedFile: false, randomUuid: randomUUID, onDamaged: () => {} });
  const notices = createNotices({ randomUuid: randomUUID, setTimer: () => () => {}, onChange: () => {} });
  const cleared: string[] = [];
  /** What the person answers when they are asked; once that is used up, yes. */
  const answers: boolean[] = [];
  /** What was sent over the network, one line each. */
  const sent: string[] = [];
  /** How many keys were asked for ahead of need. */
  const prepared: number[] = [];
  /** How often the network was closed, and how often windows were told of a change. */
  const told = { networkClosed: 0, changes: 0 };
  const program = createProgram({
    version: '0',
    platform: 'test',
    self: plainSelf,
    text: en,
    allowLoopbackHttp: false,
    appearance: () => appearanceOf(false, 'en'),
    vault,
    profiles,
    choices: openChoices(createFakeStore(), {}),
    speech: { waits: () => false, quit: () => {}, startAgain: () => {} },
    notices,
    desktop: noDesktop,
    downloads: noDownloads,
    pictures: noPictures,
    notifying: noNotifying,
    system: {
      openBrowser: async () => {},
      copyText: async () => {},
      chooseEnvFile: async () => null,
      chooseSetUpFile: async () => null,
      confirmChange: async () => answers.shift() ?? true,
      confirmAction: async () => false,
      confirmReveal: async () => false,
      isOnline: () => true,
      clearGuestSession: async (partition) => void cleared.push(partition),
      comeForward: () => {},
    },
    fetch: Object.assign(
      async (url: string, init?: RequestInit) => {
        sent.push(`${url} ${init?.body}`);
        return changes.answer?.() ?? new Response(null, { status: 200 });
      },
      {
        close: async () => {
          told.networkClosed += 1;
          await changes.networkClosed;
        },
      },
    ),
    createSigner: (embedSecret) =>
      createLocalSigner({
        embedSecret,
        now: () => NOW,
        randomUuid: randomUUID,
        createEncryptor: () => ({ prepare: (count) => void prepared.push(count), encrypt: async () => 'sealed' }),
      }),
    settings,
    tabStore: changes.tabs ?? null,
    setScrollBars: () => {},
    frames: { look: () => null, place: () => null, focus: () => {}, handedOver: () => {} },
    sendToGuest: () => {},
    loadInPlaceOf: () => false,
    wasPressed: async () => true,
    whenPictureIsWhole: (_guestId, then) => then(),
    zoomGuest: () => {},
    stepsOf: () => ({ canGoBack: false, canGoForward: false }),
    stepIn: () => {},
    findIn: () => {},
    stopFindingIn: () => {},
    updates: noUpdates,
    timers: systemTimers,
    now: () => NOW,
    uptime: () => 5_000,
    ...(changes.wallClock && { wallClock: changes.wallClock }),
    ...(changes.audit && { audit: changes.audit }),
    random: () => 0,
    randomUuid: randomUUID,
    log: createLog({ write: () => {}, now: () => NOW }),
    onChange: () => {
      told.changes += 1;
    },
  });
  const state = ({ windowId, kind } = here as typeof here | typeof elsewhere) =>
    frozen(program.stateFor(windowId, kind));
  const { profileId } = await program.handlers['profiles.save'](newDraft, here);
  const profile = state().profiles.find((view) => view.profile.id === profileId)?.profile;
  const [connection] = profile?.connections ?? [];
  const [workbook] = profile?.workbooks ?? [];
  if (!profile || !connection || !workbook) throw new Error('no profile');
  const grantOf = (name: string | null, more: Partial<Grant> = {}) =>
    grantAt(NOW, {
      connectionId: connection.id,
      server,
      fingerprint: grantFingerprint,
      person: name === null ? null : person(name),
      expiresAt: NOW + HOUR,
      ...more,
    });
  const panes = (caller: typeof here | typeof elsewhere = here) => state(caller).window.panes;
  const pane = () => panes()[0];
  const open = (caller: typeof here | typeof elsewhere = here) =>
    program.handlers['panes.open']({ workbookId: workbook.id }, caller);
  cleared.length = 0;
  return {
    program,
    state,
    profile,
    connection,
    workbook,
    grantOf,
    panes,
    pane,
    open,
    cleared,
    sent,
    prepared,
    memory,
    notices,
    told,
    answers,
  };
}

const programs: { close(): Promise<void> }[] = [];
async function opened(...args: Parameters<typeof createFixture>) {
  const one = await createFixture(...args);
  programs.push(one.program);
  return one;
}
afterEach(async () => {
  for (const program of programs.splice(0)) await program.close();
});

describe('another person', () => {
  test('gets a new pane in a session of their own', async () => {
    const { program, workbook, grantOf, pane, cleared, open } = await opened();
    await program.keeper.adopt(grantOf('ada@example.com'));
    open();
    const before = pane();
    await program.keeper.adopt(grantOf('ben@example.com'));
    expect(pane()).toMatchObject({ workbookId: workbook.id, swaps: 0 });
    expect(pane()?.paneId).not.toBe(before?.paneId);
    const [partition, earlier] = [pane()?.guests[0]?.partition, before?.guests[0]?.partition ?? ''];
    expect(partition).not.toBe(earlier);
    expect(cleared).toEqual([earlier]);
    const guestId = pane()?.guests[0]?.guestId ?? '';
    expect(program.panes.isKnownGuest(guestId, earlier, here.windowId)).toBe(false);
    expect(program.panes.isKnownGuest(guestId, partition ?? '', here.windowId)).toBe(true);
  });

  test('is not the same one signing in again', async () => {
    const { program, grantOf, pane, open, cleared } = await opened();
    await program.keeper.adopt(grantOf('ada@example.com'));
    open();
    const before = pane();
    await program.keeper.adopt(grantOf('ada@example.com'));
    expect(pane()?.paneId).toBe(before?.paneId);
    expect(pane()?.guests[0]?.partition).toBe(before?.guests[0]?.partition);
    expect(cleared).toEqual([]);
  });

  test('beside the first, for another connection, is shown to Sigma as neither', async () => {
    const { program, profile, grantOf, pane, open, state } = await opened();
    const draft = draftFor(profile);
    const [first] = draft.connections;
    if (!first) throw new Error('no connection');
    const second = { ...first, id: null, sigmaConnectionId: 'second', clientSecret: 'client-secret-b' };
    await program.handlers['profiles.save']({ ...draft, connections: [first, second] }, here);
    const added = state().grants[1]?.connectionId ?? '';
    await program.keeper.adopt(grantOf('Ada@example.com'));
    await program.keeper.adopt(grantOf('ben@example.com', { connectionId: added }));
    open();
    const request = () => program.panes.requestGuest(pane()?.guests[0]?.guestId ?? '');
    await expect(request()).rejects.toMatchObject({ code: 'people_differ' });
    await program.keeper.adopt(grantOf('ada@example.com', { connectionId: added }));
    await request();
  });
});

describe('a sign-in that only says who the person is', () => {
  /** A profile with a connection for its data and one that only says who is looking. */
  async function twoConnections(differentAddresses: 'refused' | 'allowed') {
    const house = await opened();
    const draft = draftFor(house.profile);
    const [first] = draft.connections;
    if (!first) throw new Error('no connection');
    const second = { ...first, id: null, sigmaConnectionId: null, clientSecret: 'client-secret-b' };
    const user = { ...draft.user, differentAddresses };
    await house.program.handlers['profiles.save']({ ...draft, user, connections: [first, second] }, here);
    const connectionId = house.state().grants[1]?.connectionId ?? '';
    const subject = async () => {
      await house.program.panes.requestGuest(house.pane()?.guests[0]?.guestId ?? '');
      const { paneId } = house.pane() ?? { paneId: '' };
      return (await house.program.handlers['panes.details']({ paneId }, here)).claims.sub;
    };
    return {
      ...house,
      identity: {
        connectionId,
        fingerprint: fingerprintFor('https://app.sigma.example embed-client nothing handed on'),
      },
      subject,
    };
  }

  test('as another person than the one whose token is there opens nothing', async () => {
    const { program, grantOf, open, subject, identity } = await twoConnections('refused');
    await program.keeper.adopt(grantOf('ada@example.com'));
    await program.keeper.adopt(grantOf('ben@example.com', identity));
    open();
    await expect(subject()).rejects.toMatchObject({ code: 'people_differ' });
  });

  test('as another person closes the open workbook, and mixes the two in no session', async () => {
    const { program, grantOf, open, pane, cleared, subject, identity } = await twoConnections('refused');
    await program.keeper.adopt(grantOf('ada@example.com'));
    await program.keeper.adopt(grantOf('ada@example.com', identity));
    open();
    expect(await subject()).toBe('ada@example.com');
    const before = pane();
    cleared.length = 0;
    await program.keeper.adopt(grantOf('ben@example.com', identity));
    expect(pane()?.paneId).not.toBe(before?.paneId);
    expect(cleared).toEqual([before?.guests[0]?.partition]);
    await expect(subject()).rejects.toMatchObject({ code: 'people_differ' });
    // Ben signs in to the data as well: from here on it is his workbook.
    await program.keeper.adopt(grantOf('ben@example.com'));
    expect(await subject()).toBe('ben@example.com');
  });

  test('as another person than a grant of the last start opens nothing', async () => {
    const { program, connection, grantOf, memory, open, subject, identity } = await twoConnections('refused');
    await memory.put(`grant/${connection.id}`, JSON.stringify(grantOf('ada@example.com')));
    await program.restore();
    await program.keeper.adopt(grantOf('ben@example.com', identity));
    open();
    await expect(subject()).rejects.toMatchObject({ code: 'people_differ' });
  });

  test('names the session where the profile says that addresses may differ', async () => {
    const { program, grantOf, open, subject, identity } = await twoConnections('allowed');
    await program.keeper.adopt(grantOf('a.moreno@platform.example'));
    await program.keeper.adopt(grantOf('ada@example.com', identity));
    open();
    expect(await subject()).toBe('ada@example.com');
  });
});

describe('signing out', () => {
  test('leaves the session behind and empties it, even when the vault refuses', async () => {
    const memory = createMemoryVault();
    const fault = new AppError('vault_remove_failed', { reason: 'systemAnswered', systemCode: 'EROFS' });
    const refuse = (name: EntryName) => (name.startsWith('grant/') ? Promise.reject(fault) : memory.remove(name));
    const { program, profile, grantOf, pane, cleared, open } = await opened({ vault: { remove: refuse } });
    await program.keeper.adopt(grantOf('ada@example.com'));
    open();
    const partition = pane()?.guests[0]?.partition;
    await expect(program.handlers['grants.signOut']({ profileId: profile.id }, here)).rejects.toMatchObject({
      code: 'vault_remove_failed',
      values: { reason: 'signedOut', systemCode: 'EROFS' },
    });
    expect(cleared).toEqual([partition]);
    expect(pane()).toBeUndefined();
    open();
    expect(pane()?.guests[0]?.partition).not.toBe(partition);
  });
});

describe('a grant whose connection', () => {
  test('went is not taken', async () => {
    const { program, profile, grantOf, memory } = await opened();
    await program.handlers['profiles.remove']({ profileId: profile.id }, here);
    await expect(program.keeper.adopt(grantOf('ada@example.com'))).rejects.toMatchObject({ code: 'profile_missing' });
    expect(memory.names()).toEqual([]);
  });

  test('became another is not taken, and not taken up after a restart', async () => {
    const { program, connection, grantOf, memory } = await opened();
    const misfit = grantOf('ada@example.com', { clientId: 'earlier-client', fingerprint: 'of the earlier client' });
    await expect(program.keeper.adopt(misfit)).rejects.toMatchObject({ code: 'profile_missing' });
    await memory.put(`grant/${connection.id}`, JSON.stringify(misfit));
    await program.restore();
    expect(program.keeper.view(connection.id).status).toBe('signed-out');
    expect(memory.has(`grant/${connection.id}`)).toBe(false);
  });

  test('moves to another server is revoked at its own, with the secret that was meant for it', async () => {
    const { program, profile, grantOf, sent } = await opened();
    await program.keeper.adopt(grantOf('ada@example.com'));
    await program.handlers['profiles.save'](
      withConnection(draftFor(profile), { server: otherServer, clientSecret: 'client-secret-two' }),
      here,
    );
    await settled();
    // Both tokens, refresh token first.
    expect(sent).toHaveLength(2);
    for (const request of sent) {
      expect(request).toContain('https://old.example/oidc/v1/revoke');
      expect(request).toContain('client_secret=client-secret-one');
    }
  });
});

describe('a profile that is given another Sigma', () => {
  /** As a person does who signs in to what the profile is now. */
  async function signedInAnew({ program, grantOf }: Awaited<ReturnType<typeof opened>>, connectionId: string) {
    const fingerprint = fingerprintFor('https://evil.example embed-client');
    await program.keeper.adopt(grantOf('ada@example.com', { connectionId, fingerprint }));
    return { fingerprint };
  }

  const elsewhere = (profile: Profile) => ({
    ...draftFor(profile),
    embedSecret: 'known-to-others',
    workbooks: profile.workbooks.map((workbook) => ({ ...workbook, url: 'https://evil.example/collect' })),
  });

  test('does not hand it a grant of the earlier one, which is revoked', async () => {
    const { program, profile, connection, grantOf, open, pane, sent } = await opened();
    await program.keeper.adopt(grantOf('ada@example.com'));
    await program.handlers['profiles.save'](elsewhere(profile), here);
    expect(program.keeper.view(connection.id).status).toBe('signed-out');
    open();
    await expect(program.panes.requestGuest(pane()?.guests[0]?.guestId ?? '')).rejects.toMatchObject({
      code: 'grant_missing',
    });
    expect(sent.filter((line) => line.startsWith(server.revocationEndpoint))).toHaveLength(2);
  });

  test('stays as it is, with its workbook open, when the person declines', async () => {
    const { program, profile, connection, grantOf, open, pane, state, answers } = await opened();
    await program.keeper.adopt(grantOf('ada@example.com'));
    open();
    const before = pane()?.paneId;
    answers.push(false);
    await expect(program.handlers['profiles.save'](elsewhere(profile), here)).rejects.toMatchObject({
      code: 'change_declined',
    });
    expect(pane()?.paneId).toBe(before);
    expect(program.keeper.view(connection.id).status).toBe('signed-in');
    expect(state().profiles[0]?.profile).toEqual(profile);
  });

  test('in the file between two starts finds its grant forgotten', async () => {
    const first = await opened();
    const { profile, connection, grantOf } = first;
    const edited = { ...profile, workbooks: elsewhere(profile).workbooks };
    const next = await opened({ settings: createFakeStore(new Map([['profiles', [edited]]])) });
    await next.memory.put(`grant/${connection.id}`, JSON.stringify(grantOf('ada@example.com')));
    await next.memory.put(`embed-secret/${profile.id}`, (await first.memory.get(`embed-secret/${profile.id}`)) ?? '');
    await next.program.restore();
    expect(next.program.keeper.view(connection.id).status).toBe('signed-out');
    expect(next.memory.has(`grant/${connection.id}`)).toBe(false);
    // Nor is a new sign-in signed for it: the embed secret is that of the earlier one.
    const { fingerprint } = await signedInAnew(next, connection.id);
    expect(fingerprint).not.toBe(grantFingerprint);
    next.program.handlers['panes.open']({ workbookId: profile.workbooks[0]?.id ?? '' }, here);
    await expect(next.program.panes.requestGuest(next.pane()?.guests[0]?.guestId ?? '')).rejects.toMatchObject({
      code: 'secret_missing',
      values: { reason: 'sigmaChanged' },
    });
  });
});

test('a grant of a version that did not bind it to a Sigma is taken up, and stored as bound', async () => {
  const { program, connection, grantOf, memory } = await opened();
  const earlier = grantOf('ada@example.com', { fingerprint: unboundFingerprint });
  await memory.put(`grant/${connection.id}`, JSON.stringify(earlier));
  await program.restore();
  expect(program.keeper.view(connection.id).status).toBe('signed-in');
  const stored = JSON.parse((await memory.get(`grant/${connection.id}`)) ?? 'null');
  expect(stored).toEqual({ ...earlier, fingerprint: grantFingerprint });
});

describe('what interrupted removals left in the vault', () => {
  const orphan = 'embed-secret/nobody';

  test('goes at the next start', async () => {
    const { program, profile, memory } = await opened();
    await memory.put(orphan, 'x');
    await program.restore();
    expect(memory.has(orphan)).toBe(false);
    expect(memory.has(`embed-secret/${profile.id}`)).toBe(true);
  });

  test('stays while a profile that could not be read may want it', async () => {
    const { program, memory } = await opened({ settings: createFakeStore(new Map([['damagedProfiles', [{}]]])) });
    await memory.put(orphan, 'x');
    await program.restore();
    expect(memory.has(orphan)).toBe(true);
  });
});

test('keys are in stock for every pane that is open and one more', async () => {
  const { program, grantOf, pane, open, prepared } = await opened();
  await program.keeper.adopt(grantOf('ada@example.com'));
  open();
  await program.panes.requestGuest(pane()?.guests[0]?.guestId ?? '');
  await settled();
  expect(Math.max(...prepared)).toBe(2);
});

test('closing waits for a profile that is being saved', async () => {
  let goOn = () => {};
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const slow = createMemoryVault();
  let isHeld = false;
  const { program, profile, state, told } = await opened({
    vault: {
      ...slow,
      put: async (...entry) => {
        if (isHeld) await held;
        await slow.put(...entry);
      },
    },
  });
  isHeld = true;
  const saving = program.handlers['profiles.save'](
    { ...draftFor(profile), name: 'New name', embedSecret: 'two' },
    here,
  );
  let isClosed = false;
  const closing = program.close().then(() => {
    isClosed = true;
  });
  await settled();
  expect({ isClosed, ...told }).toMatchObject({ isClosed: false, networkClosed: 0 });
  goOn();
  await closing;
  expect(told.networkClosed).toBe(1);
  expect(state().profiles[0]?.profile.name).toBe('New name');
  await saving;
});

test('closing waits ten seconds at most for what does not end', async () => {
  const { program, told } = await createFixture({ networkClosed: new Promise(() => {}) });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    let isClosed = false;
    const closing = program.close().then(() => {
      isClosed = true;
    });
    await vi.advanceTimersByTimeAsync(9_999);
    expect({ isClosed, ...told }).toMatchObject({ isClosed: false, networkClosed: 1 });
    await vi.advanceTimersByTimeAsync(1);
    await closing;
    expect(isClosed).toBe(true);
  } finally {
    vi.useRealTimers();
  }
});

test('closing waits for a renewal as long as its server may take', async () => {
  let answered = (_: Response): void => undefined;
  const answer = new Promise<Response>((resolve) => {
    answered = resolve;
  });
  const { program, connection, grantOf, memory, sent, told } = await createFixture({ answer: () => answer });
  await program.keeper.adopt(grantOf('ada@example.com'));
  const renewed = program.keeper.renew(connection.id);
  await settled();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    let isClosed = false;
    const closing = program.close().then(() => {
      isClosed = true;
    });
    await vi.advanceTimersByTimeAsync(29_000);
    expect({ isClosed, ...told }).toMatchObject({ isClosed: false, networkClosed: 0 });
    answered(Response.json({ access_token: 'a', token_type: 'Bearer', expires_in: 3_600, refresh_token: 'rotated' }));
    await renewed;
    await closing;
  } finally {
    vi.useRealTimers();
  }
  expect(await memory.get(`grant/${connection.id}`)).toContain('rotated');
  expect(sent).toHaveLength(1);
});

test('what a renewal did while the program closed is in the audit trail, before its end', async () => {
  let answered = (_: Response): void => undefined;
  const answer = new Promise<Response>((resolve) => {
    answered = resolve;
  });
  const folder = await newFolder();
  const { program, connection, grantOf } = await createFixture({
    answer: () => answer,
    audit: {
      folder,
      store: createFakeStore(),
      policy: { isManaged: false, values: {}, notUnderstood: [] },
      policyFault: null,
      systemLog: () => null,
      chooseFile: async () => null,
    },
  });
  await program.keeper.adopt(grantOf('ada@example.com'));
  const renewed = program.keeper.renew(connection.id);
  await settled();
  const closing = program.close();
  await settled();
  answered(Response.json({ access_token: 'a', token_type: 'Bearer', expires_in: 3_600, refresh_token: 'rotated' }));
  await renewed;
  await closing;
  const events = (await allLines(folder)).map((line) => JSON.parse(line).event as string);
  expect(events.slice(events.indexOf('program.ended') - 1)).toEqual(['renewal.done', 'program.ended']);
});

test('closing begins no renewal, also while it still waits for something else', async () => {
  const held = new Promise<void>(() => undefined);
  const memory = createMemoryVault();
  let isHeld = false;
  const { program, connection, profile, grantOf, sent } = await createFixture({
    vault: { ...memory, put: (...entry) => (isHeld ? held : memory.put(...entry)) },
  });
  await program.keeper.adopt(grantOf('ada@example.com'));
  isHeld = true;
  void program.handlers['profiles.save']({ ...draftFor(profile), embedSecret: 'two' }, here);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const closing = program.close();
    await expect(program.keeper.renew(connection.id)).rejects.toMatchObject({ code: 'sign_in_cancelled' });
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(60_000);
    await closing;
  } finally {
    vi.useRealTimers();
  }
});

test('a clock that is wrong is told in every window, and windows are told how to count', async () => {
  const wall = { aheadMs: -300_000 };
  const { program, state } = await createFixture({
    wallClock: {
      isTimeKnown: () => true,
      aheadMs: () => wall.aheadMs,
      difference: () => ({ host: 'old.example', aheadMs: wall.aheadMs }),
    },
  });
  program.clockCorrected();
  expect(state()).toMatchObject({ clockAheadMs: -300_000, notices: [{ error: { code: 'clock_wrong' } }] });
  wall.aheadMs = 0;
  program.lookAtClock();
  expect(state()).toMatchObject({ clockAheadMs: 0, notices: [] });
});

describe('a window', () => {
  test('is told of every change, and its state is newer then', async () => {
    const { program, open, told, state } = await opened();
    const asked = () => program.handlers['state.get'](undefined, here) as AppState;
    const [changes, { revision }] = [told.changes, asked()];
    open();
    expect(told.changes).toBeGreaterThan(changes);
    const [change, ...others] = program.changesFor(here);
    expect(change).toMatchObject({
      follows: revision,
      window: { panes: { order: [state().window.panes[0]?.paneId] } },
    });
    expect(others).toEqual([]);
    expect(asked()).toEqual({ ...state(), revision: change?.revision });
    expect(change?.revision).toBeGreaterThan(revision);
    const before = told.changes;
    program.changed();
    expect(told.changes).toBe(before + 1);
  });

  test('is told of what was taken up at the start', async () => {
    const { program, told } = await opened();
    const before = told.changes;
    await program.restore();
    expect(told.changes).toBeGreaterThan(before);
  });

  test('may ask for its state, and gets its own', async () => {
    const { program, open, state } = await opened();
    open(elsewhere);
    expect(program.handlers['state.get'](undefined, elsewhere)).toEqual({ ...state(elsewhere), revision: 1 });
    expect(program.handlers['state.get'](undefined, here)).toMatchObject({ window: { ...here, panes: [] } });
  });

  test('sees what the program says in no window, until a person dismisses it', async () => {
    const { program, notices, state } = await opened();
    notices.add(new AppError('settings_unreadable', { reason: 'said', said: 'no' }));
    const [{ id } = { id: '' }] = state().notices;
    expect(state()).toMatchObject({ version: '0', platform: 'test', online: true, vault: { mode: 'encrypted' } });
    program.handlers['notices.dismiss']({ noticeId: id }, here);
    expect(state().notices).toEqual([]);
  });
});

test('a profile that is changed closes what it shows, for its person may be another one; its name changes nothing', async () => {
  const { program, profile, open, pane, cleared } = await opened();
  open();
  const partition = pane()?.guests[0]?.partition ?? '';
  await program.handlers['profiles.save']({ ...draftFor(profile), name: 'Renamed' }, here);
  expect(pane()?.guests[0]?.partition).toBe(partition);
  await program.handlers['profiles.save']({ ...draftFor(profile), sessionSeconds: 900 }, here);
  expect(pane()).toBeUndefined();
  expect(cleared).toContain(partition);
});

test('a service account signs in as soon as its profile is saved', async () => {
  const { program, profile, sent } = await opened();
  const draft = withConnection(draftFor(profile), { flow: 'client_credentials', clientSecret: 'client-secret-two' });
  await program.handlers['profiles.save'](draft, here);
  for (let turn = 0; sent.length === 0 && turn < 50; turn += 1) await settled();
  expect(sent[0]).toContain('https://old.example/oidc/.well-known/');
});

test('a workbook that the network kept from loading is loaded again after a wake', async () => {
  const { program, open, pane } = await opened();
  open();
  program.panes.guestLoadFailed(pane()?.guests[0]?.guestId ?? '', 'ERR_INTERNET_DISCONNECTED');
  expect(pane()?.phase).toBe('failed');
  program.wake('network-up');
  expect(pane()?.phase).toBe('loading');
});

test('a newer token renews what is open', async () => {
  const { program, connection, grantOf, memory, open, pane } = await opened();
  await memory.put(`grant/${connection.id}`, JSON.stringify(grantOf('ada@example.com')));
  open();
  await expect(program.panes.requestGuest(pane()?.guests[0]?.guestId ?? '')).rejects.toMatchObject({
    code: 'grant_missing',
  });
  expect(pane()?.phase).toBe('failed');
  await program.restore();
  expect(pane()?.phase).toBe('loading');
});

describe('two windows', () => {
  test('show workbooks of their own, and one cannot touch those of the other', async () => {
    const { program, open, panes } = await opened();
    const [first, second] = [open(here), open(elsewhere)];
    expect(first).not.toEqual(second);
    expect(panes(here).map(({ paneId }) => ({ paneId }))).toEqual([first]);
    expect(panes(elsewhere).map(({ paneId }) => ({ paneId }))).toEqual([second]);
    const { paneId } = second as { paneId: string };
    expect(() => program.handlers['panes.reload']({ paneId }, here)).toThrow('another window');
    expect(() => program.handlers['panes.details']({ paneId }, here)).toThrow('another window');
    expect(() => program.handlers['panes.close']({ paneId }, here)).toThrow('another window');
    expect(panes(elsewhere)).toHaveLength(1);
    program.handlers['panes.close']({ paneId }, elsewhere);
    expect([panes(here).length, panes(elsewhere).length]).toEqual([1, 0]);
  });

  test('have guests of their own, which can be attached in no other', async () => {
    const { program, open, panes } = await opened();
    open(here);
    open(elsewhere);
    for (const [own, other] of [
      [here, elsewhere],
      [elsewhere, here],
    ] as const) {
      const [guest] = panes(own)[0]?.guests ?? [];
      if (!guest) throw new Error('no guest');
      expect(program.panes.isKnownGuest(guest.guestId, guest.partition, own.windowId)).toBe(true);
      expect(program.panes.isKnownGuest(guest.guestId, guest.partition, other.windowId)).toBe(false);
    }
  });

  test('work with a profile each, and a new one begins with the profile that was chosen last', async () => {
    const { program, state, profile } = await opened();
    const second = await program.handlers['profiles.save']({ ...newDraft, name: 'Second' }, elsewhere);
    expect(state(here).window.profileId).toBe(profile.id);
    expect(state(elsewhere).window.profileId).toBe(second.profileId);
    expect(program.stateFor('a new window', 'viewer').window.profileId).toBe(second.profileId);
    await program.handlers['profiles.select']({ profileId: profile.id }, elsewhere);
    expect(state(elsewhere).window.profileId).toBe(profile.id);
    expect(program.stateFor('a new window', 'viewer').window.profileId).toBe(profile.id);
  });

  test('share everything else, and the workbooks of one that closes go with it', async () => {
    const { program, state, open, panes } = await opened();
    open(here);
    open(elsewhere);
    program.windowClosed(elsewhere.windowId);
    expect([panes(here).length, panes(elsewhere).length]).toEqual([1, 0]);
    const { window: _here, ...shared } = state(here);
    const { window: _elsewhere, ...sharedElsewhere } = state(elsewhere);
    expect(shared).toEqual(sharedElsewhere);
  });
});

test('windows that close with the program are kept each with its own profile', async () => {
  const tabs = createFakeStore();
  const { program, profile, state } = await createFixture({ tabs });
  const { profileId } = await program.handlers['profiles.save']({ ...newDraft, name: 'Another' }, elsewhere);
  await program.handlers['profiles.select']({ profileId: profile.id }, here);
  expect([here, elsewhere].map((window) => state(window).window.profileId)).toEqual([profile.id, profileId]);
  for (const { windowId } of [here, elsewhere]) program.windowClosed(windowId);
  await program.close();
  const [first, [second]] = [tabs.get('tabs'), tabs.get('otherWindows') as unknown[]];
  expect([first, second]).toMatchObject([
    { windowId: here.windowId, profileId: profile.id },
    { windowId: elsewhere.windowId, profileId },
  ]);
});

test('a start with a sign-in that is kept has its workbook open before a window has asked for anything', async () => {
  const { program, grantOf, pane, workbook, told } = await opened();
  program.openFirst(here.windowId);
  expect(pane()).toBeUndefined();
  await program.keeper.adopt(grantOf('ada@example.com'));
  const before = told.changes;
  program.openFirst(here.windowId);
  expect(pane()).toMatchObject({ workbookId: workbook.id, phase: 'loading' });
  expect(told.changes).toBeGreaterThan(before);
  await expect(program.panes.requestGuest(pane()?.guests[0]?.guestId ?? '')).resolves.toMatchObject({
    claims: { sub: 'ada@example.com' },
  });
});
