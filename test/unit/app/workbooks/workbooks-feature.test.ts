/** What workbooks on screen do when grants, profiles and the computer change; signing itself is a stand-in. */
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createConnections } from '../../../../src/main/app/profiles/connections.ts';
import { createWorkbooksFeature } from '../../../../src/main/app/workbooks/workbooks-feature.ts';
import type { Grant } from '../../../../src/main/oauth/grants/grant.ts';
import { openProfiles } from '../../../../src/main/settings/profiles.ts';
import type { SignedSession } from '../../../../src/main/sigma/signer.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { noGrant } from '../../../../src/shared/grants.ts';
import { appearanceOf } from '../../../../src/shared/profile/embed-parameters.ts';
import type { Profile } from '../../../../src/shared/profile/profile.ts';
import type { GrantView } from '../../../../src/shared/state.ts';
import type { ActionQuestion } from '../../../../src/shared/text/action-text.ts';
import { grantAt, HOUR } from '../../../support/grants.ts';
import { newDraft, silentLog } from '../../../support/profiles.ts';
import { createFakeStore } from '../../../support/vault-fakes.ts';
import { createVirtualClock, settled } from '../../../support/virtual-clock.ts';

const here = { windowId: 'window-1', kind: 'viewer' } as const;
const unreachable = new AppError('offline', { reason: 'noConnection', host: 'as.example' });

