import { beforeEach, describe, expect, test } from 'vitest';
import { explainSigmaError, meansExpiredToken } from '../../../src/main/sigma/embed-errors.ts';
import { createPanes } from '../../../src/main/viewer/panes.ts';
import type { SigmaCommand } from '../../../src/shared/embed-host.ts';
import { AppError } from '../../../src/shared/errors.ts';

const HOUR = 3_600_000;
const target = { profileId: 'profile', workbookId: 'workbook', title: 'Trips', partition: 'sightglass-profile' };

/** Panes over a clock that the test turns, a signer that counts, and frames that only listen. */
function setUp() {
  let now = 0;
  let ids = 0;
  const timers = new Set<{ at: number; action: () => void }>();
  const world = {
    signed: [] as { explore?: string; bookmark?: string }[],
    sent: [] as { guestId: string; command: SigmaCommand }[],
    renewals: 0,
    signFailure: null as AppError | null,
    renewFailure: null as AppError | null,
    sessionMs: HOUR,
    endsWithGrant: false,
  };
  const panes = createPanes({
    sign: async (_target, parameters) => {
      if (world.signFailure) throw world.signFailure;
      world.signed.push(parameters);
      const { sessionMs, endsWithGrant } = world;
      return {
        url: `https://sigma/${world.signed.length}`,
        expiresAt: now + sessionMs,
        endsWithGrant,
        header: {},
        claims: {},
      };
    },
    renewGrants: async () => {
      world.renewals += 1;
      if (world.renewFailure) throw world.renewFailure;
    },
    explainError: explainSigmaError,
    meansExpiredToken,
    send: (guestId, command) => world.sent.push({ guestId, command }),
    onChange: () => {},
    log: { info: () => {}, warn: () => {} },
    now: () => now,
    randomUuid: () => `id-${++ids}`,
    setTimer: (milliseconds, action) => {
      const timer = { at: now + milliseconds, action };
      timers.add(timer);
      return () => timers.delete(timer);
    },
  });
  function advance(milliseconds: number): void {
    const end = now + milliseconds;
    for (;;) {
      const next = [...timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      timers.delete(next);
      now = Math.max(now, next.at);
      next.action();
    }
    now = end;
  }
  const view = () => {
    const pane = panes.views()[0];
    if (!pane) throw new Error('no pane');
    const frame = (role: string) => pane.guests.find((candidate) => candidate.role === role)?.guestId ?? '';
    return { ...pane, active: frame('active'), standby: frame('standby') };
  };
  const load = async (guestId: string, variables: Record<string, string> = { Borough: '' }) => {
    await panes.requestGuest(guestId);
    panes.takeEvent(guestId, { type: 'workbook:loaded', workbook: { variables } });
    panes.takeEvent(guestId, { type: 'workbook:dataloaded' });
  };
  return { panes, world, view, advance, load };
}

describe('panes', () => {
  let { panes, world, view, advance, load } = setUp();
  beforeEach(() => {
    ({ panes, world, view, advance, load } = setUp());
  });

  test('shows a workbook once it has loaded', async () => {
    const paneId = panes.open(target);
    expect(view()).toMatchObject({ paneId, phase: 'loading' });
    await load(view().active);
    expect(view()).toMatchObject({ phase: 'ready', swaps: 0, sessionExpiresAt: HOUR });
  });

  test('opens the same workbook once', () => {
    expect(panes.open(target)).toBe(panes.open(target));
  });

  test('signs anew at every request of the host page', async () => {
    panes.open(target);
    const first = await panes.requestGuest(view().active);
    const second = await panes.requestGuest(view().active);
    expect(second.url).not.toBe(first.url);
  });

  test('signs nothing for a frame that it did not give out', async () => {
    panes.open(target);
    await expect(panes.requestGuest('another')).rejects.toMatchObject({ code: 'request_refused' });
    expect(world.signed).toEqual([]);
    expect(panes.isKnownGuest(view().active, 'another partition')).toBe(false);
  });

  test('swaps only when the standby shows its data', async () => {
    panes.open(target);
    await load(view().active);
    const before = view().active;
    panes.renewProfile('profile');
    const { standby } = view();
    expect(view()).toMatchObject({ active: before, phase: 'ready' });
    await panes.requestGuest(standby);
    panes.takeEvent(standby, { type: 'workbook:loaded', workbook: { variables: { Borough: '' } } });
    expect(view().active).toBe(before);
    panes.takeEvent(standby, { type: 'workbook:dataloaded' });
    expect(view()).toMatchObject({ active: standby, standby: '', swaps: 1, phase: 'ready' });
  });

  describe('while somebody types', () => {
    /** A workbook in whose active frame a key was pressed just now, and a standby that has its data. */
    async function typing() {
      panes.open(target);
      await load(view().active);
      panes.renewProfile('profile');
      const { active, standby } = view();
      panes.keyPressed(active);
      await load(standby);
      return { active, standby };
    }

    test('swaps only after a pause', async () => {
      const { active, standby } = await typing();
      expect(view()).toMatchObject({ active, standby, phase: 'ready', swaps: 0 });
      advance(4_000);
      panes.keyPressed(active);
      advance(4_999);
      expect(view().active).toBe(active);
      advance(1);
      expect(view()).toMatchObject({ active: standby, standby: '', swaps: 1 });
    });

    test('does not care about keys in a frame that nobody sees', async () => {
      panes.open(target);
      await load(view().active);
      panes.renewProfile('profile');
      const { standby } = view();
      panes.keyPressed(standby);
      await load(standby);
      expect(view().active).toBe(standby);
    });

    test('does not wait until the session is over', async () => {
      const { active, standby } = await typing();
      for (let waited = 0; waited < HOUR - 31_000; waited += 1_000) {
        panes.keyPressed(active);
        advance(1_000);
      }
      expect(view()).toMatchObject({ active, standby });
      panes.keyPressed(active);
      advance(1_000);
      expect(view()).toMatchObject({ active: standby, swaps: 1 });
    });

    test('brings along what is chosen in the meantime', async () => {
      const { active, standby } = await typing();
      advance(2_000);
      panes.takeEvent(active, {
        type: 'workbook:variables:onchange',
        workbook: { variables: { Borough: 'Queens' } },
      });
      expect(world.sent).toContainEqual({
        guestId: standby,
        command: { type: 'workbook:variables:update', variables: { Borough: 'Queens' } },
      });
      advance(10_000);
      expect(view().active).toBe(active);
      panes.takeEvent(standby, {
        type: 'workbook:variables:onchange',
        workbook: { variables: { Borough: 'Queens' } },
      });
      panes.takeEvent(standby, { type: 'workbook:dataloaded' });
      expect(view()).toMatchObject({ active: standby, swaps: 1 });
    });

    test('keeps a standby that is ready when nothing has to be queried for what happens in the meantime', async () => {
      const { active, standby } = await typing();
      // The same value once more, and an element that was clicked.
      panes.takeEvent(active, { type: 'workbook:variables:onchange', workbook: { variables: { Borough: '' } } });
      expect(world.sent).toEqual([]);
      advance(5_000);
      expect(view()).toMatchObject({ active: standby, swaps: 1 });
    });

    test('waits in silence for a selection that is brought along', async () => {
      world.endsWithGrant = true;
      const { active, standby } = await typing();
      panes.takeEvent(active, {
        type: 'workbook:selectednodeid:onchange',
        selectedNodeId: 'n1',
        nodeType: 'element',
      });
      expect(world.sent).toHaveLength(1);
      advance(6_000);
      expect(view()).toMatchObject({ active: standby, swaps: 1 });
    });

    test('does not throw a standby that waits away for an earlier one that failed', async () => {
      panes.open(target);
      await load(view().active);
      panes.renewProfile('profile');
      panes.guestLoadFailed(view().standby, 'ERR_FAILED');
      advance(4_000);
      panes.renewProfile('profile');
      const { active, standby } = view();
      panes.keyPressed(active);
      await load(standby);
      // The retry of the first would be due.
      advance(1_500);
      expect(view()).toMatchObject({ active, standby });
      advance(5_000);
      expect(view().active).toBe(standby);
    });

    test('does not mistake the silence after a selection for the data of a later choice', async () => {
      const { active } = await typing();
      advance(3_000);
      panes.takeEvent(active, { type: 'workbook:selectednodeid:onchange', selectedNodeId: 'n1', nodeType: 'element' });
      advance(3_900);
      panes.takeEvent(active, {
        type: 'workbook:variables:onchange',
        workbook: { variables: { Borough: 'Queens' } },
      });
      advance(1_000);
      expect(view().active).toBe(active);
    });

    test('brings along that a choice was taken back before it arrived', async () => {
      const { active, standby } = await typing();
      const borough = (guestId: string, value: string) =>
        panes.takeEvent(guestId, { type: 'workbook:variables:onchange', workbook: { variables: { Borough: value } } });
      borough(active, 'Queens');
      borough(active, '');
      const sent = world.sent.flatMap(({ command }) =>
        command.type === 'workbook:variables:update' ? [command.variables] : [],
      );
      expect(sent).toEqual([{ Borough: 'Queens' }, { Borough: '' }]);
      borough(standby, 'Queens');
      borough(standby, '');
      panes.takeEvent(standby, { type: 'workbook:dataloaded' });
      advance(5_000);
      expect(view().active).toBe(standby);
      // What it reported on its way is nobody's choice.
      panes.renewProfile('profile');
      const next = view().standby;
      await load(next);
      expect(world.sent.filter(({ guestId }) => guestId === next)).toEqual([]);
    });

    test('has another look at a standby that never comes to the view that is wanted', async () => {
      const { active, standby } = await typing();
      panes.takeEvent(active, {
        type: 'workbook:variables:onchange',
        workbook: { variables: { Borough: 'Queens' } },
      });
      advance(60_000);
      expect(view()).toMatchObject({ active, standby: '' });
      advance(5_000);
      expect(view().standby).not.toBe(standby);
    });

    test('takes over at once when the active frame is lost or its session is over', async () => {
      const first = await typing();
      panes.guestGone(first.active, 'crashed');
      expect(view()).toMatchObject({ active: first.standby, phase: 'ready', swaps: 1 });
      panes.renewProfile('profile');
      const { active, standby } = view();
      panes.keyPressed(active);
      await load(standby);
      expect(view().active).toBe(active);
      panes.takeEvent(active, { type: 'workbook:error', message: 'Session expired. Reload the page.' });
      expect(view()).toMatchObject({ active: standby, phase: 'ready', error: null, swaps: 2 });
      expect(world.renewals).toBe(0);
    });
  });

  test('brings a changed filter, page and exploration along', async () => {
    panes.open(target);
    await load(view().active);
    panes.takeEvent(view().active, {
      type: 'workbook:variables:onchange',
      workbook: { variables: { Borough: 'Queens' } },
    });
    panes.takeEvent(view().active, { type: 'workbook:exploreKey:onchange', exploreKey: 'k1' });
    panes.takeEvent(view().active, {
      type: 'workbook:selectednodeid:onchange',
      selectedNodeId: 'p2',
      nodeType: 'page',
    });
    panes.renewProfile('profile');
    const { standby } = view();
    await load(standby);
    expect(world.signed.at(-1)).toEqual({ explore: 'k1' });
    expect(world.sent.map(({ command }) => command)).toEqual([
      { type: 'workbook:variables:update', variables: { Borough: 'Queens' } },
      { type: 'workbook:variables:list' },
      { type: 'workbook:selectednodeid:update', selectedNodeId: 'p2', nodeType: 'page' },
    ]);
    // The data of the default came; the wanted data has not.
    expect(view().standby).toBe(standby);
    panes.takeEvent(standby, { type: 'workbook:variables:current', variables: { Borough: 'Queens' } });
    panes.takeEvent(standby, { type: 'workbook:dataloaded' });
    expect(view()).toMatchObject({ active: standby, swaps: 1 });
  });

  test('keeps a choice made while the standby loads', async () => {
    panes.open(target);
    await load(view().active);
    panes.renewProfile('profile');
    const { active, standby } = view();
    await panes.requestGuest(standby);
    panes.takeEvent(standby, { type: 'workbook:loaded', workbook: { variables: { Borough: '' } } });
    panes.takeEvent(active, { type: 'workbook:variables:onchange', workbook: { variables: { Borough: 'Bronx' } } });
    expect(world.sent.at(-2)).toEqual({
      guestId: standby,
      command: { type: 'workbook:variables:update', variables: { Borough: 'Bronx' } },
    });
    panes.takeEvent(standby, { type: 'workbook:variables:onchange', workbook: { variables: { Borough: 'Bronx' } } });
    panes.takeEvent(standby, { type: 'workbook:dataloaded' });
    expect(view()).toMatchObject({ active: standby, swaps: 1 });
    // And the next swap knows it too.
    panes.renewProfile('profile');
    const next = view().standby;
    await panes.requestGuest(next);
    panes.takeEvent(next, { type: 'workbook:loaded', workbook: { variables: { Borough: '' } } });
    expect(world.sent.at(-2)?.command).toEqual({ type: 'workbook:variables:update', variables: { Borough: 'Bronx' } });
  });

  test('takes another standby when an exploration begins while one loads', async () => {
    panes.open(target);
    await load(view().active);
    panes.renewProfile('profile');
    const { active, standby } = view();
    await panes.requestGuest(standby);
    panes.takeEvent(active, { type: 'workbook:exploreKey:onchange', exploreKey: 'k2' });
    expect(view().standby).not.toBe(standby);
    await panes.requestGuest(view().standby);
    expect(world.signed.at(-1)).toEqual({ explore: 'k2' });
  });

  test('does not wait forever for a workbook that has nothing to query again', async () => {
    panes.open(target);
    await load(view().active);
    panes.takeEvent(view().active, {
      type: 'workbook:variables:onchange',
      workbook: { variables: { Borough: 'Queens' } },
    });
    panes.renewProfile('profile');
    await load(view().standby);
    expect(view().swaps).toBe(0);
    advance(4_000);
    expect(view().swaps).toBe(1);
  });

  test('renews before its session ends, though no grant was renewed', async () => {
    panes.open(target);
    await load(view().active);
    advance(HOUR - 5 * 60_000 - 1);
    expect(view().standby).toBe('');
    advance(1);
    expect(view().standby).not.toBe('');
  });

  test('leaves a session that ends with its grant to the renewal of the grant', async () => {
    world.endsWithGrant = true;
    panes.open(target);
    await load(view().active);
    advance(HOUR - 1);
    expect(view().standby).toBe('');
    world.signFailure = new AppError('grant_dead', 'revoked');
    advance(1);
    await expect(panes.requestGuest(view().standby)).rejects.toMatchObject({ code: 'grant_dead' });
    expect(view()).toMatchObject({ phase: 'failed', error: { code: 'grant_dead' } });
  });

  test('keeps the workbook when a renewal fails, and tries again', async () => {
    panes.open(target);
    await load(view().active);
    panes.renewProfile('profile');
    world.signFailure = new AppError('offline', 'no network');
    await expect(panes.requestGuest(view().standby)).rejects.toMatchObject({ code: 'offline' });
    expect(view()).toMatchObject({ phase: 'ready', error: null, standby: '' });
    world.signFailure = null;
    advance(5_000);
    expect(view().standby).not.toBe('');
    await load(view().standby);
    expect(view()).toMatchObject({ swaps: 1, phase: 'ready' });
  });

  test('gives up a standby that never answers, and tries again', async () => {
    panes.open(target);
    await load(view().active);
    panes.renewProfile('profile');
    const { standby } = view();
    advance(60_000);
    expect(view()).toMatchObject({ phase: 'ready', standby: '' });
    advance(5_000);
    expect(view().standby).not.toBe(standby);
  });

  test('shows why a workbook could not be opened', async () => {
    panes.open(target);
    world.signFailure = new AppError('secret_missing', 'no secret');
    await expect(panes.requestGuest(view().active)).rejects.toMatchObject({ code: 'secret_missing' });
    expect(view()).toMatchObject({ phase: 'failed', error: { code: 'secret_missing' } });
  });

  test('says so when Sigma never answers', async () => {
    panes.open(target);
    await panes.requestGuest(view().active);
    advance(60_000);
    expect(view()).toMatchObject({ phase: 'failed', error: { code: 'frame_load_failed' } });
  });

  test('turns an error of Sigma during the load into ours', async () => {
    panes.open(target);
    await panes.requestGuest(view().active);
    panes.takeEvent(view().active, { type: 'workbook:error', code: 'EINVAL', message: 'Invalid encrypted token' });
    expect(view()).toMatchObject({ phase: 'failed', error: { code: 'sigma_secret_wrong' } });
  });

  test('renews grants and swaps when the workbook finds its token expired', async () => {
    panes.open(target);
    await load(view().active);
    panes.takeEvent(view().active, { type: 'workbook:error', message: 'Session expired. Reload the page.' });
    await Promise.resolve();
    await Promise.resolve();
    expect(world.renewals).toBe(1);
    await load(view().standby);
    expect(view()).toMatchObject({ swaps: 1, phase: 'ready' });
  });

  test('asks once for a workbook that complains while help is on its way, and shows the one that comes', async () => {
    panes.open(target);
    await load(view().active);
    for (let times = 0; times < 3; times += 1) {
      panes.takeEvent(view().active, { type: 'workbook:error', message: 'Session expired. Reload the page.' });
    }
    await new Promise((resolve) => setImmediate(resolve));
    expect(world.renewals).toBe(1);
    expect(view()).toMatchObject({ phase: 'ready', error: null });
    await load(view().standby);
    expect(view()).toMatchObject({ phase: 'ready', error: null, swaps: 1 });
  });

  test('does not renew again and again for a workbook that complains right after', async () => {
    panes.open(target);
    await load(view().active);
    panes.takeEvent(view().active, { type: 'workbook:error', message: 'Session expired. Reload the page.' });
    await new Promise((resolve) => setImmediate(resolve));
    await load(view().standby);
    panes.takeEvent(view().active, { type: 'workbook:error', message: 'Session expired. Reload the page.' });
    expect(world.renewals).toBe(1);
    expect(view()).toMatchObject({ phase: 'failed', error: { code: 'sigma_session_expired' } });
  });

  test('keeps a workbook on the screen when its grants cannot be renewed for the moment', async () => {
    panes.open(target);
    await load(view().active);
    world.renewFailure = new AppError('offline', 'no network');
    panes.takeEvent(view().active, { type: 'workbook:error', message: 'Session expired. Reload the page.' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(view()).toMatchObject({ phase: 'ready' });
    advance(5_000);
    expect(view().standby).not.toBe('');
  });

  test('swaps although one chart keeps failing', async () => {
    panes.open(target);
    await load(view().active);
    panes.renewProfile('profile');
    const { standby } = view();
    await panes.requestGuest(standby);
    panes.takeEvent(standby, { type: 'workbook:loaded', workbook: { variables: { Borough: '' } } });
    panes.takeEvent(standby, { type: 'workbook:chart:error', message: '401 from a plug-in', nodeId: 'n' });
    panes.takeEvent(standby, { type: 'workbook:dataloaded' });
    expect(view()).toMatchObject({ swaps: 1, phase: 'ready' });
  });

  test('swaps to a page that has no data at all', async () => {
    panes.open(target);
    await load(view().active);
    panes.renewProfile('profile');
    const { standby } = view();
    await panes.requestGuest(standby);
    panes.takeEvent(standby, { type: 'workbook:loaded' });
    advance(10_000);
    expect(view()).toMatchObject({ swaps: 1, active: standby });
  });

  test('does not forget a renewal that failed when the network comes back', async () => {
    world.endsWithGrant = true;
    panes.open(target);
    await load(view().active);
    panes.renewProfile('profile');
    panes.guestLoadFailed(view().standby, 'ERR_NETWORK_CHANGED');
    expect(view().standby).toBe('');
    panes.wake();
    expect(view().standby).not.toBe('');
  });

  test('tries again by itself when the network that was missing is back', async () => {
    panes.open(target);
    await panes.requestGuest(view().active);
    panes.guestLoadFailed(view().active, 'ERR_INTERNET_DISCONNECTED');
    expect(view().phase).toBe('failed');
    panes.wake();
    await load(view().active);
    expect(view().phase).toBe('ready');
  });

  test('gives a signed URL to nobody when the workbook was closed while it was signed', async () => {
    const paneId = panes.open(target);
    const asked = panes.requestGuest(view().active);
    panes.close(paneId);
    await expect(asked).rejects.toMatchObject({ code: 'request_refused' });
  });

  test('tells a redirect of Sigma from a link in its workbook', async () => {
    panes.open(target);
    await panes.requestGuest(view().active);
    expect(panes.navigatedAway(view().active)).toBe(false);
    expect(view()).toMatchObject({ phase: 'failed', error: { code: 'sigma_redirected' } });
    panes.reload(view().paneId);
    await load(view().active);
    const { active } = view();
    expect(panes.navigatedAway(active)).toBe(true);
    advance(0);
    expect(view().active).not.toBe(active);
  });

  test('shows a dead grant when a session ends for good', async () => {
    panes.open(target);
    await load(view().active);
    world.renewFailure = new AppError('grant_dead', 'revoked');
    panes.takeEvent(view().active, { type: 'workbook:error', message: 'Session expired. Reload the page.' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(view()).toMatchObject({ phase: 'failed', error: { code: 'grant_dead' } });
  });

  test('brings a crashed workbook back with a new token, more slowly each time, and then gives up', async () => {
    panes.open(target);
    await load(view().active);
    for (const pause of [1_000, 2_000, 4_000, 8_000, 16_000]) {
      const crashed = view().active;
      panes.guestGone(crashed, 'crashed');
      advance(pause - 1);
      expect(view().active).toBe(crashed);
      advance(1);
      expect(view().active).not.toBe(crashed);
      await load(view().active);
      expect(view().phase).toBe('ready');
    }
    panes.guestGone(view().active, 'crashed');
    expect(view()).toMatchObject({ phase: 'failed', error: { code: 'frame_crashed' } });
    expect(world.signed).toHaveLength(6);
  });

  test('gives a page that reloads itself a new token and the same view', async () => {
    panes.open(target);
    await load(view().active);
    panes.takeEvent(view().active, {
      type: 'workbook:variables:onchange',
      workbook: { variables: { Borough: 'Queens' } },
    });
    const { active } = view();
    panes.replayStopped(active);
    advance(0);
    expect(view().active).not.toBe(active);
    await load(view().active);
    expect(world.sent[0]?.command).toEqual({ type: 'workbook:variables:update', variables: { Borough: 'Queens' } });
  });

  test('does not follow a page that reloads itself forever', async () => {
    panes.open(target);
    for (let times = 0; times < 6; times += 1) {
      await load(view().active);
      panes.replayStopped(view().active);
      advance(20_000);
    }
    expect(view()).toMatchObject({ phase: 'failed', error: { code: 'frame_load_failed' } });
  });

  test('ignores events of frames that are gone', async () => {
    const paneId = panes.open(target);
    const { active } = view();
    panes.close(paneId);
    panes.takeEvent(active, { type: 'workbook:dataloaded' });
    panes.guestGone(active, 'crashed');
    panes.guestLoadFailed(active, 'ERR');
    advance(2 * HOUR);
    expect(panes.views()).toEqual([]);
  });
});