/** Workbooks over two profiles: one with two connections, of which the second tells Sigma nothing, and another one. */
async function workbooksOf(changes: { settings?: ReturnType<typeof createFakeStore> } = {}) {
  const clock = createVirtualClock();
  const settings = changes.settings ?? createFakeStore();
  const profiles = await openProfiles({
    settings,
    hasDamagedFile: false,
    randomUuid: randomUUID,
    onDamaged: () => {},
  });
  const [lake] = newDraft.connections;
  if (!lake) throw new Error('no connection');
  async function keep(name: string, connections = newDraft.connections): Promise<Profile> {
    const profile = profiles.prepare({ ...newDraft, name, connections });
    await profiles.keep(profile);
    return profile;
  }
  const other = await keep('Other');
  const profile = await keep('First', [lake, { ...lake, label: 'Who', sigmaConnectionId: null }]);
  const done: string[] = [];
  /** The connections that a person was let try again. */
  const tried: string[] = [];
  const opened: string[] = [];
  const asked: ActionQuestion[] = [];
  /** What the person answers when they are asked; once that is used up, no. */
  const answers: boolean[] = [];
  const world = {
    isPressed: true,
    isDark: false,
    clearFailure: null as Error | null,
    signFailure: null as AppError | null,
    changes: 0,
    /** Why a connection cannot renew. */
    renewFailures: new Map<string, AppError>(),
    views: new Map<string, Partial<GrantView>>(),
    endsWithGrant: false,
  };
  const feature = createWorkbooksFeature({
    appearance: () => appearanceOf(world.isDark, 'en'),
    onOpened: (workbookId) => void opened.push(workbookId),
    onGuestTaken: (guestId) => void done.push(`taken ${guestId}`),
    onLeft: (profileId) => done.push(`left ${profileId}`),
    openByItself: (windowId) => void done.push(`open in ${windowId}`),
    profiles,
    connections: createConnections({
      profiles,
      secrets: { clientSecret: async () => 'secret', hasClientSecret: () => true },
    }),
    keeper: {
      fresh: async (connectionId) => grantAt(clock.now(), { connectionId }),
      renew: async (connectionId) => {
        done.push(`renew ${connectionId}`);
        const failure = world.renewFailures.get(connectionId);
        if (failure) throw failure;
        return grantAt(clock.now(), { connectionId });
      },
      tryAgain: (connectionId) => void tried.push(connectionId),
      view: (connectionId) => ({ ...noGrant(connectionId), ...world.views.get(connectionId) }),
    },
    signer: {
      sign: async ({ profileId }) => {
        if (world.signFailure) throw world.signFailure;
        done.push(`sign ${profileId}`);
        const session = {
          url: 'https://app.sigma.example/x',
          endsWithGrant: world.endsWithGrant,
          header: { alg: 'HS256' },
          claims: {},
        };
        return { ...session, expiresAt: clock.now() + HOUR } as unknown as SignedSession;
      },
      prepare: async (profileId) => void done.push(`prepare ${profileId}`),
      forget: (profileId) => void done.push(`forget ${profileId}`),
    },
    hasEmbedSecret: () => true,
    allowLoopbackHttp: false,
    system: {
      isOnline: () => true,
      clearGuestSession: async (partition) => {
        done.push(`clear ${partition}`);
        if (world.clearFailure) throw world.clearFailure;
      },
      openBrowser: async (url) => void done.push(`browser ${url}`),
      confirmAction: async (question) => {
        asked.push(question);
        return answers.shift() ?? false;
      },
    },
    notices: { addPassing: (error) => void done.push(`say ${error.code}`) },
    settings,
    wasPressed: async () => world.isPressed,
    whenPictureIsWhole: (_guestId, then) => then(),
    frames: { look: () => null, place: () => null, focus: () => {}, handedOver: () => {} },
    loadInPlaceOf: () => false,
    stepsOf: () => ({ canGoBack: false, canGoForward: false }),
    sendToGuest: (guestId, command) => void done.push(`send ${command.type} to ${guestId}`),
    timers: clock,
    now: clock.now,
    uptime: clock.uptime,
    randomUuid: randomUUID,
    log: { ...silentLog, warn: (event) => void done.push(event) },
    onChange: () => {
      world.changes += 1;
    },
  });
  const shown = () => feature.windowState(here.windowId).panes;
  const guestOf = (index = 0) => shown()[index]?.guests[0]?.guestId ?? '';
  const open = (of: Profile) => feature.handlers['panes.open']({ workbookId: of.workbooks[0]?.id ?? '' }, here);
  /** Opens the workbook of a profile and brings it onto the screen. */
  async function load(of: Profile) {
    open(of);
    const guestId = guestOf(shown().length - 1);
    await feature.panes.requestGuest(guestId);
    feature.panes.takeEvent(guestId, { type: 'workbook:loaded', workbook: { variables: { Borough: '' } } });
    feature.panes.takeEvent(guestId, { type: 'workbook:dataloaded' });
    await settled();
    done.length = 0;
    return guestId;
  }
  const grantOf = (of: Profile, more: Partial<Grant> = {}) =>
    grantAt(0, { connectionId: of.connections[0]?.id ?? '', ...more });
  /** How many guests each pane has: a second one is a standby, which a newer grant brought about. */
  const guests = () => shown().map((pane) => pane.guests.length);
  return {
    feature,
    settings,
    asked,
    answers,
    profiles,
    profile,
    other,
    done,
    tried,
    world,
    clock,
    shown,
    guests,
    guestOf,
    open,
    load,
    grantOf,
  };
}

describe('a person who asks for a workbook need not wait for our next try', () => {
  test('and wants new data of one that failed, which is a reload then', async () => {
    const { feature, profile, load, tried, guestOf } = await workbooksOf();
    const guestId = await load(profile);
    tried.length = 0;
    feature.panes.refreshShown(here.windowId);
    expect(tried).toEqual([]);
    feature.panes.guestLoadFailed(guestId, 'ERR_FAILED');
    feature.panes.refreshShown(here.windowId);
    expect(tried).toEqual(profile.connections.map(({ id }) => id));
    expect(guestOf()).not.toBe(guestId);
  });

  test.each(['opens it', 'reloads it', 'reloads the window'])('and %s', async (how) => {
    const { feature, profile, load, open, shown, tried } = await workbooksOf();
    if (how === 'opens it') open(profile);
    else {
      await load(profile);
      tried.length = 0;
      if (how === 'reloads it') feature.handlers['panes.reload']({ paneId: shown()[0]?.paneId ?? '' }, here);
      else feature.panes.reloadShown(here.windowId);
    }
    expect(tried).toEqual(profile.connections.map(({ id }) => id));
  });

  test('but what renews by itself does', async () => {
    const { feature, profile, load, grantOf, tried } = await workbooksOf();
    await load(profile);
    tried.length = 0;
    feature.grantEvent({ kind: 'renewed', grant: grantOf(profile) });
    feature.wake?.('network-up');
    expect(tried).toEqual([]);
  });
});

describe('the program starts', () => {
  test('the keys of the profile that is selected are made ahead of need', async () => {
    const { feature, profile, done } = await workbooksOf();
    await feature.restore?.();
    expect(done).toEqual([`prepare ${profile.id}`]);
  });

  test('without a profile, there is nothing to prepare', async () => {
    const { feature, profiles, profile, other, done } = await workbooksOf();
    await profiles.remove(profile.id);
    await profiles.remove(other.id);
    await feature.restore?.();
    expect(done).toEqual([]);
  });
});

describe('a workbook that follows the app from light to dark', () => {
  test('is loaded again behind the scenes, once', async () => {
    const { feature, profile, load, shown, world } = await workbooksOf();
    await load(profile);
    feature.followAppearance();
    expect(shown()[0]?.guests).toHaveLength(1);
    world.isDark = true;
    feature.followAppearance();
    const roles = () => shown()[0]?.guests.map(({ role }) => role);
    expect(roles()).toEqual(['active', 'standby']);
    const standby = shown()[0]?.guests[1]?.guestId;
    feature.followAppearance();
    expect(shown()[0]?.guests[1]?.guestId).toBe(standby);
  });
});

describe('a grant', () => {
  test.each(['renewed', 'restored'] as const)(
    'that was %s renews what its profile shows, and nothing else',
    async (kind) => {
      const { feature, profile, other, load, guests, grantOf, done } = await workbooksOf();
      await load(other);
      await load(profile);
      feature.grantEvent({ kind, grant: grantOf(profile) });
      expect(guests()).toEqual([1, 2]);
      expect(done).toEqual([]);
    },
  );

  test('of the same person, adopted, renews what its profile shows in the same session', async () => {
    const { feature, profile, load, guests, guestOf, grantOf, done } = await workbooksOf();
    const before = await load(profile);
    const grant = grantOf(profile);
    feature.grantEvent({ kind: 'adopted', grant, earlier: grant, lastPerson: grant.person });
    expect(guests()).toEqual([2]);
    expect(guestOf()).toBe(before);
    expect(done).toEqual([]);
  });

  test('of another person closes what was shown in the very turn of the event', async () => {
    const { feature, profile, load, guests, guestOf, grantOf, done, shown } = await workbooksOf();
    const before = await load(profile);
    const partition = shown()[0]?.guests[0]?.partition;
    const ben = { id: 'ben', userName: 'ben', displayName: 'Ben' };
    feature.grantEvent({ kind: 'adopted', grant: grantOf(profile), earlier: null, lastPerson: ben });
    expect(guestOf()).not.toBe(before);
    expect(guests()).toEqual([1]);
    expect(done).toEqual([`left ${profile.id}`, `clear ${partition}`]);
  });

  test('that names no person starts afresh, since it may be any person’s', async () => {
    const { feature, profile, load, guestOf, grantOf, guests } = await workbooksOf();
    const before = await load(profile);
    const { person } = grantOf(profile);
    feature.grantEvent({
      kind: 'adopted',
      grant: grantOf(profile, { person: null }),
      earlier: null,
      lastPerson: person,
    });
    expect(guestOf()).not.toBe(before);
    expect(guests()).toEqual([1]);
  });

  test('that ended or was forgotten leaves the workbook as it is', async () => {
    const { feature, profile, load, guests, guestOf } = await workbooksOf();
    const before = await load(profile);
    const connectionId = profile.connections[0]?.id ?? '';
    feature.grantEvent({ kind: 'ended', connectionId, problem: unreachable });
    feature.grantEvent({ kind: 'forgotten', connectionId });
    expect(guests()).toEqual([1]);
    expect(guestOf()).toBe(before);
  });

  test('of a connection that is gone is no failure', async () => {
    const { feature, profile, load, guests, grantOf, done } = await workbooksOf();
    await load(profile);
    for (const kind of ['renewed', 'restored'] as const) {
      feature.grantEvent({ kind, grant: grantOf(profile, { connectionId: 'gone' }) });
    }
    expect(guests()).toEqual([1]);
    feature.prepareFor('gone');
    expect(done).toEqual([]);
  });
});

test('a new sign-in has the keys of its profile made', async () => {
  const { feature, profile, other, done } = await workbooksOf();
  feature.prepareFor(other.connections[0]?.id ?? '');
  feature.prepareFor(profile.connections[0]?.id ?? '');
  expect(done).toEqual([`prepare ${other.id}`, `prepare ${profile.id}`]);
});

test('signing a session has the keys of the next one made', async () => {
  const { feature, profile, open, guestOf, done } = await workbooksOf();
  open(profile);
  await feature.panes.requestGuest(guestOf());
  expect(done).toEqual([`sign ${profile.id}`, `prepare ${profile.id}`]);
});

describe('a token that Sigma found expired', () => {
  const expired = { type: 'workbook:error', code: 'EPERM', message: 'Session expired' } as const;

  test('has those connections renewed whose tokens reach Sigma, and no others', async () => {
    const { feature, profile, load, done } = await workbooksOf();
    const guestId = await load(profile);
    feature.panes.takeEvent(guestId, expired);
    await settled();
    expect(done.filter((line) => line.startsWith('renew'))).toEqual([`renew ${profile.connections[0]?.id}`]);
  });

  test('in a profile that is gone has nothing renewed, and that is no failure', async () => {
    const { feature, profiles, profile, load, done, guests } = await workbooksOf();
    const guestId = await load(profile);
    await profiles.remove(profile.id);
    feature.panes.takeEvent(guestId, expired);
    await settled();
    expect(done.filter((line) => line.startsWith('renew'))).toEqual([]);
    expect(guests()).toEqual([2]);
  });
});

describe('several connections', () => {
  const expired = { type: 'workbook:error', code: 'EPERM', message: 'Session expired' } as const;
  const cannotRenew = new AppError('renewal_unavailable', { reason: 'noRefreshToken' });

  /** A profile with four connections whose tokens all reach Sigma, on screen. */
  async function four() {
    const fixture = await workbooksOf();
    fixture.world.endsWithGrant = true;
    const { profiles, profile, load } = fixture;
    const [lake] = newDraft.connections;
    if (!lake) throw new Error('no connection');
    const connections = [1, 2, 3, 4].map((number) => ({
      ...lake,
      label: `Lake ${number}`,
      sigmaConnectionId: `sigma-${number}`,
    }));
    const wide = profiles.prepare({ ...newDraft, name: 'Wide', connections });
    await profiles.keep(wide);
    await profiles.remove(profile.id);
    const active = await load(wide);
    const ids = wide.connections.map(({ id }) => id);
    const renewed = (connectionId = '') => {
      fixture.world.views.set(connectionId, { status: 'signed-in', renewsAt: fixture.clock.now() + HOUR });
      fixture.feature.grantEvent({ kind: 'renewed', grant: grantAt(0, { connectionId }) });
    };
    const standby = () => fixture.shown()[0]?.guests[1]?.guestId ?? '';
    return { ...fixture, active, ids, renewed, standby };
  }

  test('that renew within a minute make one load', async () => {
    const { world, clock, ids, renewed, standby, guests } = await four();
    await clock.advance(HOUR - 5 * 60_000);
    const dueIn = [0, 15_000, 30_000, 45_000];
    ids.forEach(
      (id, index) => void world.views.set(id, { status: 'signed-in', renewsAt: clock.now() + (dueIn[index] ?? 0) }),
    );
    const loads = new Set<string>();
    for (const id of ids) {
      renewed(id);
      if (standby()) loads.add(standby());
      await clock.advance(15_000);
    }
    expect(guests()).toEqual([2]);
    expect(new Set([...loads, standby()]).size).toBe(1);
  });

  test('of which one is late do not wait for it longer than a minute', async () => {
    const { world, clock, ids, renewed, guests } = await four();
    await clock.advance(HOUR - 5 * 60_000);
    world.views.set(ids[1] ?? '', { status: 'renewing', renewsAt: null });
    renewed(ids[0]);
    await clock.advance(59_999);
    expect(guests()).toEqual([1]);
    await clock.advance(1);
    expect(guests()).toEqual([2]);
  });

  test('are not waited for when the session has little time left', async () => {
    const { world, clock, ids, renewed, guests } = await four();
    await clock.advance(HOUR - 50_000);
    world.views.set(ids[1] ?? '', { status: 'renewing', renewsAt: null });
    renewed(ids[0]);
    await clock.advance(10_000);
    expect(guests()).toEqual([2]);
  });

  test('that are not about to renew are not waited for', async () => {
    const { world, clock, ids, renewed, guests } = await four();
    world.views.set(ids[1] ?? '', { status: 'signed-in', renewsAt: clock.now() + 61_000 });
    world.views.set(ids[2] ?? '', { status: 'ended', renewsAt: null });
    renewed(ids[0]);
    expect(guests()).toEqual([2]);
  });

  test('that wait leave nothing behind when the program ends', async () => {
    const { feature, world, clock, ids, renewed } = await four();
    world.views.set(ids[1] ?? '', { status: 'renewing' });
    renewed(ids[0]);
    await feature.close?.();
    expect(clock.pending()).toEqual([]);
  });

  test('of which one cannot renew do not keep the workbook from being renewed out of sight', async () => {
    const { feature, world, ids, active, renewed, shown, standby } = await four();
    world.renewFailures.set(ids[1] ?? '', cannotRenew);
    world.views.set(ids[1] ?? '', { status: 'renewing' });
    feature.panes.takeEvent(active, expired);
    renewed(ids[0]);
    await settled();
    expect(shown()[0]).toMatchObject({ phase: 'ready', error: null });
    await feature.panes.requestGuest(standby());
    feature.panes.takeEvent(standby(), { type: 'workbook:loaded', workbook: { variables: { Borough: '' } } });
    feature.panes.takeEvent(standby(), { type: 'workbook:dataloaded' });
    expect(shown()[0]).toMatchObject({ phase: 'ready', error: null, swaps: 1 });
  });

  test('that all fail are tried again when one of the reasons passes', async () => {
    const { feature, world, ids, active, shown } = await four();
    for (const id of ids) world.renewFailures.set(id, new AppError('grant_dead', { reason: 'expired' }));
    world.renewFailures.set(ids[2] ?? '', unreachable);
    feature.panes.takeEvent(active, expired);
    await settled();
    expect(shown()[0]).toMatchObject({ phase: 'ready', error: null });
  });

  test('that all ended take the workbook away, since only a sign-in helps', async () => {
    const { feature, world, ids, active, shown } = await four();
    for (const id of ids) world.renewFailures.set(id, new AppError('grant_dead', { reason: 'expired' }));
    feature.panes.takeEvent(active, expired);
    await settled();
    expect(shown()[0]).toMatchObject({ phase: 'failed', error: { code: 'grant_dead' } });
  });

  test('that a complaint renewed do not count as a change for the workbook that complained', async () => {
    const { feature, ids, done, active, renewed, standby } = await four();
    const complain = async (guestId: string) => {
      feature.panes.takeEvent(guestId, { type: 'workbook:chart:error', message: 'Token expired' });
      for (const id of ids) renewed(id);
      await settled();
    };
    await complain(active);
    const next = standby();
    await feature.panes.requestGuest(next);
    feature.panes.takeEvent(next, { type: 'workbook:loaded', workbook: { variables: { Borough: '' } } });
    feature.panes.takeEvent(next, { type: 'workbook:dataloaded' });
    done.length = 0;
    feature.panes.takeEvent(next, { type: 'workbook:chart:error', message: 'Token expired' });
    await settled();
    expect(done.filter((line) => line.startsWith('renew'))).toEqual([]);
  });
});

describe('a profile that is about to change', () => {
  test('closes, its session is emptied, and what was derived from its secret is dropped', async () => {
    const { feature, profile, other, load, shown, done } = await workbooksOf();
    await load(profile);
    await load(other);
    const partition = shown()[0]?.guests[0]?.partition;
    feature.profileChanging(profile.id);
    expect(shown().map(({ profileId }) => profileId)).toEqual([other.id]);
    expect(done).toEqual([`left ${profile.id}`, `clear ${partition}`, `forget ${profile.id}`]);
  });

  test('goes on changing when its session cannot be emptied; the log says so', async () => {
    const { feature, profile, load, world, done } = await workbooksOf();
    await load(profile);
    world.clearFailure = new Error('no session');
    feature.profileChanging(profile.id);
    await settled();
    expect(done.slice(2)).toEqual([`forget ${profile.id}`, 'session.not-cleared']);
    await expect(feature.closeAndClearSession(profile.id)).rejects.toBe(world.clearFailure);
  });
});

describe('the window', () => {
  test('hears of every change of a pane', async () => {
    const { profile, open, world } = await workbooksOf();
    const before = world.changes;
    open(profile);
    expect(world.changes).toBeGreaterThan(before);
  });

  test('can have a workbook loaded again, see what was signed, and close it', async () => {
    const { feature, profile, load, shown, guestOf } = await workbooksOf();
    const before = await load(profile);
    const paneId = shown()[0]?.paneId ?? '';
    expect(feature.handlers['panes.details']({ paneId }, here)).toMatchObject({
      header: { alg: 'HS256' },
      workbookUrl: profile.workbooks[0]?.url,
    });
    feature.handlers['panes.reload']({ paneId }, here);
    expect(guestOf()).not.toBe(before);
    feature.handlers['panes.close']({ paneId }, here);
    expect(shown()).toEqual([]);
  });

  test('says which of its workbooks is seen, and the others are not renewed', async () => {
    const { feature, profile, load, shown, guests, grantOf } = await workbooksOf();
    await load(profile);
    const shownPaneId = shown()[0]?.paneId ?? '';
    feature.handlers['panes.shown']({ shownPaneId: null }, here);
    feature.grantEvent({ kind: 'renewed', grant: grantOf(profile) });
    expect(guests()).toEqual([1]);
    feature.handlers['panes.shown']({ shownPaneId }, { ...here, windowId: 'window-2' });
    expect(guests()).toEqual([1]);
    feature.handlers['panes.shown']({ shownPaneId }, here);
    expect(guests()).toEqual([2]);
  });

  test('that closes takes its workbooks with it, and so does the end of the program', async () => {
    const { feature, profile, other, open, shown } = await workbooksOf();
    open(profile);
    feature.windowClosed?.('window-2');
    expect(shown()).toHaveLength(1);
    feature.windowClosed?.(here.windowId);
    expect(shown()).toEqual([]);
    open(profile);
    open(other);
    await feature.close?.();
    expect(shown()).toEqual([]);
    expect(feature.sharedState()).toEqual({});
  });
});

test('a workbook that failed without a network is loaded again when the computer wakes', async () => {
  const { feature, profile, open, world, shown, guestOf } = await workbooksOf();
  open(profile);
  const before = guestOf();
  world.signFailure = unreachable;
  await expect(feature.panes.requestGuest(before)).rejects.toBe(unreachable);
  expect(shown()[0]).toMatchObject({ phase: 'failed', error: { code: 'offline' } });
  feature.wake?.('network-up');
  expect(shown()[0]?.phase).toBe('loading');
  expect(guestOf()).not.toBe(before);
});

test('what a standby is to look like is sent to it', async () => {
  const { feature, profile, load, shown, done, grantOf } = await workbooksOf();
  const active = await load(profile);
  feature.grantEvent({ kind: 'renewed', grant: grantOf(profile) });
  const standby = shown()[0]?.guests[1]?.guestId ?? '';
  await feature.panes.requestGuest(standby);
  feature.panes.takeEvent(active, {
    type: 'workbook:variables:onchange',
    workbook: { variables: { Borough: 'Queens' } },
  });
  feature.panes.takeEvent(standby, { type: 'workbook:loaded', workbook: { variables: { Borough: '' } } });
  expect(done.some((line) => line.startsWith('send ') && line.endsWith(standby))).toBe(true);
});

describe('inside a workbook', () => {
  const action = { type: 'action:outbound', name: 'zip-chosen', values: { zip: 11_371 } } as const;

  test('an action that a person set off is shown in its pane until it is dismissed; one that nobody did is not', async () => {
    const { feature, shown, load, profile, world } = await workbooksOf();
    const guestId = await load(profile);
    world.isPressed = false;
    feature.panes.takeEvent(guestId, action);
    await settled();
    expect(shown()[0]?.contents.actions).toEqual([]);
    world.isPressed = true;
    feature.panes.takeEvent(guestId, action);
    await settled();
    const [card] = shown()[0]?.contents.actions ?? [];
    expect(card).toMatchObject({ name: 'zip-chosen', values: [{ name: 'zip', value: '11371' }], outcome: 'shown' });
    feature.handlers['panes.dismissAction']({ paneId: shown()[0]?.paneId ?? '', actionId: card?.id ?? '' }, here);
    expect(shown()[0]?.contents.actions).toEqual([]);
  });

  test('a rule that a person agreed to is asked about again once a change took it away, and not before', async () => {
    const { feature, profiles, profile, load, asked, answers } = await workbooksOf();
    const rule = { kind: 'address', action: 'zip-chosen', address: 'https://crm.example.com/{zip}' } as const;
    const press = async () => {
      feature.panes.takeEvent(await load(profile), action);
      await settled();
    };
    async function change(actions: Profile['actions']): Promise<void> {
      feature.profileChanging(profile.id);
      await profiles.keep({ ...profile, actions });
      feature.profileChanging(profile.id);
      await settled();
    }
    answers.push(true, true);
    await change([rule]);
    await press();
    await change([rule, { ...rule, action: 'open-order' }]);
    await press();
    expect(asked).toHaveLength(1);
    await change([]);
    await change([rule]);
    await press();
    expect(asked).toHaveLength(2);
  });

  test('what Sigma refuses is said, and so is the end of a workbook where the window goes to the others', async () => {
    const { feature, profiles, load, profile, done } = await workbooksOf();
    const said = () => done.filter((one) => one.startsWith('say '));
    const guestId = await load(profile);
    const [pane] = feature.panes.views(here.windowId);
    feature.panes.command(pane?.paneId ?? '', here.windowId, { type: 'workbook:bookmark:update' });
    feature.panes.takeEvent(guestId, { type: 'workbook:error', code: 'EINVAL', message: 'Bookmark not selected' });
    feature.panes.takeEvent(guestId, { type: 'workbook:ondelete' });
    expect(said()).toEqual(['say bookmark_not_changed']);
    const [first] = profile.workbooks;
    if (!first) throw new Error('no workbook');
    await profiles.keep({ ...profile, workbooks: [first, { ...first, id: randomUUID(), title: 'Fares' }] });
    feature.panes.closeProfile(profile.id);
    feature.panes.takeEvent(await load(profile), { type: 'workbook:ondelete' });
    expect(said()).toEqual(['say workbook_deleted']);
  });
});
